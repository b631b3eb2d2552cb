"""Outputs and values beside what was expected: what is equal, and what only looks so."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_sandbox.protocol.values import Items
from rewardkit_sandbox.verdict.compare import How, same_output, same_value

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


@given(
    st.binary(max_size=60),
    st.sampled_from(["contest", "tokens", "lines", "exact", "float", "layout"]),
)
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


@pytest.mark.parametrize(
    ("expected", "actual", "equal"),
    [
        ("1 2\n3 4\n", "1  2 \n3 4\n\n", True),
        ("1 2\n3 4\n", "1 2 3 4\n", False),
        ("5\n", "\n5\n", True),
        ("a\n\nb", "a\nb", False),
        ("2", "2.0", True),
        ("2", "2.", False),
        ("2", "02", False),
        ("2", "+2", False),
        ("2", "2e0", False),
        ("1000", "1E3", False),
        ("-0", "0", False),
        ("0042", "42", False),
        ("2024 01 05", "2024 1 5", False),
        ("3.10", "3.1", False),
        ("3.10", "3.100", False),
        ("3.10", "3.10", True),
        ("3.5", "3.50", True),
        ("2.0", "2", True),
        ("0.333333333333", "0.3333333", True),
        ("0.333333333333", "0.333", False),
        ("0.0000002", "2e-07", True),
        ("0.0", "-0.0", True),
        ("-0.00", "-0.0", True),
        ("3.14", "three", False),
        ("9" * 5000, "9" * 5000, True),
        ("9" * 5000, "9" * 4999 + "8", False),
    ],
)
def test_by_default_an_output_is_compared_as_contests_do(
    expected: str, actual: str, equal: bool
) -> None:
    assert same_output(expected.encode(), actual.encode()) is equal


@given(st.integers(-(10**12), 10**12), st.integers(1, 3))
def test_a_padded_integer_is_no_integer(number: int, width: int) -> None:
    padded = f"{'-' * (number < 0)}{'0' * width}{abs(number)}".encode()
    assert not same_output(str(number).encode(), padded)
    assert not same_output(padded, str(number).encode())


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
        (1000000007, 1000000006.9999999, False),
        (1000000007, 1000000407.0, False),
        (3, 2.9999999999, True),
        (10**16 + 1, 1e16, False),
        ([0, 1], range(2), True),
        ([1, 2], Items([1, 2]), True),
        (["a"], {"a": 1}.keys(), False),
        ([1], {"a": 1}.values(), False),
        (range(2), [0, 1], False),
        (1000000007, 1000000006, False),
        ({"1": "a"}, {1: "a"}, True),
        ({1: "a"}, {"1": "a"}, False),
        (5, 5.0000004, False),
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
    assert same_value([1, 2], {2, 1}, ordered=False)
    assert same_value([[0.3, "a"], [None, "b"]], [[None, "b"], [0.1 + 0.2, "a"]], ordered=False)


def test_a_tolerance_of_zero_means_exactly() -> None:
    assert not same_value(0.3, 0.1 + 0.2, tolerance=0)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (b"3", b"3\n"), (b"3\r\n", b"3\n"), (b"1  2 \n\n", b"1 2\n"), (b"0.3333333", b"0.33333334"),
        (b"3.50", b"3.5"), (b"1e3", b"1000.0"), (b"", b"\n"), (b"-0.0", b"0.0"),
    ],
)  # fmt: skip
def test_by_layout_honest_spellings_are_the_same(got: bytes, expected: bytes) -> None:
    assert same_output(expected, got, "layout", absolute=1e-9)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (b"1", b"1\n2\n3\n"), (b"1\n2\n3\n4", b"1\n2\n3"), (b"NO YES", b"YES"), (b"yes", b"YES"),
        (b"1000000000", b"1000000007"), (b"nan", b"3.5"), (b"inf", b"3.5"), (b"nan", b"nan.0"),
        ("１２".encode(), b"12"), (b"1_2", b"12"), (b"12.0", b"12"), (b"", b"\n5\n"),
        (b"5", b"\n5\n"), (b"3.4", b"3.5"), (b"0x10", b"16.0"), (b"1 2", b"1\n2"),
        (b"1e999", b"1e998"), ("3​".encode(), b"3"), (b"\xff", b"3"),
    ],
)  # fmt: skip
def test_by_layout_what_is_not_the_answer_is_not(got: bytes, expected: bytes) -> None:
    assert not same_output(expected, got, "layout", absolute=1e-9)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (3, 3), ((1, [2]), [1, (2,)]), (0.1 + 0.2, 0.3), (3.0, 3), (3, 3.0), ({1: "a"}, {"1": "a"}),
        (math.nan, math.nan), (math.inf, math.inf), (None, None), ({1, 2}, {2, 1}), ("x", "x"),
    ],
)  # fmt: skip
def test_equal_values_are_the_same(got: Any, expected: Any) -> None:
    assert same_value(expected, got)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (True, 1), (1, True), (0, None), (None, 0), ([1], [1, 2]), ("3", 3), (3.5, 3), ({}, []),
        ({"a": 1}, {"a": 2}), ({"a": 1}, {"b": 1}), (math.nan, 1.0), (math.inf, 1e308), ([], ""),
        (1000000000, 1000000007), (10**400, 1.0), (b"x", "x"), ([1, 2], {1, 2}),
    ],
)  # fmt: skip
def test_unequal_values_are_not(got: Any, expected: Any) -> None:
    assert not same_value(expected, got)
