"""Outputs and values beside what was expected: what is equal, and what only looks so."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.code.compare import How, same_output, same_value

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.binary(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.binary(max_size=60), st.sampled_from(["tokens", "lines", "exact", "float"]))
def test_an_output_is_the_same_as_itself(data: bytes, how: How) -> None:
    assert same_output(data, data, how)


@pytest.mark.parametrize(
    ("expected", "actual", "equal"),
    [
        (b"1 2\n", b"1  2", "tokens lines- exact- float"),
        (b"1\n2\n", b"1 2", "tokens lines- exact- float"),
        (b"1 \r\n2\n\n", b"1\n2", "tokens lines exact- float"),
        (b"1\r\n", b"1\n", "tokens lines exact float"),
        (b"0.5", b"0.5000000001", "tokens- lines- exact- float"),
        (b"0.5", b"5e-1", "tokens- lines- exact- float"),
        (b"6", b"6.0", "tokens- lines- exact- float"),
        (b"6", b"6.0000001", "tokens- lines- exact- float-"),
        (b"1000000007", b"1000000000", "tokens- lines- exact- float-"),
        (b"0.5", b"nan", "tokens- lines- exact- float-"),
        (b"0.5", b"inf", "tokens- lines- exact- float-"),
        (b"12.0", "１２".encode(), "tokens- lines- exact- float-"),
        (b"1000.5", b"1_000.5", "tokens- lines- exact- float-"),
        (b"YES", b"yes", "tokens- lines- exact- float-"),
        (b"YES", b"NO YES", "tokens- lines- exact- float-"),
        (b"1\n2\n3", b"1", "tokens- lines- exact- float-"),
        (b"\n5", b"", "tokens- lines- exact- float-"),
        (b"3", b"3\x00", "tokens- lines- exact- float-"),
    ],
)
def test_outputs_are_compared_as_the_setting_says(
    expected: bytes, actual: bytes, equal: str
) -> None:
    for word in equal.split():
        how: Any = word.rstrip("-")
        assert same_output(expected, actual, how) is not word.endswith("-"), how


@given(plain)
def test_a_value_is_the_same_as_itself(value: Any) -> None:
    assert same_value(value, value)
    assert same_value(value, value, ordered=False)


@given(st.lists(plain, max_size=6), st.randoms())
def test_the_order_of_a_list_matters_only_where_it_is_said_to(
    items: list[Any], chance: Any
) -> None:
    mixed = items[:]
    chance.shuffle(mixed)
    assert same_value(items, mixed, ordered=False)
    assert same_value(items, [*mixed, None], ordered=False) is False


@pytest.mark.parametrize(
    ("expected", "actual", "equal"),
    [
        ([1, [2]], (1, (2,)), True),
        (3, 3.0, True),
        (0.3, 0.1 + 0.2, True),
        (math.nan, math.nan, True),
        (math.inf, 1e308, False),
        (1, True, False),
        (True, 1, False),
        (0, None, False),
        ("1", 1, False),
        (10**400, 1.5, False),
        (1000000007, 1000000006.9999999, True),
        (1000000007, 1000000006, False),
        ({"1": "a"}, {1: "a"}, True),
        ({"1": "a"}, {1: "a", "1": "a"}, False),
        ({1, 2}, {2, 1}, True),
        ([1, 2], {1, 2}, False),
        (Fraction(1, 2), 0.5, True),
        (Decimal("0.5"), Decimal("0.50"), True),
        (Decimal("1"), Decimal("sNaN"), False),
        ([1.5], [math.nan], False),
    ],
)
def test_values_are_compared_by_what_they_are(expected: Any, actual: Any, equal: bool) -> None:
    assert same_value(expected, actual) is equal


def test_nearly_equal_rows_pair_off_whatever_their_order() -> None:
    assert same_value([[0.3, "a"], [None, "b"]], [[None, "b"], [0.1 + 0.2, "a"]], ordered=False)


def test_a_tolerance_of_zero_means_exactly() -> None:
    assert not same_value(0.3, 0.1 + 0.2, tolerance=0)
