"""An equation under a condition is none under another one."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")


def paid(gold: str, answer: str) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt="Find the equation.")
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (r"$x^2+y^2=1$ $(y\neq0)$", r"$x^2+y^2=1\ (y\ne 0)$"),
        ("$y=x^2, x>0$", "$y=x^2$ for $x>0$"),
        (r"$\frac{x^2}{4}+\frac{y^2}{3}=1$ $(x\neq\pm2)$", r"$3x^2+4y^2=12$, $x\ne\pm2$"),
        ("$y=x^2$ $(0<x<2)$", r"$y=x^2$, $x\in(0,2)$"),
    ],
)
def test_a_condition_may_be_written_in_another_way(gold: str, answer: str) -> None:
    assert paid(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (r"$x^2+y^2=1$ $(y\neq0)$", r"$x^2+y^2=1\ (y\ne 1)$"),
        ("$y=x^2$ $(x>0)$", "$y=x^2$ $(x<0)$"),
        ("$f(x)=x$ for $x>0$", "$f(x)=x$ for $x<0$"),
        ("$y=x^2$ $(0<x<2)$", r"$y=x^2$, $x\in[0,2)$"),
    ],
)
def test_another_condition_is_another_answer(gold: str, answer: str) -> None:
    assert not paid(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        (r"$x^2+y^2=4$ $(x\neq \pm 2)$", r"x^2+y^2=4,\ y\neq 0", True),
        (r"$x^2+y^2=4$ $(x\neq \pm 2)$", r"x^2+y^2-4=0\ (y\neq 0)", True),
        (r"$x^2+y^2=4$ $(x\neq \pm 2)$", r"x^2+y^2=4,\ y\neq 1", False),
        (r"$x^2+y^2=4$ $(x\neq \pm 2)$", r"x^2+y^2=4,\ y\neq \pm 2", False),
        (r"$x^2+y^2=4$ $(x\neq \pm 2)$", r"x^2+y^2=9,\ y\neq 0", False),
        (r"$x^2+y^2=4$ $(x\neq 2)$", r"x^2+y^2=4,\ y\neq 0", False),
        (r"$y=2x+1$ $(x\neq 0)$", r"y=2x+1,\ y\neq 1", True),
        (r"$y=2x+1$ $(x\neq 0)$", r"y=2x+1,\ y\neq 0", False),
    ],
)
def test_a_curve_without_the_same_points_is_the_same(
    gold: str, answer: str, expected: bool
) -> None:
    found = get("math/equivalence").score(completion=rf"\boxed{{{answer}}}", answer=gold)
    assert (found.status != "error", found.value == 1.0) == (True, expected)
