"""Answers in plain words in the spelling that the grammar reads."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.worded import reworded


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1 h 30 min", r"1\text{ hours} 30\text{ minutes}"),
        ("3 out of 8", "3/8"),
        ("x is less than or equal to 4", "x <= 4"),
        ("x equals 2 or 3", "x = 2 or 3"),
        ("M(4|7)", "(4, 7)"),
    ],
)
def test_words_are_spelt_as_formulas(said: str, meant: str) -> None:
    assert reworded(said) == (meant.replace("{ ", "{ "),)


@pytest.mark.parametrize("said", ["30 min 1 h", "8 out of 3", "an apple", "x is less", "5", ""])
def test_other_words_are_left(said: str) -> None:
    assert reworded(said) == ()
