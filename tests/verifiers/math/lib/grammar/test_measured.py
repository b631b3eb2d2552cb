"""Amounts whose units stand in words are read as the same amounts in symbols."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]


@pytest.mark.parametrize(
    ("gold", "right", "wrong"),
    [
        (r"48\text{ cm}^2", "48 square centimeters", "48 cubic centimeters"),
        (r"48\text{ cm}^2", "48 centimeters squared", "48 meters squared"),
        (r"48\text{ cm}^2", "0.0048 square meters", "0.48 square meters"),
        (r"27\text{ m}^3", "27 meters cubed", "27 meters squared"),
        (r"\frac{3}{4} m^2", "3/4 square meters", "3/4 cubic meters"),
        ("16", "16 square units", "18 square units"),
        (r"25\%", "25 por ciento", "2.5 por ciento"),
        ("2 h 45 min", "2 Stunden und 45 Minuten", "2 Stunden und 54 Minuten"),
        ("165 minutes", "2 heures et 45 minutes", "2 heures et 46 minutes"),
        ("2h45m", "165 minutes", "245 minutes"),
    ],
)
def test_a_unit_in_words_is_the_unit_in_symbols(gold: str, right: str, wrong: str) -> None:
    assert same(gold, right, DEFAULT).equal
    assert not same(gold, wrong, DEFAULT).equal


@pytest.mark.parametrize(
    ("gold", "right", "wrong"),
    [
        ("70000", "70k", "7k"),
        (r"\$70,000", "$70K", "$70"),
        ("1200000", "$1.2M", "1.2k"),
        ("70k", "70k", "70000"),
        ("2x", "2x", "2k"),
    ],
)
def test_a_letter_of_size_behind_an_amount_multiplies_it(gold: str, right: str, wrong: str) -> None:
    assert same(gold, right, DEFAULT).equal
    assert not same(gold, wrong, DEFAULT).equal
