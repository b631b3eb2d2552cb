"""A formula in a sentence gives the last member of its last relation."""

from __future__ import annotations

import pytest

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
