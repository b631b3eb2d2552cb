"""Remarks that lead on to the answer, and remarks that only say it once more."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
RIGHT = (
    ("What is 17*6?", "17*6 is 10*6 + 7*6 which is 60+42 so 102.", "102"),
    ("What is 17*6?", "17*6 = 10*6 + 7*6, which equals 60 + 42, so 102.", "102"),
    ("How many eggs?", "He has 3 dozen, which is 36 eggs, so after eating 5 he has 31 eggs.", "31"),
    (
        "What is the area?",
        "The side is the square root of 49, which is 7, hence the area is 49.",
        "49",
    ),
)
WRONG = (
    ("What is 17*6?", "17*6 is 10*6 + 7*6 which is 60+40 so 100.", "102"),
    ("What is 17*6?", "17*6 is 102, which is 100 + 2, so maybe 103.", "103"),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), RIGHT)
def test_what_a_remark_leads_to_is_read(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), WRONG)
def test_what_stands_before_a_remark_or_is_doubted_is_not(
    prompt: str, reply: str, gold: str
) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0
