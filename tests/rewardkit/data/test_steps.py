"""Steps are pairs of an end and a value, and a function over the completion."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.data.steps import MOST_STEPS, BadSteps, all_ends, levels, read_steps, written

pairs = st.dictionaries(st.integers(1, 60), st.floats(0, 1), max_size=9).map(
    lambda found: tuple(sorted(found.items()))
)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("ab", "are str"),
        (7, "are int"),
        ([5], "is '5'"),
        ([(1, 2, 3)], "not a pair"),
        (["ab"], "not a pair"),
        ([(0, 1.0)], "no offset above 0"),
        ([(4, 1.0), (4, 1.0)], "no offset above 4"),
        ([(True, 1.0)], "no offset"),
        ([(1.5, 1.0)], "no offset"),
        ([(3, "high")], "is str"),
        ([(3, float("nan"))], "value nan"),
        ([(3, 10**400)], "value inf"),
        ([(3, 1.5)], "outside [0, 1]"),
        ([(end, 1.0) for end in range(1, MOST_STEPS + 2)], "more than 10,000"),
    ],
)
def test_what_is_no_list_of_rising_pairs_in_the_range_is_refused(given: Any, why: str) -> None:
    with pytest.raises(BadSteps) as caught:
        read_steps(given, 0.0, 1.0)
    assert why in str(caught.value)


def test_a_list_without_end_is_refused_too() -> None:
    def without_end() -> Any:
        end = 0
        while True:
            end += 1
            yield (end, 1.0)

    with pytest.raises(BadSteps, match="more than"):
        read_steps(without_end(), 0.0, 1.0)


def test_rounding_beyond_the_range_is_moved_back() -> None:
    assert read_steps([(3, 1 + 1e-12)], 0.0, 1.0) == ((3, 1.0),)


@given(pairs)
def test_steps_that_are_read_stay_as_they_were(steps: Any) -> None:
    assert read_steps(steps, 0.0, 1.0) == steps


@given(pairs, pairs, st.integers(0, 70))
def test_the_level_at_a_place_is_that_of_the_first_step_that_ends_behind_it(
    one: Any, other: Any, place: int
) -> None:
    ends = all_ends([one, other])
    found = levels(one, 0.25, ends)
    for end, level in zip(ends, found, strict=True):
        expected = next((value for last, value in one if last >= end), 0.25)
        assert level == expected
    assert ends == sorted(set(ends))


def test_many_steps_are_written_short() -> None:
    assert written(tuple((end, 0.5) for end in range(1, 20))).endswith("8: 0.5, … 19 in all")
