"""Groups of rollouts with their scores, sampled until enough of them have a preference."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.grpo import parallel
from rewardkit.grpo.config.model import GrpoConfig
from rewardkit.grpo.objective.advantage import Advantages, batch_advantages
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Rollout
from rewardkit.grpo.rollout.engine import Engine
from rewardkit.grpo.rollout.roll import roll, sampling_of
from rewardkit.grpo.rollout.scoring import (
    Scorer,
    make_samples,
    refuse_whole_failure,
    score_in_shares,
)
from rewardkit.grpo.rollout.traces import Traces, with_traces
from rewardkit.tasks.problem import Problem, Task


@dataclass(frozen=True, slots=True)
class Source:
    """The source of rollouts and of their scores."""

    task: Task
    reward: Scorer
    traces: Traces | None
    order: random.Random
    """Picks problems."""
    tokens: torch.Generator
    """Samples completions."""
    engine: Engine | None = None
    """Samples in place of the policy itself, which pushes its weights to it after each step."""
    static: bool = True
    """Whether a `weighted` reward maps its parts from their ranges to [0, 1]."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Rollouts in groups, those of a group side by side, and their scores."""

    rollouts: tuple[Rollout, ...]
    groups: tuple[int, ...]
    """The group of each rollout, counted from 0."""
    samples: tuple[Sample, ...]
    breakdowns: tuple[Breakdown, ...]

    @property
    def count(self) -> int:
        """The number of groups."""
        return self.groups[-1] + 1

    @property
    def offsets(self) -> list[int]:
        """The first row of each group, and the number of rows at the end."""
        return [self.groups.index(group) for group in range(self.count)] + [len(self.groups)]

    @property
    def own(self) -> Tensor:
        """The mask of rollouts that the policy wrote; bool [N]."""
        return torch.tensor([one.own for one in self.rollouts], dtype=torch.bool)

    def only(self, chosen: Collection[int]) -> Groups:
        """Return some of the groups, counted anew."""
        rows = [row for row, group in enumerate(self.groups) if group in chosen]
        numbers = {group: number for number, group in enumerate(sorted(chosen))}
        return Groups(
            tuple(self.rollouts[row] for row in rows),
            tuple(numbers[self.groups[row]] for row in rows),
            tuple(self.samples[row] for row in rows),
            tuple(self.breakdowns[row] for row in rows),
        )

    def and_then(self, more: Groups) -> Groups:
        """Return the groups of both, one after the other."""
        start = self.count if self.groups else 0
        return Groups(
            self.rollouts + more.rollouts,
            self.groups + tuple(group + start for group in more.groups),
            self.samples + more.samples,
            self.breakdowns + more.breakdowns,
        )


def sample_groups(
    policy: Policy, source: Source, config: GrpoConfig, origin: str
) -> tuple[Groups, int]:
    """Sample and score `prompts` groups; returns them and the number that was sampled.

    With more than one of `rollout.tries`, groups without a preference are replaced by those of
    further rounds (DAPO's dynamic sampling). What is still missing is filled up with groups
    without a preference, which pull nowhere.
    """
    wanted = config.rollout.prompts
    found = one_round(policy, source, config, origin)
    for turn in range(1, config.rollout.tries):
        if len(alive_groups(found, source, config)) >= wanted:
            break
        found = found.and_then(one_round(policy, source, config, f"{origin}/round{turn}"))
    sampled = found.count
    if sampled > wanted:
        alive = alive_groups(found, source, config)
        rest = [group for group in range(sampled) if group not in alive]
        found = found.only([*alive, *rest][:wanted])
    return found, sampled


def one_round(policy: Policy, source: Source, config: GrpoConfig, origin: str) -> Groups:
    """Sample `prompts` groups, add traces if there are any, and score all rows.

    Of several processes each takes its share of the groups, and gets those of the others.
    """
    problems = source.order.sample(source.task.train, config.rollout.prompts)
    own = parallel.share(len(problems))
    rolled = parallel.gathered(lambda: _rolled(policy, source, problems[own], config))
    rollouts, groups, ends = list[Rollout](), list[int](), [0]
    for index, (some, their_groups) in enumerate(rolled):
        first = parallel.share(len(problems), index).start
        rollouts += some
        groups += [group + first for group in their_groups]
        ends.append(len(rollouts))
    samples = make_samples(source.task, problems, rollouts, groups, origin)
    rows = slice(ends[parallel.rank()], ends[parallel.rank() + 1])
    breakdowns = score_in_shares(source.reward, samples, rows)
    refuse_whole_failure(breakdowns)
    return Groups(tuple(rollouts), tuple(groups), tuple(samples), tuple(breakdowns))


def _rolled(
    policy: Policy, source: Source, problems: Sequence[Problem], config: GrpoConfig
) -> tuple[list[Rollout], list[int]]:
    """Sample a group for each problem, and add its traces; returns rows and the group of each."""
    groups = [at for at in range(len(problems)) for _ in range(config.rollout.group)]
    asked = [problems[group] for group in groups]
    rollouts = roll(
        policy, source.task, asked, sampling_of(config.rollout), source.tokens, source.engine
    )
    if source.traces is None:
        return rollouts, groups
    found = [source.traces.of(problem) for problem in problems]
    return with_traces(policy, rollouts, groups, found, config.rollout.max_new_tokens)


def advantages_of(
    groups: Groups, source: Source, config: GrpoConfig, device: torch.device
) -> Advantages:
    """Return the advantages of groups; completions that are excluded are in none."""
    excluded = truncated(groups.rollouts) if config.rollout.truncated == "exclude" else None
    return batch_advantages(
        groups.breakdowns,
        groups.offsets,
        config.advantage,
        excluded,
        device,
        static=source.static,
    )


def alive_groups(groups: Groups, source: Source, config: GrpoConfig) -> list[int]:
    """Return the groups that have a preference."""
    alive = advantages_of(groups, source, config, torch.device("cpu")).alive.tolist()
    return sorted({group for group, lives in zip(groups.groups, alive, strict=True) if lives})


def trained_rows(groups: Groups, advantages: Advantages, config: GrpoConfig) -> Tensor:
    """Return the mask of rows in the loss, bool [N]; an unscored row is never in it."""
    rows = advantages.scored
    if config.loss.dead_groups == "drop":
        rows = rows & advantages.alive
    if config.rollout.truncated != "keep":
        rows = rows & ~truncated(groups.rollouts)
    return rows


def truncated(rollouts: Sequence[Rollout]) -> Tensor:
    """Return the mask of rollouts cut at the token limit; bool [N]."""
    return torch.tensor([one.truncated for one in rollouts], dtype=torch.bool)
