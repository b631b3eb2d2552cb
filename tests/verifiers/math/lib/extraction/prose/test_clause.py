"""The last of several steps in one sentence."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
RIGHT = (
    ("Solve 2x+1>7", "Subtracting 1 gives $2x>6$; dividing by 2, $x>3$.", "x>3"),
    ("Solve 2x+1>7", "We get $2x>6$; therefore $x>3$.", "x>3"),
    ("Find the line.", "The slope is $m=2$; substituting $(0,1)$ gives $y=2x+1$.", "y=2x+1"),
)
WRONG = (
    ("Solve 2x+1>7", "We get $x>3$; or $x<-3$.", "x<-3"),
    ("Solve 2x+1>7", r"We get $2x>6$; dividing by 2, $x\ge3$.", "x>3"),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), RIGHT)
def test_the_last_step_of_a_sentence_counts(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), WRONG)
def test_a_step_before_it_or_another_case_is_not_paid(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0
