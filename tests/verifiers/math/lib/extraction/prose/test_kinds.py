"""Dates on which a sentence ends, behind other dates."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
RIGHT = (
    ("When does it happen?", "Counting 9 days on from May 5, it happens on May 14.", "May 14"),
    (
        "When is the deadline?",
        "It starts on 3 March 2024; adding 10 days, the deadline is 13 March 2024.",
        "13 March 2024",
    ),
)
WRONG = (
    ("When does it happen?", "It happens on May 5 or on May 14.", "May 14"),
    ("When does it happen?", "Between May 5 and May 14.", "May 14"),
    ("When does it happen?", "It happens on May 5, not on May 14.", "May 14"),
    ("When does it happen?", "Counting 9 days on from May 5, it may happen on May 14.", "May 14"),
    ("When does it happen?", "From May 14, counting back 9 days, it happens on May 5.", "May 14"),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), RIGHT)
def test_the_date_that_a_sentence_concludes_on_counts(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), WRONG)
def test_one_of_several_dates_is_not_paid(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0
