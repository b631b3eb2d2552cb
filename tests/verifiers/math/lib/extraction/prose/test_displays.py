"""Displays whose equations are numbered or named."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
RIGHT = (
    ("Solve 3x+5=20", r"$$\begin{aligned}3x+5&=20\\ 3x&=15\\ x&=5\end{aligned}\tag{1}$$", "x=5"),
    ("Solve 3x+5=20", "Thus\n\\begin{equation}\nx = 5 \\label{eq:1}\n\\end{equation}", "5"),
    (
        "Solve 3x+5=20",
        "Thus\n\\begin{align}\n3x &= 15 \\nonumber\\\\\nx &= 5 \\tag{2}\n\\end{align}",
        "5",
    ),
    ("Solve 3x+5=20", r"Hence $$x=5.\tag*{$\blacksquare$}$$", "5"),
)
WRONG = (("Solve 3x+5=20", r"$$\begin{aligned}3x&=15\\ x&=4\end{aligned}\tag{5}$$", "5"),)


@pytest.mark.parametrize(("prompt", "reply", "gold"), RIGHT)
def test_the_number_of_an_equation_is_no_part_of_it(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), WRONG)
def test_the_number_of_an_equation_is_not_paid(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0
