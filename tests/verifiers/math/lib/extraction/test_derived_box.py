"""Boxes of steps give unknowns their values, and the last one what is worked out of them."""

from __future__ import annotations

import time

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.derived_box import is_derived, is_sought, named

_ROOTS = "The roots of $x^2-7x+10=0$ are $a<b$. Compute $b^2-a^2$."


@pytest.mark.parametrize(
    "reply",
    [
        "So $\\boxed{a=2}$ and $\\boxed{b=5}$.\n\n**Step 2.**\n$$b^2-a^2 = 25-4 = \\boxed{21}$$",
        "First, $a=\\boxed{2}$.\nNext, $b=\\boxed{5}$.\nThen $b^2-a^2=\\boxed{21}$.",
        "$\\boxed{a=2}$, $\\boxed{b=5}$.\n\\begin{align} b^2-a^2 &= 25-4 \\\\ "
        "&= \\boxed{21}\\end{align}",
        "$\\boxed{a=2}$ and $\\boxed{b=5}$.\n\n**Step 2 – the requested quantity.**\n"
        "$$\\boxed{21}$$",
        "$\\boxed{a=2}$ und $\\boxed{b=5}$. Der gesuchte Wert: $\\boxed{21}$.",
        "$\\boxed{a=2}$ et $\\boxed{b=5}$. La valeur cherchée est $\\boxed{21}$.",
        "根为 $\\boxed{a=2}$, $\\boxed{b=5}$。\n所求的值 $b^2-a^2=\\boxed{21}$。",
        "Корни: $\\boxed{a=2}$ и $\\boxed{b=5}$. Искомое значение: $\\boxed{21}$.",
    ],
)
def test_the_quantity_worked_out_of_boxed_unknowns_is_the_answer(reply: str) -> None:
    assert equivalence.score(completion=reply, answer="21", prompt=_ROOTS).value == 1
    for step in ("2", "5", "a=2, b=5"):
        assert equivalence.score(completion=reply, answer=step, prompt=_ROOTS).value != 1


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("The answer is $\\boxed{x=3}$. Check: $x^2=\\boxed{9}$.", "9"),
        ("$\\boxed{x=3}$ is the final answer. $x^2=\\boxed{9}$.", "9"),
        ("$\\boxed{a=2}$ and $\\boxed{b=5}$. Maybe $b^2-a^2=\\boxed{21}$.", "21"),
        ("$b^2-a^2=\\boxed{21}$. $b^2+a^2=\\boxed{29}$.", "29"),
        ("Case 1: $\\boxed{a=2}$. Case 2: $a+1=\\boxed{3}$", "3"),
    ],
)
def test_checks_cases_and_doubts_leave_the_boxes_apart(reply: str, answer: str) -> None:
    assert equivalence.score(completion=reply, answer=answer).value != 1


def test_a_name_before_a_box_belongs_to_what_it_holds() -> None:
    text = "$f(2)=\\boxed{5}$"
    assert named(text, text.find("\\boxed"), "5") == "f(2)=5"
    assert not is_derived("$c=\\boxed{7}$", 0, 3, "7", ["a=2"])
    assert not is_sought("The area of the square is", "**Step 1**\n")


def test_boxes_are_read_in_linear_time() -> None:
    text = "$a=\\boxed{1}$ " * 4_000 + "$" + "a+" * 40_000 + "a=\\boxed{2}$"
    begin = time.perf_counter()
    equivalence.score(completion=text, answer="2")
    assert time.perf_counter() - begin < 5
