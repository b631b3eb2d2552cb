"""Both signs of a tuple, and the values of a function, are compared as what they stand for."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
PAIRS = "$(2,3),(3,2),(-2,-3),(-3,-2)$"
UNITS = r"$(\frac45,-\frac35)$ or $(-\frac45,\frac35)$"
ASKED = "Find the range of $f(x)=x^2-2x$, $x\\in[0,3)$."


def paid(gold: str, answer: str, prompt: str = "") -> bool:
    found = EQUAL.score(completion=rf"\boxed{{{answer}}}", answer=gold, prompt=prompt)
    assert found.status == "ok"
    return found.value == 1.0


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        (PAIRS, r"(x,y)=\pm(2,3),\ \pm(3,2)", True),
        (PAIRS, r"\pm\left(2,3\right), \pm\left(3,2\right)", True),
        (PAIRS, r"\pm(2,-3), \pm(3,2)", False),
        (PAIRS, r"\pm(2,3),(3,2)", False),
        (PAIRS, r"\pm(2,3),\pm(3,2),\pm(1,6)", False),
        (UNITS, r"\pm\tfrac15(4,-3)", True),
        (UNITS, r"\vec{n}=\pm\frac{1}{5}(-4,3)", True),
        (UNITS, r"\pm\frac15\langle 4,-3\rangle", True),
        (UNITS, r"\pm\tfrac15(4,3)", False),
        (UNITS, r"\tfrac15(4,-3)", False),
    ],
)
def test_a_sign_before_a_tuple_stands_for_two(gold: str, answer: str, expected: bool) -> None:
    assert paid(gold, answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (r"-1\le f(x)<3", True),
        (r"3>f(x)\geq -1", True),
        (r"-1\le f(x)\le 3", False),
        (r"f(x)<3", False),
    ],
)
def test_the_values_of_a_function_are_its_range(answer: str, expected: bool) -> None:
    assert paid("$[-1,3)$", answer, ASKED) == expected


def test_the_values_of_a_function_are_no_domain() -> None:
    assert not paid("$[-1,3)$", r"-1\le f(x)<3", "Find the domain of $f$.")
