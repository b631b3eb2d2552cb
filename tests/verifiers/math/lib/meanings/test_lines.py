"""Parametric, symmetric and implicit equations are compared as lines."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
SPACE = r"\frac{x-1}{2}=\frac{y}{-1}=\frac{z+3}{4}"
PLANE = "$x+2y-7=0$"


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        (SPACE, r"(x,y,z)=(1+2t,\,-t,\,-3+4t),\ t\in\mathbb{R}", True),
        (SPACE, r"\vec r=(1,0,-3)+\lambda(2,-1,4)", True),
        (SPACE, r"\frac{x-3}{-2}=\frac{y+1}{1}=\frac{z-1}{-4}", True),
        (SPACE, r"\mathbf r = \langle 1,0,-3\rangle + t\langle 2,-1,4\rangle", True),
        (SPACE, r"(1,0,-3)+t(2,1,4)", False),
        (SPACE, r"(2,-1,4)+t(1,0,-3)", False),
        (SPACE, r"\frac{x-3}{-2}=\frac{y+1}{1}=\frac{z-2}{-4}", False),
        (SPACE, r"(x,y,z)=(1+2t,-t,-3+4t), t\ge 0", False),
        (SPACE, r"(x,y,z)=(1+2t,-t,-3+4t),\ t\in\mathbb{Z}", False),
        (r"$\frac{x-1}{2}=\frac{y}{3}, z=3$", "(1,0,3)+t(2,3,0)", True),
        (r"$\frac{x-1}{2}=\frac{y}{3}, z=3$", "(1,0,3)+t(2,3,1)", False),
        (PLANE, "x=1+2t, y=3-t", True),
        (PLANE, "(x,y)=(1,3)+t(2,-1)", True),
        (PLANE, "(x,y)=(1,2)+t(2,-1)", False),
        (PLANE, "x=1, y=3", False),
    ],
)
def test_a_line_is_the_same_from_another_point_and_direction(
    gold: str, answer: str, expected: bool
) -> None:
    found = EQUAL.score(completion=rf"\boxed{{{answer}}}", answer=gold)
    assert (found.status != "error", found.value == 1.0) == (True, expected)
