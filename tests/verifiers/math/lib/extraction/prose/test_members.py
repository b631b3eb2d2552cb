"""A formula in a sentence gives the last member of its last relation."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.extraction.prose.members import member


@pytest.mark.parametrize(
    ("formula", "question", "value"),
    [
        ("b^2 - 4ac = 64 - 120 = -56,", "", "-56"),
        (r"5x = 10 \implies x = 2", "", "2"),
        (r"m \in (-\infty, 3)", "", r"(-\infty, 3)"),
        (r"n \le 77", "", ""),
        (r"x = \frac{3}{7} \approx 0.43", "", r"\frac{3}{7}"),
        (r"x = \frac{3}{7} \approx 0.43", "Round to the nearest hundredth.", "0.43"),
        (r"9^{-1} \equiv -11 \equiv 89 \pmod{100}", "Find the residue.", "89"),
        (r"9^{-1} \equiv -11 \equiv 89 \pmod{100}", "", ""),
        (r"r = \tfrac{3}{2}", "", r"\tfrac{3}{2}"),
    ],
)
def test_a_formula_gives_its_last_member_unless_it_is_a_bound(
    formula: str, question: str, value: str
) -> None:
    assert member(formula, question, "value") == value


EQUAL = get("math/equivalence")
FAMILY, CLASS = r"$x=\frac{\pi}{4}+k\pi$ $(k\in Z)$", r"$x\equiv 6\pmod 7$"


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        (CLASS, r"$x=7k-1,\ k\in\mathbb{Z}$"),
        (CLASS, r"$x = 7n - 8 \quad (n \in \mathbf Z)$"),
        (FAMILY, r"$x=\frac{\pi}{4}+n\pi,\; n\in\mathbb{Z}$"),
        (FAMILY, r"So the solutions are $x=\frac{\pi}{4}+n\pi,\; n\in\mathbb{Z}$."),
        ("[k\\pi, k\\pi+1] (k\\in Z)", r"$\left[n\pi,\ 1+n\pi\right],\ n\in\mathbb{Z}$"),
        (r"\mathbb{R}", r"Every square is at least zero, so $x\in\mathbb{R}$."),
    ],
)
def test_which_integers_a_letter_stands_for_is_no_value_of_its_own(gold: str, reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value == 1.0


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        (CLASS, r"$x=7k+1,\ k\in\mathbb{Z}$"),
        (CLASS, r"$x\in\mathbb{Z}$"),
        (FAMILY, r"$x=\frac{\pi}{4}+2n\pi,\; n\in\mathbb{Z}$"),
        (r"\mathbb{Z}", r"$x=7k-1,\ k\in\mathbb{Z}$"),
    ],
)
def test_the_family_before_the_integers_is_what_an_answer_says(gold: str, reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value == 0.0


@pytest.mark.parametrize(
    ("gold", "reply", "right"),
    [
        (r"$3\pm\sqrt{2}$", r"$x=3+\sqrt2,\ x=3-\sqrt2$", True),
        (r"$3\pm\sqrt{2}$", r"$x=3+\sqrt2,\ x=-3-\sqrt2$", False),
        (r"$3-\sqrt{2}$", r"$x=3+\sqrt2,\ x=3-\sqrt2$", False),
        (r"\frac{5}{36}", r"$5/36\approx0.139$", True),
        (r"\frac{5}{36}", r"$5/37\approx0.139$", False),
    ],
)
def test_all_values_of_one_unknown_and_what_is_rounded_are_the_answer(
    gold: str, reply: str, right: bool
) -> None:
    assert (EQUAL.score(completion=reply, answer=gold).value == 1.0) is right
