"""Circles, lines, multiples, numerals and well-known functions may be told in words."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")


def paid(gold: str, answer: str, prompt: str = "Find all of them.") -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt=prompt)
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("$(x-3)^2+(y+4)^2=25$", "circle with center (3,-4) and radius 5"),
        ("$(x-3)^2+(y+4)^2=25$", "以(3,-4)为圆心,半径为5的圆"),
        ("$x^2+y^2=9$", "a circle of diameter 6 centered at the origin"),
        ("$x+2y-6=0$", "the line with slope -1/2 through (2,2)"),
        ("multiples of 6", r"$6\mid n$"),
        ("all n divisible by 6", "$n=6k$"),
        ("$n$ is odd", "$n=2k+1$"),
        ("$110_2$", "110 in base two"),
        ("$f(x)=x$ and $f(x)=0$", "f is the identity or the zero function"),
        (
            r"$P(x)=0$ and $P(x)=x^n$, $n\ge 0$",
            r"$P\equiv 0$ or $P(x)=x^k$ for some integer $k\ge0$",
        ),
    ],
)
def test_words_may_tell_a_formula(gold: str, answer: str) -> None:
    assert paid(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("$(x-3)^2+(y+4)^2=25$", "circle with center (-3,4) and radius 5"),
        ("$x^2+y^2=9$", "a circle of diameter 3 centered at the origin"),
        ("$x^2+y^2=9$", "the upper half of the circle of radius 3 centered at the origin"),
        ("$x+2y-6=0$", "the line with slope 1/2 through (2,2)"),
        ("multiples of 6", r"$3\mid n$"),
        ("odd n", "$n=2k$"),
        ("$110_2$", "110 in base three"),
        ("$f(x)=x$ and $f(x)=0$", "the identity"),
        (r"$P(x)=x^n$, $n\ge1$", r"$P(x)=x^k$ with $k\ge0$"),
    ],
)
def test_words_that_tell_another_formula_are_wrong(gold: str, answer: str) -> None:
    assert not paid(gold, answer)


def test_positive_multiples_are_all_of_them_where_the_prompt_asks_for_positive_ones() -> None:
    gold, answer = "all positive multiples of 6", "all multiples of 6"
    assert paid(gold, answer, "Find all positive integers n.")
    assert not paid(gold, answer, "Find all integers n.")
