"""Normalisers: a reward in units of its own spread, and nothing where there is no spread."""

from __future__ import annotations

import copy
import json
import math
import pickle
import statistics
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Reward, Score, load, reward, weighted
from rewardkit.errors import SpecError
from rewardkit.rewards.normalisers import EPSILON, RunningState, group_ranks, group_scores, running


@reward(range=(-100, 100))
def given_value(sample: Any) -> Any:
    return sample.columns["v"]


FLOATS = st.floats(-1e6, 1e6, allow_nan=False)
GAPPY = st.lists(st.tuples(st.none() | FLOATS, st.integers(0, 3)), max_size=20)


def split(rows: list[tuple[float | None, int]]) -> tuple[list[float | None], list[int]]:
    return [value for value, _ in rows], [group for _, group in rows]


def rows_of(*groups: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {"completion": "", "group": index, "v": value}
        for index, group in enumerate(groups)
        for value in group
    ]


def values(made: Reward, rows: list[dict[str, Any]]) -> list[float | None]:
    return [found.value for found in made.score_many(rows)]


# --- by group ---------------------------------------------------------------------------------
@given(GAPPY, st.floats(0.5, 50))
def test_group_scores_are_z_scores_of_the_known_values(
    rows: list[tuple[float | None, int]], clip: float
) -> None:
    scores, groups = split(rows)
    found = group_scores(scores, groups, clip)
    for group in set(groups):
        known = [v for v, g in rows if g == group and v is not None]
        for value, new, other in zip(scores, found, groups, strict=True):
            if other != group:
                continue
            if value is None:
                assert new is None
            elif len(set(known)) < 2:
                assert new == 0.0
            else:
                exact = (value - statistics.fmean(known)) / (statistics.stdev(known) + EPSILON)
                assert new == pytest.approx(min(max(exact, -clip), clip), rel=1e-6, abs=1e-6)


@given(FLOATS, st.integers(1, 40))
def test_a_dead_group_gives_exactly_zero(value: float, size: int) -> None:
    assert group_scores([value] * size, ["g"] * size, 10.0) == [0.0] * size


def test_rounding_noise_of_equal_values_is_no_signal() -> None:
    # The mean of 0.1, three times, is not 0.1 in floats.
    assert group_scores([0.1, 0.1, 0.1], [0, 0, 0], 10.0) == [0.0, 0.0, 0.0]


def test_values_are_compared_inside_their_group_only() -> None:
    made = given_value.normalise("group")
    found = values(made, rows_of([0, 1], [100, 99, 98], [5]))
    assert found[0] == pytest.approx(-math.sqrt(0.5), abs=1e-3)
    assert found[1] == pytest.approx(math.sqrt(0.5), abs=1e-3)
    assert found[2:5] == pytest.approx([1.0, 0.0, -1.0], abs=1e-3)
    assert found[5] == 0.0


def test_runs_of_one_prompt_are_groups_where_none_is_given() -> None:
    rows = [{"completion": "", "prompt": p, "v": v} for p, v in [("p", 1), ("p", 2), ("q", 5)]]
    assert values(given_value.normalise("rank"), rows) == [0.0, 1.0, 0.5]


def test_a_completion_without_a_value_stays_without_one_and_out_of_the_mean() -> None:
    made = given_value.normalise("group")
    found = made.score_many(rows_of([1, 3, Score.error("down"), None]))
    assert [one.status for one in found] == ["ok", "ok", "error", "abstain"]
    assert found[2].value is None
    first, second = found[0].value, found[1].value
    assert first is not None
    assert second == -first


def test_an_unparsed_completion_is_normalised_like_any_other() -> None:
    found = given_value.normalise("rank").score_many(rows_of([1, Score.unparsed("none"), 2]))
    assert [one.value for one in found] == [0.5, 0.0, 1.0]
    assert found[1].status == "unparsed"


def test_z_scores_are_clipped() -> None:
    made = given_value.normalise("group", clip=0.5)
    assert made.range == (-0.5, 0.5)
    assert values(made, rows_of([0, 1])) == [-0.5, 0.5]


# --- by rank ----------------------------------------------------------------------------------
def test_ties_share_their_mean_rank() -> None:
    assert group_ranks([1, 2, 2, 5], [0] * 4) == pytest.approx([0, 0.5, 0.5, 1])
    assert group_ranks([7, 7, 7], [0] * 3) == [0.5, 0.5, 0.5]
    assert group_ranks([7], [0]) == [0.5]
    assert group_ranks([3, None, 1], [0] * 3) == [1.0, None, 0.0]


def test_ranks_are_of_their_own_group_however_the_rows_are_mixed() -> None:
    values = [1, 100, 3, None, 99, 2, 100]
    groups = ["a", "b", "a", "b", "b", "a", "b"]
    assert group_ranks(values, groups) == [0.0, 0.75, 1.0, None, 0.0, 0.5, 0.75]


@given(GAPPY)
def test_a_rank_is_the_share_of_the_others_that_are_below(
    rows: list[tuple[float | None, int]],
) -> None:
    scores, groups = split(rows)
    for row, found in enumerate(group_ranks(scores, groups)):
        value, group = rows[row]
        if value is None:
            assert found is None
            continue
        others = [v for at, (v, g) in enumerate(rows) if at != row and g == group and v is not None]
        below = sum((v < value) + (v == value) / 2 for v in others)
        assert found == pytest.approx(below / len(others) if others else 0.5)


