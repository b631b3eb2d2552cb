"""Formulas that hold an accepted one."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer


@pytest.mark.parametrize(
    ("reply", "gold"),
    [
        ("H2O2", "H2O"),
        ("CO2", "CO"),
        ("AuCl3", "Au"),
        ("2x^2", "2x"),
        ("2x + C", "2x"),
        ("$-\\cos x$", "cos x"),
        ("2^1024", "1024"),
        ("\\frac{1}{3}", "1/2"),
    ],
)
def test_a_piece_of_a_longer_formula_is_not_the_formula(reply: str, gold: str) -> None:
    assert answer.score(completion=reply, answer=gold, prompt="What is it?").value == 0.0


@pytest.mark.parametrize(
    ("reply", "gold"),
    [
        ("$H_2O$", "H2O"),
        ("H₂O", "H2O"),
        ("f'(x) = 2x", "2x"),
        ("\\frac{1}{2}", "1/2"),
        ("The symbol is Au.", "Au"),
        ("$100^\\circ\\mathrm{C}$", "100 °C"),
        ("$299\\,792\\,458$", "299792458"),
        ("- Oslo\n", "Oslo"),
    ],
)
def test_a_formula_in_other_signs_is_the_formula(reply: str, gold: str) -> None:
    assert answer.score(completion=reply, answer=gold, prompt="What is it?").value == 1.0
