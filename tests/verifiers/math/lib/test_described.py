"""A curve in words is no list of the formulas in its description."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.described import is_described

EQUAL = get("math/equivalence")
BISECTOR = "the perpendicular bisector of the segment joining $1$ and $-i$"
CIRCLE = "the circle with centre $2$ and radius $3$"


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        (BISECTOR, f"The set is {BISECTOR}."),
        (BISECTOR, "It is the perpendicular bisector of the line segment connecting $1$ and $-i$."),
        (CIRCLE, "the circle centered at $2$ with radius $3$"),
        ("the midpoint of $BC$", "$P$ is the midpoint of $BC$."),
    ],
)
def test_a_curve_in_the_same_words_is_paid(gold: str, reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value == 1.0


@pytest.mark.parametrize(
    "reply",
    [
        "the segment joining $1$ and $-i$",
        "the line through $1$ and $-i$",
        "the angle bisector of the segment joining $1$ and $-i$",
        f"It is not {BISECTOR}.",
        "$1, -i$",
    ],
)
def test_the_formulas_of_a_description_are_no_answer(reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=BISECTOR).value == 0.0


@pytest.mark.parametrize("reply", ["the line $x+y=0$", "$y=-x$", "$|z-1|=|z+i|$"])
def test_the_equation_of_a_described_curve_is_unreadable_and_not_wrong(reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=BISECTOR).reason == "unreadable"


def test_a_thing_with_its_equation_or_value_is_no_description() -> None:
    for gold in ("the line $y=2x$", "the point $(1,2)$", "the area of the circle is $3\\pi$"):
        assert not is_described(gold)
    assert EQUAL.score(completion="$2x-y=0$", answer="the line $y=2x$").value == 1.0
