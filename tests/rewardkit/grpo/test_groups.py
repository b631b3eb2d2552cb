"""Groups are kept, joined and sampled again until enough of them have a preference."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
import torch

from rewardkit import reward
from rewardkit.data.sample import Message
from rewardkit.errors import ScoringError
from rewardkit.grpo.config import GrpoConfig
from rewardkit.grpo.groups import (
    Groups,
    Source,
    advantages_of,
    alive_groups,
    sample_groups,
    trained_rows,
)
from rewardkit.grpo.policy.model import Policy
from rewardkit.rewards.base import Reward
from rewardkit.tasks.problem import Problem, Task


@reward(range=(0, 1))
def small_sums_differ(completion: str, left: int, right: int, draw: str) -> float:
    """Only completions of sums below 4 differ; by the last digit of their number."""
    return int(draw[-1]) / 9 if left + right < 4 else 0.5


def source(task: Task, by: Reward) -> Source:
    return Source(task, by, None, random.Random(0), torch.Generator().manual_seed(0))


def settings(**rollout: Any) -> GrpoConfig:
    return GrpoConfig.model_validate(
        {"rollout": {"prompts": 4, "group": 3, "max_new_tokens": 4, **rollout}}
    )


def test_without_further_tries_every_group_is_kept(small: Policy, sums: Task) -> None:
    config, by = settings(), source(sums, small_sums_differ)
    groups, sampled = sample_groups(small, by, config, "0")
    assert sampled == len(groups.members) == 4
    assert groups.offsets == [0, 3, 6, 9, 12]
    assert len(alive_groups(groups, by, config)) < 4


def test_groups_without_a_preference_are_replaced_while_there_are_tries(
    small: Policy, sums: Task
) -> None:
    config, by = settings(tries=60), source(sums, small_sums_differ)
    groups, sampled = sample_groups(small, by, config, "0")
    assert len(groups.members) == 4
    assert sampled > 4
    assert sampled % 4 == 0
    assert alive_groups(groups, by, config) == [0, 1, 2, 3]
    assert all(one.columns["left"] + one.columns["right"] < 4 for one in groups.samples)
    draws = [one.columns["draw"] for one in groups.samples]
    assert len(set(draws)) == 12, "no two completions of a run share a draw"


def test_a_reward_without_any_preference_ends_after_its_tries(small: Policy, sums: Task) -> None:
    @reward(range=(0, 1))
    def flat(completion: str) -> float:
        return 0.25

    config, by = settings(tries=3), source(sums, flat)
    groups, sampled = sample_groups(small, by, config, "0")
    assert (len(groups.members), sampled) == (4, 12)
    assert advantages_of(groups, by, config, torch.device("cpu")).values.abs().max() == 0


def test_rows_are_those_of_all_groups_one_after_the_other(small: Policy, sums: Task) -> None:
    groups, _ = sample_groups(small, source(sums, small_sums_differ), settings(), "0")
    some = Groups((groups.members[3], groups.members[1]))
    assert some.numbers == [0, 0, 0, 1, 1, 1]
    assert some.samples == groups.samples[9:12] + groups.samples[3:6]
    assert [len(some.rollouts), len(some.breakdowns), some.offsets[-1]] == [6, 6, 6]
    assert Groups(()).offsets == [0]


@pytest.mark.parametrize("truncated", ["keep", "mask", "exclude"])
def test_completions_cut_at_the_limit_are_kept_masked_or_not_even_compared(
    make_small: Callable[[int], Policy], sums: Task, truncated: str
) -> None:
    @reward(range=(0, 9))
    def by_draw(completion: str, draw: str) -> float:
        return float(draw[-1])

    config, by = settings(truncated=truncated), source(sums, by_draw)
    groups, _ = sample_groups(make_small(0), by, config, "0")
    cut = torch.tensor([one.truncated for one in groups.rollouts])
    assert 0 < int(cut.sum()) < len(cut)
    found = advantages_of(groups, by, config, torch.device("cpu"))
    assert found.scored.equal(~cut if truncated == "exclude" else torch.ones_like(cut))
    expected = torch.ones_like(cut) if truncated == "keep" else ~cut
    assert trained_rows(groups, found, config).equal(expected)


class Silent:
    """Ends every episode at once, and raises for some problems."""

    def __init__(self, problem: Problem, lost: Sequence[str]) -> None:
        if problem.prompt.startswith(tuple(lost)):
            raise OSError("no such table")

    def reply(self, history: Sequence[Message]) -> str | None:
        return None


def losing(sums: Task, lost: Sequence[str]) -> Task:
    return replace(sums, environment=lambda problem: Silent(problem, lost), turns=2)


def test_lost_groups_are_left_out_and_the_others_keep_their_problems(
    small: Policy, sums: Task
) -> None:
    by = source(losing(sums, "12"), small_sums_differ)
    config = settings(prompts=30)
    groups, sampled = sample_groups(small, by, config, "0")
    assert 0 < len(groups.failures) < 30
    assert sampled == len(groups.members) == 30 - len(groups.failures)
    assert groups.offsets == list(range(0, 3 * len(groups.members) + 1, 3))
    for group, one in zip(groups.numbers, groups.samples, strict=True):
        assert not one.prompt_text.startswith(("1", "2"))
        assert one.prompt_text == groups.samples[3 * group].prompt_text
    assert all("OSError: no such table" in cause for cause in groups.failures)


def test_a_batch_that_is_lost_wholly_stops_with_the_cause(small: Policy, sums: Task) -> None:
    by = source(losing(sums, "0123456789"), small_sums_differ)
    with pytest.raises(ScoringError, match="all 4 problems of the batch failed.*no such table"):
        sample_groups(small, by, settings(), "0")


def test_further_tries_replace_lost_groups(small: Policy, sums: Task) -> None:
    by = source(losing(sums, "56789"), small_sums_differ)
    groups, sampled = sample_groups(small, by, settings(prompts=8, tries=20), "0")
    assert len(groups.members) == 8
    assert groups.failures
    assert sampled > 8
