"""Values without an order of their lists."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_sandbox.verdict.bags import inner_order_counts, same_bags

leaves = st.integers() | st.text(max_size=3) | st.booleans() | st.none()
nested = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner)
)


def shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, list):
        return chance.sample([shuffled(one, chance) for one in value], len(value))
    if isinstance(value, dict):
        return {key: shuffled(one, chance) for key, one in value.items()}
    return value


@given(nested, st.randoms(use_true_random=False))
def test_shuffling_every_list_changes_nothing(value: Any, chance: random.Random) -> None:
    assert same_bags(value, shuffled(value, chance))


@given(st.lists(nested, min_size=1), st.data())
def test_a_part_left_out_or_added_does_change_it(value: list[Any], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(value) - 1))
    assert not same_bags(value, value[:at] + value[at + 1 :])
    assert not same_bags(value, [*value, data.draw(nested)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([[1, 1, 2]], [[1, 2, 2]]),
        ([[1], [2, 3]], [[1, 2], [3]]),
        ([[True]], [[1]]),
        ([["1"]], [[1]]),
        ([[]], []),
        ({"a": [1]}, {"b": [1]}),
        ([0.1], [0.1 + 1e-12]),
        (1, [1]),
    ],
)
def test_other_items_are_other_values(one: Any, other: Any) -> None:
    assert not same_bags(one, other)


def test_sets_tuples_and_whole_floats_are_what_their_items_are() -> None:
    assert same_bags([[1, 2], [3]], ({3.0}, (2, 1)))


@pytest.mark.parametrize(
    ("expected", "counts"),
    [
        ([[1, 2], [2, 1]], True),
        ([[1, 2], [1, 2]], False),
        ([[[1, 2]], [[2, 1]]], True),
        ({"a": [1, 2], "b": [2, 1]}, True),
        ([1, 2, 1], False),
        ([[1, 2], [3]], False),
    ],
)
def test_the_expected_value_may_show_that_the_order_inside_counts(
    expected: Any, counts: bool
) -> None:
    assert inner_order_counts(expected) is counts
