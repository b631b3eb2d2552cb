"""Settings of sampling, and stop texts found without decoding a message again at every token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.grpo.config import Sampling
from rewardkit.grpo.rollout.engine import ends_in_stop, first_stop


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"max_new_tokens": 0}, "max_new_tokens"),
        ({"temperature": 0.0}, "temperature"),
        ({"min_p": 1.1}, "min_p"),
        ({"top_k": -1}, "top_k"),
        ({"top_p": 0.0}, "top_p"),
        ({"stop": ("a", "")}, "stop.1"),
    ],
)
def test_a_wrong_setting_is_named(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=f"1 validation error.*\n{named}\n"):
        Sampling.model_validate({"max_new_tokens": 4} | fields)


PIECES = ["a", "b", "ab", "", "é", "</", "think", ">", " ", "aaaaaaaaaaaaaaaaaaaa"]


def _decode(ids: Sequence[int]) -> str:
    return "".join(PIECES[one] for one in ids)


def _bytes(ids: Sequence[int]) -> str:
    return bytes(ids).decode("utf-8", errors="replace")


@given(
    st.lists(st.integers(0, len(PIECES) - 1), max_size=60),
    st.lists(st.sampled_from(["ab", "</think>", "é ", "aab", "b"]), min_size=1, max_size=3),
)
def test_the_first_stop_is_where_the_whole_text_first_holds_one(
    ids: list[int], stop: list[str]
) -> None:
    wanted = next(
        (n for n in range(1, len(ids) + 1) if any(one in _decode(ids[:n]) for one in stop)), None
    )
    assert first_stop(ids, stop, _decode) == wanted


@given(st.text(max_size=80), st.sampled_from(["é", "日本", "end", "🙂!"]))
def test_tokens_that_are_parts_of_letters_are_no_obstacle(text: str, stop: str) -> None:
    ids = list(text.encode("utf-8", errors="ignore"))
    wanted = next((n for n in range(1, len(ids) + 1) if stop in _bytes(ids[:n])), None)
    assert first_stop(ids, [stop], _bytes) == wanted


def test_a_continuation_that_the_tail_begins_with_is_no_stop_text() -> None:
    # WordPiece writes the part of a word that stands alone at the start of a text as "##part".
    def decode(ids: Sequence[int]) -> str:
        return "".join(f"##{one}" if not n else str(one) for n, one in enumerate(ids))

    message = [1] * 80
    assert first_stop(message, ["###", "#1"], lambda ids: "x" + decode(ids)[3:]) is None
    assert not ends_in_stop(message, ["##"], decode)


def test_the_work_grows_with_the_message_and_not_with_its_square() -> None:
    decoded = 0

    def counting(ids: Sequence[int]) -> str:
        nonlocal decoded
        decoded += len(ids)
        return _decode(ids)

    message = [0, 1] * 1000
    for n in range(1, len(message) + 1):
        assert not ends_in_stop(message[:n], ["</think>"], counting)
    assert decoded < 40 * len(message)


def test_without_a_stop_text_nothing_is_decoded() -> None:
    def never(ids: Sequence[int]) -> str:
        raise AssertionError("decoded")

    assert first_stop([1, 2], [], never) is None
    assert not ends_in_stop([1], (), never)
