"""The last side of a chain of equations, as a fraction or in percent."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.judge.lib.last_sides import last_side_is
from rewardkit_verifiers.judge.reference import reference

COIN = "A coin is tossed three times. Probability of three heads?"


def paid(said: str, gold: str, prompt: str = COIN) -> bool:
    judge = reference(judge={"fake": "approve"})
    return bool(judge.score(completion=said, answer=gold, prompt=prompt).value == 1.0)


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        (r"$\left(\frac12\right)^3=\frac18$", "0.125"),
        (r"$\frac{1}{2}\cdot\frac12\cdot\frac12=\frac{1}{8}$", "0.125"),
        (r"\[ \left(\tfrac12\right)^3 = \tfrac18 \]", "0.125"),
        (r"So $P=\dfrac{1}{8}$.", "0.125"),
        ("½ · ½ · ½ = ⅛", "0.125"),
        ("(1/2)^3 = 12.5%", "0.125"),
        ("(1/2)^3 = 1/8", "12.5%"),
    ],
)
def test_the_last_side_of_a_chain_is_compared_by_value(said: str, gold: str) -> None:
    assert paid(said, gold)


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        (r"$\left(\frac12\right)^3=\frac16$", "0.125"),
        (r"$1-\frac18=\frac78$", "0.125"),
        (r"$\frac18=\frac14$", "0.125"),
        (r"The result is not $P=\frac18$", "0.125"),
        ("(1/2)^3 = 1/8%", "0.125"),
    ],
)
def test_another_last_side_is_another_answer(said: str, gold: str) -> None:
    assert not paid(said, gold)


@given(st.text(max_size=200))
def test_any_side_is_read_without_an_error(said: str) -> None:
    assert last_side_is(f"x = {said}", ["0.5"], [Fraction(1, 2)]) in (True, False)
