"""Values that carry a name belong to that name, in any order."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")


def paid(gold: str, answer: str) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt="Find them.")
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("slope $2$, intercept $3$", "The intercept is 3 and the slope is 2."),
        ("slope $2$, intercept $3$", "2, 3"),
        ("perimeter $10$ and area $6$", "area 6, perimeter 10"),
        ("Ann: 5, Bob: 7", "Bob has 7 and Ann has 5"),
        ("12 chickens and 8 rabbits", "rabbits: 8, chickens: 12"),
        ("center $(1,2)$, radius $3$", "radius 3, center (1,2)"),
        ("$a=2$, $b=-1$", "2 and -1"),
    ],
)
def test_values_are_compared_by_their_names(gold: str, answer: str) -> None:
    assert paid(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("slope $2$, intercept $3$", "slope 3, intercept 2"),
        ("slope $2$, intercept $3$", "3"),
        ("The mean is 5 and the median is 4", "The mean is 4 and the median is 5"),
        ("12 chickens and 8 rabbits", "chickens: 8, rabbits: 12"),
        ("$a=2$, $b=-1$", "-1 and 2"),
        (r"$\overrightarrow{AB}=(1,2)$", r"$\overrightarrow{BA}=(1,2)$"),
    ],
)
def test_values_of_exchanged_names_are_wrong(gold: str, answer: str) -> None:
    assert not paid(gold, answer)
