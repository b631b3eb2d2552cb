"""Reasoning set aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.reading.reasoning import Unfinished, after_reasoning

PAIRS = [
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<reasoning>", "</reasoning>"),
    ("[THINK]", "[/THINK]"),
    ("\u25c1think\u25b7", "\u25c1/think\u25b7"),
    ("<seed:think>", "</seed:think>"),
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
    ("<scratchpad>", "</scratchpad>"),
    (
        "<|channel|>analysis<|message|>",
        "<|end|><|start|>assistant<|channel|>final<|message|>",
    ),
]


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_what_follows_the_reasoning_is_the_reply(opening: str, closing: str) -> None:
    assert after_reasoning(f"{opening}Rome?{closing}\n\nParis") == "Paris"
    assert after_reasoning(f"Rome?{closing}Paris") == "Paris"


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_reasoning_without_an_end_or_a_reply_is_unfinished(opening: str, closing: str) -> None:
    for text in (f"{opening}Paris", f"{opening}Paris{closing}", f"x{closing}y{opening}Paris"):
        with pytest.raises(Unfinished):
            after_reasoning(text)


@given(st.text("ab <>/|\n", max_size=60))
def test_a_reply_without_markers_is_left_as_it_is(text: str) -> None:
    assert after_reasoning(text) == text


@given(st.lists(st.sampled_from(["<think>", "</think>", "x", " ", "`</think>`"]), max_size=12))
def test_no_marker_of_reasoning_is_left_in_a_reply(parts: list[str]) -> None:
    try:
        rest = after_reasoning(" ".join(parts))
    except Unfinished:
        return
    assert "think>" not in rest.replace("`</think>`", "")


def test_a_marker_that_is_quoted_is_spoken_of() -> None:
    assert after_reasoning("End with `</think>` and go on.") == "End with `</think>` and go on."


def test_a_megabyte_of_markers_is_read() -> None:
    with pytest.raises(Unfinished):
        after_reasoning("<think>" * 150_000)
    assert after_reasoning("<think></think>" * 60_000 + "4") == "4"
