"""Agreement of a value with what a test expects: the same as CPython says beside it."""

from __future__ import annotations

import collections
import math
import unittest
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rewardkit_sandbox.verdict.agree import agrees

numbers = st.integers(-1000, 1000) | st.floats(allow_nan=False, allow_infinity=False, width=32)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=6,
)
case = unittest.TestCase()


def holds(check: Any, *words: Any, **more: Any) -> bool:
    """Whether an assertion of unittest holds; an answer that it cannot compare fails."""
    try:
        check(*words, **more)
    except (AssertionError, TypeError):
        return False
    return True


@given(plain, plain)
def test_equality_is_pythons(value: Any, expected: Any) -> None:
    assert agrees("==", value, expected) is (value == expected)
    assert agrees("!=", value, expected) is (value != expected)


@given(numbers, numbers, st.integers(0, 8))
def test_nearness_is_that_of_unittest(value: float, expected: float, places: int) -> None:
    wanted = holds(case.assertAlmostEqual, value, expected, places)
    assert agrees("near", value, expected, places, None) is wanted


@given(numbers, numbers, st.floats(0, 100))
def test_a_delta_is_that_of_unittest(value: float, expected: float, delta: float) -> None:
    wanted = holds(case.assertAlmostEqual, value, expected, delta=delta)
    assert agrees("near", value, expected, None, delta) is wanted


@given(numbers, numbers, st.none() | st.floats(1e-9, 0.5), st.none() | st.floats(1e-9, 5))
def test_approx_is_that_of_pytest(value: float, expected: float, rel: Any, at: Any) -> None:
    assert agrees("approx", value, expected, rel, at) is (value == pytest.approx(expected, rel, at))


@given(st.lists(numbers, max_size=4), st.lists(numbers, max_size=4))
def test_approx_of_lists_goes_item_by_item(value: list[Any], expected: list[Any]) -> None:
    assert agrees("approx", value, expected) is (value == pytest.approx(expected))


@given(st.lists(plain, max_size=5), st.randoms())
def test_counting_ignores_order_and_nothing_else(items: list[Any], chance: Any) -> None:
    mixed = items[:]
    chance.shuffle(mixed)
    assert agrees("count", mixed, items)
    assert not agrees("count", [*mixed, 0], items)


@given(st.lists(st.integers(0, 3)), st.lists(st.integers(0, 3)))
def test_counts_are_those_of_a_counter(value: list[int], expected: list[int]) -> None:
    same = collections.Counter(value) == collections.Counter(expected)
    assert agrees("count", value, expected) is same


@given(numbers, numbers, st.floats(0, 10), st.booleans())
def test_a_bound_on_the_difference_is_met_or_not(
    value: float, expected: float, bound: float, met: bool
) -> None:
    apart = abs(value - expected)
    assume(math.isfinite(apart))
    wanted = apart <= bound if met else apart < bound
    assert agrees("within", value, expected, bound, met) is wanted
    assert agrees("close", value, expected, 1e-3, None) is math.isclose(
        value, expected, rel_tol=1e-3
    )


@pytest.mark.parametrize(
    ("how", "value", "expected", "words", "wanted"),
    [
        ("in", 2, [1, 2], (), True),
        ("not in", 2, [1, 2], (), False),
        ("has", {"a": 1}, "a", (), True),
        ("lacks", "abc", "z", (), True),
        ("between", 5, (1, 5), ("<", "<"), False),
        ("between", 5, (1, 5), ("<", "<="), True),
        ("is", True, True, (), True),
        ("is", 1, True, (), False),
        ("is not", None, None, (), False),
        ("==", float("nan"), float("nan"), (), False),
        ("near", float("nan"), float("nan"), (), False),
    ],
)
def test_other_operators_are_pythons(
    how: str, value: Any, expected: Any, words: Any, wanted: bool
) -> None:
    assert agrees(how, value, expected, *words) is wanted


def test_many_items_without_a_hash_are_not_paired_one_by_one() -> None:
    items = [[n] for n in range(5000)]
    assert not agrees("count", items[::-1], items)
