"""Prices in different currencies differ; a price without one is compared by its number."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.grammar.currencies import currency
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]


@pytest.mark.parametrize(
    ("gold", "right", "wrong"),
    [
        (r"\$12.50", "US$12.50", "€12.50"),
        (r"\$12.50", "USD 12.50", "£12.50"),
        (r"\$12.50", "12.50", "12.50 euros"),
        ("€5", "5 EUR", r"\$5"),
        ("500 yuan", "500元", "500 dollars"),
        ("₹500", "500 rupees", "500 yen"),
    ],
)
def test_another_currency_is_another_price(gold: str, right: str, wrong: str) -> None:
    assert same(gold, right, DEFAULT).equal
    assert not same(gold, wrong, DEFAULT).equal


@pytest.mark.parametrize("text", ["12.50", "$x$", "$5$", "5 euros or 5 dollars", "x^2", ""])
def test_formulas_and_bare_numbers_name_no_currency(text: str) -> None:
    assert currency(text) == ""
