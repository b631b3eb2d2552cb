"""Plain numbers are read exactly, however they are dressed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.plain_number import Number, as_fraction, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("062", 62),
        ("+18", 18),
        ("- 5", -5),
        ("−3", -3),
        ("–3", -3),
        ("４２", 42),
        ("$1,234.50", Decimal("1234.5")),
        ("1{,}234", 1234),
        (r"1\,234", 1234),
        ("1\u202f234\u202f567", 1234567),
        ("1 234", 1234),
        (".5", Fraction(1, 2)),
        ("5.", 5),
        ("-1/2", Fraction(-1, 2)),
        ("½", Fraction(1, 2)),
        ("4½", Fraction(9, 2)),
        ("1 1/2", Fraction(3, 2)),
        (r"918\frac{1}{2}", Fraction(1837, 2)),
        (r"\tfrac83", Fraction(8, 3)),
        ("3e8", 300_000_000),
        ("3×10⁸", 300_000_000),
        (r"3\times10^{-2}", Decimal("0.03")),
        ("5%", 5),
        (r"42\text{ cm}", 42),
        ("18 dollars", 18),
        ("x = 42", 42),
        ("12th", 12),
        ("10^21", 10**21),
        ("2^{10}", 1024),
        ("2**10", 1024),
        ("2 ^ (10)", 1024),
        ("2¹⁰", 1024),
        ("-2^2", -4),
        ("(-2)^3", -8),
        ("10^{-3}", Fraction(1, 1000)),
        ("1.5^2", Fraction(9, 4)),
        (r"10^{2}\text{ cm}^2", 100),
        (r"45^\circ", 45),
    ],
)
def test_numbers_are_read_in_every_dress(text: str, value: Number) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("1,2,3", "1,23", "1,2345", "03 04", "4.2.0", "", ".", "-", "0x10", "1/0"),
        *(
            "3x",
            "3!",
            "2^3^4",
            r"\frac{72}{2}4",
            "9^99999",
            "2^{10m}",
            "2^{1/2}",
            "0^0",
            "0^-1",
            "5x7 = 35",
            "nan",
            "inf",
            r"\sqrt{2}",
            r"\phantom{3}5",
        ),
        *("17 is wrong", "42 or 43", "__import__('os')"),
    ],
)
def test_what_is_not_one_number_is_refused(text: str) -> None:
    assert read_number(text) is None


def test_neighbours_of_any_size_differ() -> None:
    assert read_number("1" + "0" * 20) != read_number("1" + "0" * 19 + "1")
    assert read_number("9" * 5000) != read_number("9" * 4999 + "8")
    assert read_number("1e-400") != 0
    assert read_number("1e999999999") != read_number("1e999999998")


def test_a_number_that_would_fill_the_memory_is_not_made_a_fraction() -> None:
    huge = read_number("1e999999999")
    assert huge is not None
    assert as_fraction(huge) is None


@given(st.integers())
def test_an_integer_reads_back_to_itself(value: int) -> None:
    assert read_number(str(value)) == value
    assert read_number(f"{value:,}") == value


@given(st.fractions(max_denominator=10**9))
def test_a_fraction_reads_back_to_itself(value: Fraction) -> None:
    assert read_number(f"{value.numerator}/{value.denominator}") == value
    sign = "-" if value < 0 else ""
    assert read_number(rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}") == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_decimal_reads_back_to_itself(value: Decimal) -> None:
    assert read_number(f"{value:f}") == value


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_not(text: str) -> None:
    number = read_number(text)
    assert number is None or isinstance(number, (int, Decimal, Fraction))
