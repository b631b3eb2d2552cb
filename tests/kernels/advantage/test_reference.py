"""The definition: against slow loops, against numbers worked out by hand, and its algebra."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import pytest
import torch
from hypothesis import given, settings
from torch import Tensor

from rewardkit_kernels.advantage import AdvantageOptions, GroupAdvantages, group_advantages

nan = math.nan


def _one(rewards: list[float], **options: Any) -> GroupAdvantages:
    """A single group with a single component."""
    return group_advantages(
        torch.tensor(rewards)[:, None],
        [1.0],
        [0, len(rewards)],
        AdvantageOptions(**options),
        backend="reference",
    )


def _many(rows: list[list[float]], weights: list[float], **options: Any) -> GroupAdvantages:
    """A single group with several components."""
    return group_advantages(
        torch.tensor(rows),
        weights,
        [0, len(rows)],
        AdvantageOptions(**options),
        backend="reference",
    )


def _values(result: GroupAdvantages) -> list[float]:
    values: list[float] = result.advantages.tolist()
    return values


@pytest.mark.parametrize("seed", range(4))
def test_it_equals_slow_loops_over_python_floats(
    seed: int,
    random_batch: Callable[[random.Random], Any],
    by_hand: Callable[[Any], list[tuple[float, bool]]],
) -> None:
    chance = random.Random(1000 + seed)
    for case in range(150):
        batch = random_batch(chance)
        actual = group_advantages(
            batch.components, batch.weights, batch.offsets, batch.options, backend="reference"
        )
        expected = by_hand(batch)
        where = f"seed {seed}, case {case}: {batch}"
        assert _values(actual) == pytest.approx([a for a, _ in expected], rel=1e-6, abs=1e-7), where
        assert actual.alive.tolist() == [alive for _, alive in expected], where


def test_equal_rewards_give_exactly_zero_for_every_constant_and_group_size() -> None:
    # The sweep in which the usual float32 formulas reach 0.0094, 0.48 and 954.
    constants = torch.arange(1, 501, dtype=torch.float32) / 100
    for size in range(3, 17):
        column = constants.repeat_interleave(size)[:, None]
        offsets = torch.arange(0, 500 * size + 1, size)
        for mode in ("zscore", "centre", "leave_one_out", "maxrl"):
            options = AdvantageOptions(mode=mode, epsilon=0.0)
            result = group_advantages(column, [0.7], offsets, options, backend="reference")
            assert not result.advantages.any(), (size, mode)
            assert not result.alive.any()
            assert not result.deviation.any()


def test_one_failure_among_seven_successes_depends_on_the_named_deviation() -> None:
    rewards = [0.35] * 7 + [0.0]
    assert _values(_one(rewards, epsilon=0.0))[-1] == pytest.approx(-2.4749, abs=1e-4)
    population = _one(rewards, epsilon=0.0, deviation="population")
    assert _values(population)[-1] == pytest.approx(-2.6458, abs=1e-4)


def test_one_success_among_24_is_the_4_796_that_derails_runs_and_clip_bounds_it() -> None:
    rewards = [1.0] + [0.0] * 23
    # 4.796 is the square root of 23, the z-score with the population deviation.
    population = _one(rewards, deviation="population", epsilon=0.0)
    assert _values(population)[0] == pytest.approx(math.sqrt(23), rel=1e-6)
    assert _values(_one(rewards, epsilon=0.0))[0] == pytest.approx(23 / math.sqrt(24), rel=1e-6)
    spread = math.sqrt(1 / 24)  # the sample deviation, and epsilon widens it
    assert _values(_one(rewards))[0] == pytest.approx((23 / 24) / (spread + 1e-4), rel=1e-6)
    clipped = _one(rewards, clip=1.0)
    assert _values(clipped)[0] == 1.0
    assert _values(clipped)[1] == pytest.approx(_values(_one(rewards))[1])


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("zscore", [1.5, -0.5, -0.5, -0.5]),
        ("centre", [0.75, -0.25, -0.25, -0.25]),
        ("leave_one_out", [1.0, -1 / 3, -1 / 3, -1 / 3]),
        ("maxrl", [3.0, -1.0, -1.0, -1.0]),
    ],
)
def test_each_mode_on_one_success_in_four(mode: str, expected: list[float]) -> None:
    result = _one([1.0, 0.0, 0.0, 0.0], mode=mode, epsilon=0.0)
    assert _values(result) == pytest.approx(expected)
    assert result.alive.all()


def test_fewer_than_two_scored_rows_give_zero_and_never_the_raw_reward() -> None:
    for rewards in ([5.0], [nan, 5.0, nan], [nan, nan]):
        result = _one(rewards)
        assert _values(result) == [0.0] * len(rewards)
        assert not result.alive.any()
        assert result.deviation.isnan().all()


def test_a_row_that_was_not_scored_is_left_out_of_its_group() -> None:
    result = _one([1.0, nan, 0.0])
    assert _values(result)[1] == 0.0
    assert _values(result)[::2] == _values(_one([1.0, 0.0]))
    assert result.alive.tolist() == [True, False, True]
    assert result.counted.tolist() == [[2]]
    assert result.mean.tolist() == [[0.5]]


def test_a_group_without_any_score_has_no_mean_rather_than_a_mean_of_zero() -> None:
    result = _one([nan, nan])
    assert result.mean.isnan().all()
    assert result.counted.tolist() == [[0]]


MISSING = [[1.0, 1.0], [1.0, nan], [0.0, 0.0]]


def test_renormalise_judges_a_row_by_the_components_it_has() -> None:
    complete = _many([[1.0, 1.0], [1.0, 1.0], [0.0, 0.0]], [0.5, 0.5])
    assert _values(_many(MISSING, [0.5, 0.5], missing="renormalise")) == _values(complete)


def test_zero_counts_a_missing_component_as_no_reward() -> None:
    filled = _many([[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]], [0.5, 0.5])
    assert _values(_many(MISSING, [0.5, 0.5], missing="zero")) == _values(filled)


def test_drop_row_leaves_an_incomplete_row_out() -> None:
    result = _many(MISSING, [0.5, 0.5], missing="drop_row")
    assert result.alive.tolist() == [True, False, True]
    assert _values(result)[1] == 0.0
    assert result.counted.tolist() == [[2]]


def test_a_component_of_weight_zero_is_no_part_of_the_reward() -> None:
    rows = [[1.0, nan], [0.0, 5.0], [0.5, nan]]
    for policy in ("renormalise", "zero", "drop_row"):
        for decoupled in (False, True):
            result = _many(rows, [2.0, 0.0], missing=policy, decoupled=decoupled)
            plain = _many([[row[0]] for row in rows], [2.0], decoupled=decoupled)
            assert _values(result) == _values(plain)


def test_a_penalty_cannot_bring_the_renormaliser_to_zero() -> None:
    result = _many([[1.0, 1.0, nan], [0.0, 1.0, 1.0]], [1.0, -1.0, 2.0], mode="centre")
    assert all(math.isfinite(a) for a in _values(result))


def test_decoupled_gives_a_small_scale_the_same_say_as_a_large_one() -> None:
    rows = [[100.0, 0.0], [0.0, 0.01], [100.0, 0.01], [0.0, 0.0]]
    together = _values(_many(rows, [1.0, 1.0], epsilon=0.0))
    apart = _values(_many(rows, [1.0, 1.0], epsilon=0.0, decoupled=True))
    assert together[0] == pytest.approx(together[2], abs=1e-3)  # the small one is drowned
    assert apart == pytest.approx([0.0, 0.0, math.sqrt(3), -math.sqrt(3)], abs=1e-5)


def test_decoupled_reports_the_statistics_of_each_component() -> None:
    result = _many([[1.0, 3.0], [0.0, 3.0]], [1.0, 1.0], decoupled=True)
    assert result.mean.tolist() == [[0.5, 3.0]]
    assert result.deviation.tolist() == [[pytest.approx(math.sqrt(0.5)), 0.0]]
    assert result.counted.tolist() == [[2, 2]]
    assert result.alive.all()  # the second component is dead, the first is not


def test_a_component_that_one_row_alone_has_does_not_dilute_it() -> None:
    rows = [[1.0, 9.0], [0.0, nan], [0.0, nan]]
    result = _many(rows, [1.0, 1.0], decoupled=True, mode="centre")
    alone = _many([[1.0], [0.0], [0.0]], [2.0], decoupled=True, mode="centre")
    assert _values(result) == _values(alone)


def test_maxrl_has_no_signal_where_nothing_succeeded() -> None:
    assert _values(_one([0.0, 0.0, 0.0], mode="maxrl")) == [0.0, 0.0, 0.0]


def test_rounding_noise_between_equal_sums_is_not_signal() -> None:
    # In float32 the first row sums to 0.3 and the second to 0.30000001.
    result = _many([[0.3, 0.0], [0.1, 0.2]], [1.0, 1.0], epsilon=0.0)
    assert _values(result) == [0.0, 0.0]
    strict = _many([[0.3, 0.0], [0.1, 0.2]], [1.0, 1.0], epsilon=0.0, tolerance=0.0)
    assert strict.alive.all()


def test_half_precision_rewards_are_read_and_float32_comes_back() -> None:
    for dtype in (torch.bfloat16, torch.float16):
        column = torch.tensor([[1.0], [0.0]], dtype=dtype)
        result = group_advantages(column, [1.0], [0, 2])
        assert result.advantages.dtype == torch.float32
        assert result.advantages.abs().allclose(torch.tensor(0.70700684))


def test_more_groups_than_a_two_dimensional_grid_could_hold() -> None:
    groups = 70_000
    column = (torch.arange(groups * 2) % 2).float()[:, None]
    result = group_advantages(column, [1.0], torch.arange(0, groups * 2 + 1, 2))
    assert result.mean.shape == (groups, 1)
    assert result.advantages.abs().min() == result.advantages.abs().max()


def test_the_largest_admitted_rewards_stay_finite() -> None:
    rows = [[1e18, -1e18], [-1e18, 1e18], [1e18, 1e18]]
    for mode in ("zscore", "centre", "leave_one_out"):
        for decoupled in (False, True):
            result = _many(rows, [1e18, -1e18], mode=mode, decoupled=decoupled)
            assert result.advantages.isfinite().all()


# --- algebra -------------------------------------------------------------------

reward = st.integers(-64, 64).map(lambda n: n / 16)  # exact in float32, also when shifted
group = st.lists(reward, min_size=2, max_size=12)
modes = st.sampled_from(["zscore", "centre", "leave_one_out"])
few = settings(max_examples=60, deadline=None)


@few
@given(group, modes, st.randoms(use_true_random=False))
def test_permuting_a_group_permutes_its_advantages(
    rewards: list[float], mode: str, chance: random.Random
) -> None:
    order = list(range(len(rewards)))
    chance.shuffle(order)
    straight = _values(_one(rewards, mode=mode))
    shuffled = _values(_one([rewards[i] for i in order], mode=mode))
    assert shuffled == pytest.approx([straight[i] for i in order], rel=1e-6, abs=1e-7)


@few
@given(group, modes, st.integers(-1000, 1000))
def test_shifting_every_reward_of_a_group_changes_nothing(
    rewards: list[float], mode: str, shift: int
) -> None:
    shifted = _values(_one([r + shift for r in rewards], mode=mode))
    assert shifted == pytest.approx(_values(_one(rewards, mode=mode)), rel=1e-6, abs=1e-7)


@few
@given(group, st.sampled_from([0.25, 2.0, 8.0, 1024.0]))
def test_the_zscore_does_not_see_the_scale_when_epsilon_is_zero(
    rewards: list[float], scale: float
) -> None:
    scaled = _values(_one([r * scale for r in rewards], epsilon=0.0))
    assert scaled == pytest.approx(_values(_one(rewards, epsilon=0.0)), rel=1e-6, abs=1e-7)


@few
@given(group, st.sampled_from([2.0, 8.0, 1024.0]))
def test_epsilon_shrinks_the_zscore_by_its_share_of_the_deviation(
    rewards: list[float], scale: float
) -> None:
    result = _one([r * scale for r in rewards])
    deviation = float(result.deviation[0, 0])
    bare = _values(_one([r * scale for r in rewards], epsilon=0.0))
    expected = [a * deviation / (deviation + 1e-4) for a in bare]
    assert _values(result) == pytest.approx(expected, rel=1e-5, abs=1e-7)


@few
@given(group, modes)
def test_advantages_of_a_group_sum_to_zero(rewards: list[float], mode: str) -> None:
    advantages = _values(_one(rewards, mode=mode))
    assert math.fsum(advantages) == pytest.approx(0.0, abs=1e-5)


@few
@given(group, modes)
def test_a_better_reward_never_gets_a_smaller_advantage(rewards: list[float], mode: str) -> None:
    advantages = _values(_one(rewards, mode=mode))
    ranked = sorted(zip(rewards, advantages, strict=True))
    assert all(low[1] <= high[1] for low, high in itertools.pairwise(ranked))


@few
@given(st.lists(group, min_size=1, max_size=5), modes, st.booleans())
def test_a_group_does_not_see_its_neighbours(
    groups: list[list[float]], mode: str, decoupled: bool
) -> None:
    sizes = torch.tensor([0, *map(len, groups)])
    column = torch.tensor([r for rewards in groups for r in rewards])[:, None]
    options = AdvantageOptions(mode=mode, decoupled=decoupled)  # type: ignore[arg-type]
    batch = group_advantages(column, [1.0], sizes.cumsum(0), options)
    alone = [_one(rewards, mode=mode, decoupled=decoupled).advantages for rewards in groups]
    torch.testing.assert_close(batch.advantages, torch.cat(alone), rtol=1e-6, atol=1e-7)


def test_no_gradient_flows_through_an_advantage() -> None:
    rewards: Tensor = torch.tensor([[1.0], [0.0]], requires_grad=True)
    assert not group_advantages(rewards, [1.0], [0, 2]).advantages.requires_grad
