"""Groups of rollouts with their scores, sampled until enough of them have a preference."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import ScoringError
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
    failures: tuple[str, ...] = ()
    """The cause of each group that was lost: its problem or its environment raised."""

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
            self.failures,
        )

    def and_then(self, more: Groups) -> Groups:
        """Return the groups of both, one after the other."""
        start = self.count if self.groups else 0
        return Groups(
            self.rollouts + more.rollouts,
            self.groups + tuple(group + start for group in more.groups),
            self.samples + more.samples,
            self.breakdowns + more.breakdowns,
            self.failures + more.failures,
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

    A group in which the task or the environment raised is lost, and its cause kept. Of several
    processes each takes its share of the groups, and gets those of the others.

    Raises:
        ScoringError: All groups are lost, or no completion could be scored.
    """
    problems = source.order.sample(source.task.train, config.rollout.prompts)
    own = parallel.share(len(problems))
    posed, rollouts, groups, ends = list[Problem](), list[Rollout](), list[int](), [0]
    failures: list[str] = []
    for index, share in enumerate(
        parallel.gathered(lambda: _rolled(policy, source, problems[own], config))
    ):
        rollouts += share.rollouts
        groups += [group + len(posed) for group in share.groups]
        ends.append(len(rollouts))
        theirs = problems[parallel.share(len(problems), index)]
        posed += [theirs[at] for at in share.kept]
        failures += share.failures
    if not posed:
        raise ScoringError(
            f"all {len(problems)} problems of the batch failed; the first: {failures[0]}. Mend the "
            "task and run the same command again; the run resumes from its checkpoint."
        )
    samples = make_samples(source.task, posed, rollouts, groups, origin)
    rows = slice(ends[parallel.rank()], ends[parallel.rank() + 1])
    breakdowns = score_in_shares(source.reward, samples, rows)
    refuse_whole_failure(breakdowns)
    return Groups(
        tuple(rollouts), tuple(groups), tuple(samples), tuple(breakdowns), tuple(failures)
    )


@dataclass(frozen=True, slots=True)
class _Share:
    """Groups of some problems."""

    rollouts: list[Rollout]
    groups: list[int]
    kept: list[int]
    """The place of the problem of each group."""
    failures: list[str]


def _rolled(
    policy: Policy, source: Source, problems: Sequence[Problem], config: GrpoConfig
) -> _Share:
    """Sample a group for each problem, and add its traces."""
    size = config.rollout.group
    asked = [problem for problem in problems for _ in range(size)]
    rolled = roll(
        policy, source.task, asked, sampling_of(config.rollout), source.tokens, source.engine
    )
    whole = [rolled[at * size : (at + 1) * size] for at in range(len(problems))]
    causes = [next((one.failure for one in some if one.failure), None) for some in whole]
    kept = [at for at, cause in enumerate(causes) if cause is None]
    rollouts = [one for at in kept for one in whole[at]]
    groups = [number for number in range(len(kept)) for _ in range(size)]
    if source.traces is not None:
        found = [source.traces.of(problems[at]) for at in kept]
        most = config.rollout.max_new_tokens
        rollouts, groups = with_traces(policy, rollouts, groups, found, most)
    return _Share(rollouts, groups, kept, [cause for cause in causes if cause is not None])


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
