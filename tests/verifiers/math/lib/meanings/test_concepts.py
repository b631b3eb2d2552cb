"""Terms in words are the same in other words and languages, and only those."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
INFINITE, UNKNOWN = "infinitely many", "cannot be determined"
ONE_WAY = "a sufficient but not necessary condition"
EITHER = "isosceles or right triangle"


def paid(gold: str, answer: str) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt="Fill in the blank: ____.")
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (ONE_WAY, "充分不必要条件"),
        (ONE_WAY, "hinreichend, aber nicht notwendig"),
        (ONE_WAY, "It is sufficient but it is not necessary."),
        ("充要", "necessary and sufficient condition"),
        ("neither sufficient nor necessary", "既不充分也不必要条件"),
        (INFINITE, "unendlich viele"),
        (INFINITE, "无穷多个"),
        (INFINITE, "No finite number: given any list, $4p-1$ has a new divisor."),
        (INFINITE, r"\boxed{\infty}"),
        (UNKNOWN, "Dat valt uit deze gegevens niet te berekenen: je moet meer weten."),
        (UNKNOWN, "There is not enough information."),
        (UNKNOWN, "无法确定"),
        (EITHER, r"Either $a=b$, or $C=90^\circ$."),
        (EITHER, "等腰三角形或直角三角形"),
        ("equilateral triangle", "$a=b=c$"),
        ("an ellipse", "椭圆"),
        ("odd function", "奇函数"),
    ],
)
def test_a_term_may_be_said_in_other_words(gold: str, answer: str) -> None:
    assert paid(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (ONE_WAY, "必要不充分条件"),
        (ONE_WAY, "充要条件"),
        (ONE_WAY, "not sufficient but necessary"),
        ("necessary and sufficient", "sufficient"),
        (INFINITE, "finitely many"),
        (INFINITE, "There are not infinitely many."),
        (INFINITE, "Whether there are infinitely many is unknown."),
        (INFINITE, "There are infinitely many primes, but only 2 of this form."),
        (INFINITE, r"$(0,\infty)$"),
        (UNKNOWN, "It can be determined: 25."),
        (UNKNOWN, "The average cannot be determined directly, but it is 25."),
        (EITHER, "isosceles right triangle"),
        (EITHER, "isosceles"),
        ("isosceles triangle", "$a=c$ and $b=c$"),
        ("right triangle", "not a right triangle"),
        ("odd function", "neither odd nor even"),
    ],
)
def test_another_term_a_denial_or_a_value_is_another_answer(gold: str, answer: str) -> None:
    assert not paid(gold, answer)


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("The series is conditionally convergent.", True),
        ("It converges, but not absolutely.", True),
        ("条件收敛", True),
        ("absolutely convergent", False),
        ("converges", False),
        ("does not converge conditionally", False),
    ],
)
def test_how_a_series_converges_is_a_term(answer: str, right: bool) -> None:
    assert paid("converges conditionally", answer) is right
