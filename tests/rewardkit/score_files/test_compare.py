"""Two rewards on the same samples: what changes for a policy is what is counted."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Sample, Score, reward
from rewardkit.score_files.compare import compare_rewards


@reward(range=(0, 10))
def first(completion: str, a: float | None) -> Any:
    """Pay what the column says."""
    return None if a is None else a


@reward(range=(-1, 1))
def second(completion: str, b: float | None) -> Any:
    """Pay what the other column says."""
    return Score.error("down", "the judge is down") if b is None else b


def samples(*values: tuple[float | None, float | None], group: Any = "g") -> list[Sample]:
    return [
        Sample(f"text {place}", columns={"a": a, "b": b}, group=group, id=str(place))
        for place, (a, b) in enumerate(values)
    ]


def compared(*rows: list[Sample]) -> Any:
    return compare_rewards(first, second, list(itertools.chain(*rows)))


def test_equal_orders_correlate_whatever_the_scales() -> None:
    found = compared(samples((1, -0.5), (2, 0.0), (9, 0.1)))
    assert (found.correlation, len(found.flips), found.pairs) == (1.0, 0, 3)


def test_a_flip_names_both_completions() -> None:
    found = compared(samples((1, 0.5), (2, 0.1), (5, 0.9)))
    assert found.correlation == pytest.approx(1 / 3)
    (flip,) = found.to_dict()["flips"]
    assert flip["first_prefers"]["completion"] == "text 1"
    assert flip["second_prefers"]["completion"] == "text 0"
    assert flip["by"] == pytest.approx(0.1)  # 1 of 10, and 0.4 of 2


def test_rows_of_two_groups_do_not_compete() -> None:
    found = compared(
        samples((1, 0.9), (2, 1.0), group="g"), samples((8, -0.9), (9, -0.8), group="h")
    )
    assert (found.groups, found.correlation, found.pairs, len(found.flips)) == (2, 1.0, 2, 0)


def test_groups_of_one_are_compared_as_one_group() -> None:
    rows = [samples((one, -one / 10), group=place)[0] for place, one in enumerate((1, 2, 3))]
    found = compare_rewards(first, second, rows)
    assert (found.groups, found.correlation) == (1, -1.0)


def test_signs_of_advantages_and_groups_without_spread_are_counted() -> None:
    found = compared(samples((0, 0), (0, 0), (9, 1)), samples((1, 0.5), (1, -0.5), group="h"))
    # In the second group the first reward has no spread, so both advantages come to be.
    assert (found.dead, found.signs_changed) == ((1, 0), 2)


def test_failures_are_named_and_count_as_no_order() -> None:
    found = compared(samples((1, None), (None, 0.5), (2, 0.1), (3, 0.2)))
    assert found.both == 2
    assert found.pairs == 1
    assert found.failures[1] == {"down": "the judge is down"}
    assert "returned_none" in found.failures[0]


def test_nothing_in_common_has_no_correlation() -> None:
    found = compared(samples((1, None), (None, 0.5)))
    assert (found.both, found.correlation, found.pairs) == (0, None, 0)


def test_a_large_group_is_compared_in_a_part_of_its_pairs() -> None:
    found = compared(samples(*((one / 1000, one / 10000) for one in range(5000))))
    assert found.correlation == 1.0
    assert 0 < found.pairs < 100_000
    assert found.both == 5000


values = st.none() | st.integers(0, 4).map(float)


@given(st.lists(st.tuples(values, st.none() | st.sampled_from([-1.0, 0.0, 0.5])), max_size=8))
def test_tau_is_that_of_the_definition(rows: list[tuple[float | None, float | None]]) -> None:
    found = compared(samples(*rows))
    both = [(a, b) for a, b in rows if a is not None and b is not None]
    signs = [
        ((a > c) - (a < c), (b > d) - (b < d)) for (a, b), (c, d) in itertools.combinations(both, 2)
    ]
    ordered = [sum(1 for pair in signs if pair[place]) for place in (0, 1)]
    total = sum(a * b for a, b in signs)
    if 0 in ordered:
        assert found.correlation is None
    else:
        assert found.correlation == pytest.approx(total / (ordered[0] * ordered[1]) ** 0.5)
    assert len(found.flips) == sum(a * b < 0 for a, b in signs)