@given(GAPPY)
def test_ranks_see_the_order_of_values_and_not_their_size(
    rows: list[tuple[float | None, int]],
) -> None:
    scores, groups = split(rows)
    places = {
        value: place for place, value in enumerate(sorted({v for v in scores if v is not None}))
    }
    ordinal = [None if value is None else float(places[value]) for value in scores]
    assert group_ranks(scores, groups) == group_ranks(ordinal, groups)


@given(GAPPY)
def test_ranks_follow_the_values_and_average_one_half(
    rows: list[tuple[float | None, int]],
) -> None:
    scores, groups = split(rows)
    found = group_ranks(scores, groups)
    for group in set(groups):
        pairs = [
            (v, n)
            for v, n, g in zip(scores, found, groups, strict=True)
            if g == group and v is not None and n is not None
        ]
        if not pairs:
            continue
        assert statistics.fmean(new for _, new in pairs) == pytest.approx(0.5)
        for one, new in pairs:
            for two, other in pairs:
                assert (one < two) == (new < other)


# --- running ----------------------------------------------------------------------------------
@given(st.lists(st.lists(FLOATS, max_size=6), max_size=6))
def test_running_state_knows_mean_and_deviation_of_all_batches(batches: list[list[float]]) -> None:
    state = RunningState()
    for batch in batches:
        state.update(batch)
    everything = [value for batch in batches for value in batch]
    assert state.count == len(everything)
    if everything:
        assert state.mean == pytest.approx(statistics.fmean(everything), rel=1e-9, abs=1e-6)
    if len(everything) > 1:
        assert state.deviation == pytest.approx(statistics.stdev(everything), rel=1e-6, abs=1e-5)
    else:
        assert state.deviation == 0.0


def test_no_digits_are_lost_beside_a_large_mean() -> None:
    state = RunningState()
    state.update(1e9 + x for x in (1.0, 2.0, 3.0))
    assert state.deviation == pytest.approx(1.0, rel=1e-9)


def test_running_values_without_spread_are_zero() -> None:
    assert running([2.0, None, 2.0], RunningState(), 10.0) == [0.0, None, 0.0]


def test_a_running_normaliser_remembers_earlier_batches() -> None:
    made = given_value.normalise("running")
    values(made, rows_of([0, 10]))
    state = made.state_dict()["/normalise"]
    assert state == {"count": 2, "mean": 5.0, "squares": 50.0}
    later = values(made, rows_of([5]))
    assert later == [pytest.approx(0.0)]
    assert made.state_dict()["/normalise"]["count"] == 3


def test_state_is_restored_to_the_last_bit() -> None:
    def build() -> Reward:
        return weighted(scale="running", x=given_value, y=(2, given_value)).named("top")

    before = build()
    values(before, rows_of([0.1, 0.7, -3.0]))
    after = build()
    after.load_state_dict(json.loads(json.dumps(before.state_dict())))
    rows = rows_of([0.3, 9.0])
    assert values(after, rows) == values(before, rows)
    assert after.state_dict() == before.state_dict()


def test_a_state_of_another_reward_is_refused() -> None:
    one = given_value.normalise("running")
    with pytest.raises(SpecError, match=r"of another reward: '/normalise' is only on one side"):
        given_value.load_state_dict(one.state_dict())
    with pytest.raises(SpecError, match="Load it into the reward that it was saved from"):
        one.named("x").load_state_dict(one.state_dict())


def test_state_is_no_part_of_what_a_reward_is() -> None:
    made = given_value.normalise("running")
    mark = made.fingerprint
    values(made, rows_of([0, 10]))
    assert made.fingerprint == mark
    assert made == given_value.normalise("running")
    assert pickle.loads(pickle.dumps(made)).state_dict() == made.state_dict()
    assert copy.deepcopy(made).state_dict() == made.state_dict()
    assert load(made.spec()).state_dict()["/normalise"]["count"] == 0


def test_normalisers_of_two_builds_share_nothing() -> None:
    one, other = given_value.normalise("running"), given_value.normalise("running")
    values(one, rows_of([0, 10]))
    assert other.state_dict()["/normalise"]["count"] == 0


def test_static_is_the_affine_map_from_the_declared_range() -> None:
    made = weighted(x=given_value)
    assert values(made, rows_of([-100, 0, 100])) == [0.0, 0.5, 1.0]


def test_one_running_normaliser_in_two_places_counts_no_value_twice() -> None:
    one = given_value.normalise("running")
    for made in (weighted(a=one, b=one), one + one, weighted(a=one, b=(0.5, one.clip(-1, 1)))):
        again = load(made.spec())
        for batch in ([3, 5, 9], [1, 2, 40]):
            assert values(made, rows_of(batch)) == values(again, rows_of(batch))
        assert {state["count"] for state in made.state_dict().values()} == {6}


def test_a_renamed_normaliser_goes_on_from_a_copy_of_what_was_seen() -> None:
    one = given_value.normalise("running")
    values(one, rows_of([0, 10]))
    other = one.named("other")
    values(other, rows_of([4]))
    assert one.state_dict()["/normalise"]["count"] == 2
    assert other.state_dict()["/other"]["count"] == 3
