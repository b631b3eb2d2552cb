"""Decimal commas are read where the text gives no list, and only there."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.grammar.decimal_commas import pointed
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]


@pytest.mark.parametrize(
    ("gold", "right", "wrong"),
    [
        (r"2.5 \text{ km}", "2,5 km", "2,05 km"),
        (r"\frac{1}{4}", "0,25", "0,24"),
        (r"\frac18", "0,125", "0,128"),
        ("x=2.5", "x = 2,5", "x = 5,2"),
        ("y=1.5x+2", "y = 1,5x + 2", "y = 1,5x - 2"),
        ("x>1.5", "x > 1,5", "x < 1,5"),
        ("1.5, 2.5", "1,5 und 2,5", "1,5; 2,6"),
        ("(1.5, -2)", "(1,5; -2)", "(1,5; 2)"),
        (r"(a)\ 3;\ (b)\ \frac{1}{4}", "(a) 3  (b) 0,25", "(a) 0,25  (b) 3"),
        (r"2.3 \text{ million}", "2,3 Millionen", "2,3 Milliarden"),
        ("3000000000", "3 mil millones", "3 millones"),
        ("125", "125,0", "0,125"),
        (r"\pm 3", "3, -3", "3,-3,0"),
        ("0.5", "0,5", "(0,5)"),
        (r"1,5\text{ m}", "1.5 m", "5 m"),
    ],
)
def test_a_decimal_comma_is_a_point(gold: str, right: str, wrong: str) -> None:
    assert same(gold, right, DEFAULT).equal
    assert not same(gold, wrong, DEFAULT).equal


@pytest.mark.parametrize("text", ["1,234", "1,2,3", "3,-3,0", "[1,5]", "1.5, 2", "f(x)", ""])
def test_what_may_be_a_list_or_a_group_of_thousands_stays_one(text: str) -> None:
    assert pointed(text) is None
