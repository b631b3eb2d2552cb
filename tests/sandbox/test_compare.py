from __future__ import annotations

import math
from typing import Any

import pytest
from rewardkit_sandbox.compare import same_output, same_value


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (b"3", b"3\n"), (b"3\r\n", b"3\n"), (b"1  2 \n\n", b"1 2\n"), (b"0.3333333", b"0.33333334"),
        (b"3.50", b"3.5"), (b"1e3", b"1000.0"), (b"", b"\n"), (b"-0.0", b"0.0"),
    ],
)  # fmt: skip
def test_honest_spellings_are_the_same(got: bytes, expected: bytes) -> None:
    assert same_output(got, expected)


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
def test_what_is_not_the_answer_is_not(got: bytes, expected: bytes) -> None:
    assert not same_output(got, expected)


def test_exact_compares_bytes() -> None:
    assert same_output(b"3\n", b"3\n", style="exact")
    assert not same_output(b"3", b"3\n", style="exact")


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (3, 3), ((1, [2]), [1, (2,)]), (0.1 + 0.2, 0.3), (3.0, 3), (3, 3.0), ({1: "a"}, {"1": "a"}),
        (math.nan, math.nan), (math.inf, math.inf), (None, None), ({1, 2}, {2, 1}), ("x", "x"),
    ],
)  # fmt: skip
def test_equal_values_are_the_same(got: Any, expected: Any) -> None:
    assert same_value(got, expected)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (True, 1), (1, True), (0, None), (None, 0), ([1], [1, 2]), ("3", 3), (3.5, 3), ({}, []),
        ({"a": 1}, {"a": 2}), ({"a": 1}, {"b": 1}), (math.nan, 1.0), (math.inf, 1e308), ([], ""),
        (1000000000, 1000000007), (10**400, 1.0), (b"x", "x"), ([1, 2], {1, 2}),
    ],
)  # fmt: skip
def test_unequal_values_are_not(got: Any, expected: Any) -> None:
    assert not same_value(got, expected)
