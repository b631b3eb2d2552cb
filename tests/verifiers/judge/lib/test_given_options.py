"""Answers in other dress: another language, an option's text, a base, a list in an order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.another_language import in_another_language
from rewardkit_verifiers.judge.lib.bases import read_in_base
from rewardkit_verifiers.judge.lib.given_options import options_of, said_by_option
from rewardkit_verifiers.judge.lib.last_sentences import last_sentence
from rewardkit_verifiers.judge.lib.ordered import out_of_order

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "answers.jsonl").read_text(encoding="utf-8").splitlines()
]
same = get("judge/reference", judge={"fake": "approve"})


@pytest.mark.parametrize("row", [row for row in ROWS if row["kind"] == "right"])
def test_the_reference_in_another_dress_is_put_to_the_judge(row: dict[str, Any]) -> None:
    found = same.score(completion=row["completion"], answer=row["answer"], prompt=row["prompt"])
    assert found.value == 1.0


@pytest.mark.parametrize("row", [row for row in ROWS if row["kind"] == "wrong"])
def test_another_answer_in_the_same_dress_is_not(row: dict[str, Any]) -> None:
    found = same.score(completion=row["completion"], answer=row["answer"], prompt=row["prompt"])
    assert found.value == 0.0


def test_options_stand_in_lines_or_in_one_line_and_begin_with_the_first() -> None:
    assert options_of("Which?\n1. iron\n2. gold") == {"1": "iron", "2": "gold"}
    assert options_of("Plan B. is it good? C. Smith says so.") == {}


@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=200))
def test_any_reply_is_read(text: str, gold: str, prompt: str) -> None:
    assert len(said_by_option(text, [gold], prompt)) == 1
    assert in_another_language(text, [gold], prompt) in (True, False)
    assert read_in_base(text, [gold], prompt) in (True, False, None)
    assert out_of_order(text, [gold], prompt) in (True, False)
    assert isinstance(last_sentence(text, [], prompt), str)
