"""Days in whatever notation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.dates import days_at, same_day

PROMPT = "On what date did Apollo 11 land on the Moon?"
ANSWERS = ["July 20, 1969", "20 July 1969", "1969-07-20"]
RIGHT = [
    "20/07/1969 (day/month/year)",
    "Am 20. Juli 1969.",
    "El 20 de julio de 1969",
    "the twentieth of July 1969",
    "1969年7月20日",
    "20/7/69",
]
WRONG = [
    "21 July 1969",
    "20/08/1969",
    "July 2, 1969",
    "Not on July 20, 1969.",
    "July 20 or 21, 1969",
    "In June 1969.",
]


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("said", RIGHT)
def test_the_same_day_in_another_notation_is_put_to_the_judge(answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=PROMPT).value == 1.0


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("said", WRONG)
def test_another_day_is_refused(answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=PROMPT).value == 0.0


def test_what_names_no_day_is_left_to_others() -> None:
    assert same_day("In July 1969", "July 20, 1969") is None
    assert same_day("20 July 1969", "Paris") is None


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(days_at(text), list)
