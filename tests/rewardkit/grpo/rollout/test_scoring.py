from __future__ import annotations

import math

import pytest
import torch

from rewardkit import Breakdown, Sample, Score, reward, weighted
from rewardkit.errors import ScoringError, SpecError
from rewardkit.grpo.config import Sampling
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.roll import roll
from rewardkit.grpo.rollout.scoring import (
    check_parts,
    component_means,
    make_sample,
    refuse_whole_failure,
    reward_column,
    statuses,
    weighted_columns,
)
from rewardkit.tasks.problem import Task


def leaf(value: float | None, status: str = "ok") -> Breakdown:
    score = Score.ok(value) if value is not None else getattr(Score, status)("why")
    return Breakdown("part", score)


def test_a_failure_is_nan_in_the_table_and_never_zero() -> None:
    column = reward_column([leaf(0.0), leaf(None, "error"), leaf(None, "abstain"), leaf(1.0)])
    assert column.isnan().tolist() == [False, True, True, False]


def test_a_failure_lowers_the_scored_share_and_leaves_the_mean_alone() -> None:
    means = component_means([leaf(1.0), leaf(None, "error"), leaf(0.5), leaf(None, "timeout")])
    assert means["part"] == (0.75, 0.5)
    nothing = component_means([leaf(None, "error")])
    assert nothing["part"] == (None, 0.0)


def test_statuses_other_than_ok_are_counted() -> None:
    rows = [leaf(1.0), leaf(None, "error"), leaf(None, "error"), leaf(None, "abstain")]
    assert statuses(rows) == {"error": 2, "abstain": 1}


def test_samples_carry_the_problem_the_group_and_how_the_completion_ended(
    small: Policy, sums: Task
) -> None:
    problems = sums.train[:2]
    groups = [0, 0, 0, 1, 1, 1]
    asked = [problems[group] for group in groups]
    rollouts = roll(
        small, sums, asked, Sampling(max_new_tokens=4), torch.Generator().manual_seed(0)
    )
    samples = [
        make_sample(sums, problems[group], one, draw=f"7/{row}", group=group)
        for row, (one, group) in enumerate(zip(rollouts, groups, strict=True))
    ]
    assert [s.group for s in samples] == groups
    assert [s.prompt for s in samples] == [sums.prompt(one) for one in asked]
    assert [s.columns["draw"] for s in samples] == [f"7/{row}" for row in range(6)]
    assert samples[4].answer == problems[1].answer
    assert samples[4].columns["left"] == problems[1].columns["left"]
    assert samples[0].columns["completion_tokens"] == rollouts[0].length
    assert [s.columns["truncated"] for s in samples] == [one.truncated for one in rollouts]


def test_a_reward_that_fails_on_some_samples_goes_on() -> None:
    @reward(range=(0, 1))
    def picky(completion: str) -> float:
        return 1.0 / len(completion)

    breakdowns = picky.score_many([Sample(completion=""), Sample(completion="a")])
    refuse_whole_failure(breakdowns)
    assert [b.status for b in breakdowns] == ["error", "ok"]


def test_a_reward_that_fails_on_a_whole_batch_stops_the_run_and_says_why() -> None:
    @reward(range=(0, 1))
    def broken(completion: str) -> float:
        raise KeyError("no such table")

    with pytest.raises(ScoringError, match=r"all 2 completions .* exception: .*no such table"):
        refuse_whole_failure(broken.score_many([Sample(completion="a"), Sample(completion="b")]))


def test_a_batch_that_only_abstains_is_no_failure() -> None:
    @reward(range=(0, 1))
    def shy(completion: str) -> float | None:
        return None

    breakdowns = shy.score_many([Sample(completion="a")])
    refuse_whole_failure(breakdowns)
    assert breakdowns[0].status == "abstain"


@reward(range=(0, 1))
def one(completion: str) -> float | None:
    return None if completion == "?" else 1.0


@reward(range=(0, 2))
def two(completion: str) -> float:
    return 0.5


def test_the_parts_of_a_weighted_reward_come_with_their_weights_and_gaps() -> None:
    both = weighted(a=(0.7, one), b=(0.3, two))
    parts, weights = weighted_columns(both.score_many([Sample("x"), Sample("?")]))
    assert weights.tolist() == [0.7, 0.3]
    # Half a point of [0, 2] is a quarter on the scale of the sum.
    assert parts[0].tolist() == [1.0, 0.25]
    assert math.isnan(parts[1, 0].item())


def test_the_parts_are_on_the_scale_that_the_sum_has_chosen() -> None:
    raw = weighted(a=(0.7, one), b=(0.3, two), scale="none")
    samples = [Sample("x"), Sample("y")]
    for tree, static in ((raw, False), (weighted(a=(0.7, one), b=(0.3, two)), True)):
        breakdowns = tree.score_many(samples)
        parts, weights = weighted_columns(breakdowns, static=static)
        assert (parts @ weights).tolist() == pytest.approx([b.value for b in breakdowns])


def test_an_unreadable_part_of_negative_weight_counts_at_its_worst() -> None:
    child = Breakdown("long", Score(0.0, "unparsed", "why"), weight=-1.0)
    parts, _ = weighted_columns([Breakdown("sum", Score.ok(0.0), (child,))])
    assert parts.tolist() == [[1.0]]


def test_decoupling_a_reward_without_parts_is_refused() -> None:
    check_parts(weighted(a=(1.0, one)))
    for whole in (one, one * 2.0):
        with pytest.raises(SpecError, match="needs a reward that is a `weighted` at its top"):
            check_parts(whole)
