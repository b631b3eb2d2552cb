"""Chains of equalities as answers: the last side counts where no side contradicts it."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

RIGHT = (
    ("21\\pi", "V = (1/3)πr²h = (1/3)·π·9·7 = 21π ≈ 65.97 cubic units"),
    ("11/36", "P(at least one six) = 1 − 25/36 = 11/36 ≈ 30.6 %"),
    ("3628800", r"10! = 10\cdot9\cdot8\cdots1 = 3{,}628{,}800"),
    ("1", r"\int_0^1 3x^2\,dx=\left[x^3\right]_0^1=1-0=\mathbf{1}"),
    ("48", r"|GL_2(\mathbb F_3)| = 8\cdot6=48"),
    (r"\frac{\pi^2}{6}", "Σ 1/n² = π²/6 ≈ 1.6449"),
    ("60", "I = P·r·t = 1200 × 0.075 × 2/3 = $60"),
    (r"2\sqrt{3}", "6√3 / 3 = 2√3"),
    ("3.162", "√10 ≈ 3.162"),
)
WRONG = (
    ("5", "2 + 2 = 5"),
    ("9", "x + 5 = 9"),
    ("8", "2x = 8"),
    ("5", "x = 3, y = 5"),
    ("3.162", "√10 ≈ 3.126"),
    ("21\\pi", "V = 21π = 22π = 21π"),
    ("7", "V = 2 \\cdot 3 = 7"),
    ("21\\pi", "V = 21π ≈ 75.97"),
    ("4", "x^2 + 1 = 4"),
    ("4", "x <= 3 = 4"),
)


@pytest.mark.parametrize(("gold", "answer"), RIGHT)
def test_the_last_side_of_a_true_chain_is_the_answer(gold: str, answer: str) -> None:
    assert same(gold, answer, PRESETS["default"])


@pytest.mark.parametrize(("gold", "answer"), WRONG)
def test_a_false_chain_or_an_equation_says_no_value(gold: str, answer: str) -> None:
    assert not same(gold, answer, PRESETS["default"])
