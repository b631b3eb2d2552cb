"""Groups of rollouts with their scores, sampled until enough of them have a preference.

A group may also hold traces: completions by another author. When no completion of a group is right,
its advantages are 0; a right one from a stronger model, or from the task itself, gives the group a
direction (LUFFY, Yan et al. 2025, arXiv:2504.14945). Every other metric of a step is of the
policy's own completions.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import torch
from torch import Tensor

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import ScoringError, SpecError
from rewardkit.grpo import parallel
from rewardkit.grpo.config import GrpoConfig, TracesConfig
from rewardkit.grpo.objective.advantage import Advantages, batch_advantages
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Rollout, Segment
from rewardkit.grpo.rollout.engine import Engine
from rewardkit.grpo.rollout.roll import roll
from rewardkit.grpo.rollout.scoring import make_sample, refuse_whole_failure, score_in_shares
from rewardkit.rewards.base import Reward
from rewardkit.tasks.own_rows import read_traces
from rewardkit.tasks.problem import CLOSE, OPEN, Problem, Task


@dataclass(frozen=True, slots=True)
class Source:
    """The source of rollouts and of their scores."""

    task: Task
    reward: Reward
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
class Group:
    """Rollouts of one problem, and their scores."""

    rollouts: tuple[Rollout, ...]
    samples: tuple[Sample, ...]
    breakdowns: tuple[Breakdown, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a step; what is said of rows is of all groups, one after the other."""

    members: tuple[Group, ...]
    failures: tuple[str, ...] = ()
    """The cause of each group that was lost: its problem or its environment raised."""

    @property
    def rollouts(self) -> list[Rollout]:
        """The rollout of each row."""
        return [one for group in self.members for one in group.rollouts]

    @property
    def samples(self) -> list[Sample]:
        """The sample of each row."""
        return [one for group in self.members for one in group.samples]

    @property
    def breakdowns(self) -> list[Breakdown]:
        """The score of each row."""
        return [one for group in self.members for one in group.breakdowns]

    @property
    def numbers(self) -> list[int]:
        """The group of each row, counted from 0."""
        return [at for at, group in enumerate(self.members) for _ in group.rollouts]

    @property
    def offsets(self) -> list[int]:
        """The first row of each group, and the number of rows at the end."""
        return list(accumulate((len(group.rollouts) for group in self.members), initial=0))


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
        more = one_round(policy, source, config, f"{origin}/round{turn}")
        found = Groups(found.members + more.members, found.failures + more.failures)
    sampled = len(found.members)
    if sampled > wanted:
        alive = alive_groups(found, source, config)
        rest = [at for at in range(sampled) if at not in alive]
        kept = sorted([*alive, *rest][:wanted])
        found = Groups(tuple(found.members[at] for at in kept), found.failures)
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
    rolled = parallel.joined_lists(lambda: _rolled(policy, source, problems[own], config))
    failures = tuple(one for one in rolled if isinstance(one, str))
    pairs = zip(problems, rolled, strict=True)
    kept = [(problem, one) for problem, one in pairs if not isinstance(one, str)]
    if not kept:
        raise ScoringError(
            f"all {len(problems)} problems of the batch failed; the first: {failures[0]}. Mend the "
            "task and run the same command again; the run resumes from its checkpoint."
        )
    rows = [(at, problem, one) for at, (problem, group) in enumerate(kept) for one in group]
    samples = [
        make_sample(source.task, problem, one, draw=f"{origin}/{row}", group=at)
        for row, (at, problem, one) in enumerate(rows)
    ]
    sizes = [0 if isinstance(one, str) else len(one) for one in rolled]
    shared = slice(sum(sizes[: own.start]), sum(sizes[: own.stop]))
    breakdowns = score_in_shares(source.reward, samples, shared)
    refuse_whole_failure(breakdowns)
    members, start = [], 0
    for _, group in kept:
        own_rows = slice(start, start + len(group))
        scores = tuple(breakdowns[own_rows])
        members.append(Group(tuple(group), tuple(samples[own_rows]), scores))
        start = own_rows.stop
    return Groups(tuple(members), failures)


def _rolled(
    policy: Policy, source: Source, problems: Sequence[Problem], config: GrpoConfig
) -> list[list[Rollout] | str]:
    """Return a group for each problem, its traces at the end; or the cause of its loss."""
    size, most = config.rollout.group, config.rollout.max_new_tokens
    asked = [problem for problem in problems for _ in range(size)]
    rolled = roll(policy, source.task, asked, config.rollout, source.tokens, source.engine)
    found: list[list[Rollout] | str] = []
    for at, problem in enumerate(problems):
        group = rolled[at * size : (at + 1) * size]
        cause = next((one.failure for one in group if one.failure), None)
        texts = () if source.traces is None else source.traces.of(problem)
        found.append(with_traces(policy, group, texts, most) if cause is None else cause)
    return found


class Traces:
    """The source of traces: a file, or the right answers of the task.

    Args:
        task: The task of the run.
        config: The file, and the number of traces in a group.

    Raises:
        SpecError: The file cannot be read, or none of its prompts is a training problem.
    """

    def __init__(self, task: Task, config: TracesConfig) -> None:
        self._each = config.each
        self._known: Mapping[str, Sequence[str]] | None = None
        if config.file is not None:
            self._known = read_traces(Path(config.file))
            if not any(problem.prompt in self._known for problem in task.train):
                raise SpecError(
                    f"{config.file}: no trace is about a training problem. `prompt` must be the "
                    f"bare problem, such as {task.train[0].prompt!r}."
                )

    def of(self, problem: Problem) -> Sequence[str]:
        """Return the traces for a problem; an empty list if the file has none."""
        if self._known is None:
            return (f"{OPEN}{problem.right}{CLOSE}",) * self._each
        return self._known.get(problem.prompt, ())[: self._each]


def with_traces(
    policy: Policy, own: Sequence[Rollout], texts: Sequence[str], most: int
) -> list[Rollout]:
    """Return a group with traces at its end: its prompt, and tokens by another author.

    Args:
        policy: The policy, whose tokenizer is used.
        own: The rollouts of the group.
        texts: The traces.
        most: The token limit of the policy's own messages.

    Raises:
        SpecError: A trace is longer than the policy may write.
    """
    rows = list(own)
    for text in texts:
        ids = (*policy.tokenizer.encode(text), policy.tokenizer.eos_id)
        if len(ids) > most:
            raise SpecError(
                f"the trace {text[:60]!r} has {len(ids)} tokens, and the policy may write "
                f"{most}. Raise grpo.rollout.max_new_tokens, or leave the trace out."
            )
        rows.append(Rollout((own[0].segments[0], Segment(ids, "foreign")), text, "eos"))
    return rows


def advantages_of(
    groups: Groups, source: Source, config: GrpoConfig, device: torch.device
) -> Advantages:
    """Return the advantages of groups; completions that are excluded are in none."""
    excluded = truncated(groups.rollouts) if config.rollout.truncated == "exclude" else None
    return batch_advantages(
        groups.breakdowns, groups.offsets, config.advantage, excluded, device, static=source.static
    )


def alive_groups(groups: Groups, source: Source, config: GrpoConfig) -> list[int]:
    """Return the groups that have a preference."""
    alive = advantages_of(groups, source, config, torch.device("cpu")).alive.tolist()
    return sorted({at for at, lives in zip(groups.numbers, alive, strict=True) if lives})


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
