"""Numbers in words as figures, and what a reply may say with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.clocks import another_time
from rewardkit_verifiers.judge.lib.in_figures import in_figures

RIGHT = [
    ("0.75", "zero point seven five"),
    ("3.14", "It is three point one four."),
    ("5/36", "five thirty-sixths"),
    ("1/2", "a fifty-fifty chance"),
    ("-5", "five below zero"),
    ("14 days", "a fortnight"),
    ("144", "a gross"),
    ("11", "XI"),
    ("0", "Not a single one."),
    ("0", "None at all: a real square is never negative."),
    ("3:30", "halb vier"),
    ("12:00", "midday"),
]
WRONG = [
    ("0.75", "zero point seven"),
    ("3.14", "three point four"),
    ("5/36", "five thirty-fifths"),
    ("5", "five below zero"),
    ("14 days", "a decade"),
    ("11", "IX"),
    ("0", "No idea."),
    ("0", "Nothing comes to mind."),
    ("0", "None of these, but it is one."),
    ("3:30", "halb fünf"),
    ("15:00", "midnight"),
]


@pytest.mark.parametrize(("answer", "said"), RIGHT)
def test_a_number_in_words_is_put_to_the_judge(answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt="How much is it?").value == 1.0


@pytest.mark.parametrize(("answer", "said"), WRONG)
def test_another_number_in_words_is_not(answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt="How much is it?").value != 1.0


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(in_figures(text), str)


def test_a_clock_of_twelve_hours_is_no_other_time() -> None:
    assert not another_time("half past three", "15:30")
    assert another_time("half past four", "15:30")
