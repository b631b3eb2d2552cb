"""A prefix of the SI scales any unit, and its letter is small or large."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.decide.prefixes import of_base, prefixed

EQUAL = get("math/equivalence")


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (r"15\ \mathrm{mA}", "0.015 A"),
        (r"2.5\ \mathrm{k\Omega}", r"2500\ \Omega"),
        ("2.5 kΩ", "2500 ohms"),
        (r"3\ \mu\mathrm{F}", r"3000\ \mathrm{nF}"),
        ("5 kilovolts", "5000 volts"),
        ("20 mmol", "0.02 mol"),
        ("1 bar", "100 kPa"),
        ("7 MB", "7 megabytes"),
        ("5 kg", "5 Kg"),
    ],
)
def test_a_prefix_scales_a_unit(gold: str, answer: str) -> None:
    assert EQUAL.score(completion=answer, answer=gold).value == 1.0


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (r"15\ \mathrm{mA}", "15 MA"),
        ("5 MPa", "5 mPa"),
        ("2 MeV", "2 keV"),
        ("3 nF", "3 pF"),
        (r"2.5\ \mathrm{k\Omega}", r"2.5\ \mathrm{M\Omega}"),
        ("5 kilovolts", "5 volts"),
        ("7 MB", "7 GB"),
        ("2 mT", "2 T"),
        (r"15\ \mathrm{mA}", "15 mAh"),
        ("12 Mm", "12 mm"),
    ],
)
def test_another_prefix_is_another_size(gold: str, answer: str) -> None:
    assert EQUAL.score(completion=answer, answer=gold).value == 0.0


def test_acidity_and_decibels_have_no_prefix() -> None:
    assert prefixed("pH") is prefixed("dB") is prefixed("min") is of_base("apples") is None
    assert of_base("T") == ("flux", Fraction(1))


@pytest.mark.parametrize(
    ("gold", "answer", "right"),
    [
        (r"12\ \mathrm{\Omega}", "12 V/A", True),
        (r"12\ \mathrm{V}", "12 J/C", True),
        (r"50\ \mathrm{W}", "50 V·A", True),
        (r"12\ \mathrm{\Omega}", "12 A/V", False),
        (r"50\ \mathrm{W}", "50 V/A", False),
        (r"3\ \mathrm{C}", "3 A/s", False),
        (r"12.75\text{ cm}", "12,75 Zoll", False),
    ],
)
def test_electrical_units_are_products_of_others(gold: str, answer: str, right: bool) -> None:
    assert (EQUAL.score(completion=answer, answer=gold).value == 1.0) is right
