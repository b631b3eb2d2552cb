"""Of words that neither say nor deny the reference, nothing is said; another value is wrong."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")


def reason(gold: str, answer: str) -> str:
    found = EQUAL.score(completion=answer, answer=gold, prompt="What is it?")
    assert not found.value
    assert found.status != "error"
    return found.reason or ""


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("the perpendicular bisector of AB", "the line halfway between the two points"),
        ("No", r"It splits as $23\cdot 89$, so that it has two factors."),
        (
            r"$P(x)=0$ and $P(x)=x^n$, $n\ge 0$",
            "Exactly the monic monomials: the constant 1, then x, x², x³, and so forth.",
        ),
    ],
)
def test_words_that_may_mean_the_reference_are_unreadable(gold: str, answer: str) -> None:
    assert reason(gold, answer) == "unreadable"


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("No", "5"),
        ("(1,2)", "Therefore the final answer to this problem is 5."),
        ("12", "Therefore the final answer to this problem is 5."),
        ("Alice", "Bob"),
        ("$x=2$", "$x=3$"),
        ("$[0,1]$", r"\boxed{[0,2]}"),
    ],
)
def test_another_value_is_wrong_and_no_riddle(gold: str, answer: str) -> None:
    assert reason(gold, answer) == "wrong"
