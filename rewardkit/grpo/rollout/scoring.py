"""Scoring of rollouts: completions to samples, breakdowns and arrays, where a failure is NaN."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Protocol

import torch
from torch import Tensor

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import ScoringError, SpecError
from rewardkit.grpo.rollout.generate import Rollouts
from rewardkit.tasks.problem import Problem, Task


class Scorer(Protocol):
    """The interface of a Reward that the loop uses."""

    @property
    def fingerprint(self) -> str:
        """The hash of everything that decides the scores."""

    def score_many(self, samples: Sequence[Sample]) -> list[Breakdown]:
        """Score samples, in input order."""

    def state_dict(self) -> dict[str, Any]:
        """Return the state of running normalisers."""

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Restore it."""


def blank_sample(task: Task) -> Sample:
    """Return a sample with every field that samples of the task have, for checks beforehand."""
    problem = task.train[0]
    return make_sample(task, problem, draw="", group=0, text="", tokens=0, truncated=False)


def make_sample(
    task: Task,
    problem: Problem,
    *,
    draw: str,
    group: int,
    text: str,
    tokens: int,
    truncated: bool,
) -> Sample:
    """Return the sample of a completion and its problem; facts of its generation are columns.

    The columns are those of the problem, and `completion_tokens`, `truncated` and `draw`, which
    no two completions of a run share.
    """
    return Sample(
        prompt=task.prompt(problem),
        completion=text,
        answer=problem.answer,
        group=group,
        columns={
            **problem.columns,
            "completion_tokens": tokens,
            "truncated": truncated,
            "draw": draw,
        },
    )


def make_samples(
    task: Task, problems: Sequence[Problem], rollouts: Rollouts, group: int, origin: str
) -> list[Sample]:
    """Pair each completion with its problem.

    Args:
        task: The task of the prompts.
        problems: One for each group; completions beyond them are left out.
        rollouts: The completions, those of one group side by side.
        group: Completions of each problem.
        origin: Their position in the run, from which unique `draw` values are made.
    """
    lengths = rollouts.lengths.tolist()
    return [
        make_sample(
            task,
            problems[row // group],
            draw=f"{origin}/{row}",
            group=row // group,
            text=text,
            tokens=lengths[row],
            truncated=rollouts.finish[row] == "length",
        )
        for row, text in enumerate(rollouts.texts[: group * len(problems)])
    ]


def trace_samples(
    task: Task,
    problems: Sequence[Problem],
    traces: Sequence[Sequence[str]],
    lengths: Sequence[int],
    origin: str,
) -> list[Sample]:
    """Pair each trace with its problem; they are scored like any completion.

    Args:
        task: The task of the problems.
        problems: One for each group.
        traces: The traces of each group.
        lengths: The tokens of each trace, all groups together.
        origin: As for `make_samples`.
    """
    flat = [(group, text) for group, texts in enumerate(traces) for text in texts]
    return [
        make_sample(
            task,
            problems[group],
            draw=f"{origin}/trace/{index}",
            group=group,
            text=text,
            tokens=tokens,
            truncated=False,
        )
        for index, ((group, text), tokens) in enumerate(zip(flat, lengths, strict=True))
    ]


def score_rollouts(reward: Scorer, samples: Sequence[Sample]) -> list[Breakdown]:
    """Score a batch; raise if every sample of it failed.

    Raises:
        ScoringError: Every sample is an error or a timeout: the reward is broken, and training
        without rewards would go unnoticed.
    """
    breakdowns = reward.score_many(samples)
    if breakdowns and all(b.value is None and b.status in ("error", "timeout") for b in breakdowns):
        first = breakdowns[0]
        why = ": ".join(part for part in (first.reason, first.detail) if part)
        raise ScoringError(
            f"all {len(breakdowns)} completions of the batch failed to score; the first: "
            f"{first.name} {first.status}: {why}. Mend the reward and run the same command again; "
            "the run resumes from its checkpoint."
        )
    return breakdowns


def reward_column(breakdowns: Sequence[Breakdown]) -> Tensor:
    """Return the total of each sample as float64 [N]; NaN where there is none."""
    values = [math.nan if b.value is None else b.value for b in breakdowns]
    return torch.tensor(values, dtype=torch.float64)


def weighted_columns(breakdowns: Sequence[Breakdown]) -> tuple[Tensor, Tensor]:
    """Return the parts of a `weighted` reward [N, K] and their weights [K].

    Raises:
        SpecError: The reward is not a `weighted` at its top, so it has no parts to decouple.
    """
    top = breakdowns[0]
    weights = [child.weight for child in top.children]
    if not weights or any(weight is None for weight in weights):
        raise SpecError(
            f"grpo.advantage.decoupled needs a reward that is a `weighted` at its top, "
            f"and {top.name!r} is not. Make it one, or set decoupled: false."
        )
    rows = [
        [math.nan if child.value is None else child.value for child in b.children]
        for b in breakdowns
    ]
    known = [float(weight) for weight in weights if weight is not None]
    return torch.tensor(rows, dtype=torch.float64), torch.tensor(known, dtype=torch.float64)


@dataclass(frozen=True, slots=True)
class ComponentMean:
    """The mean of one component over a batch, and the share of rows scored."""

    mean: float | None
    """Over the samples that it has a value for; None when there are none."""
    scored: float
    """Share of the samples that it has a value for."""


def component_means(breakdowns: Sequence[Breakdown]) -> dict[str, ComponentMean]:
    """Summarise each component of a batch; a failure lowers `scored`, never the mean."""
    values: dict[str, list[float]] = {}
    for breakdown in breakdowns:
        for name, value in breakdown.components.items():
            values.setdefault(name, [])
            if value is not None:
                values[name].append(value)
    return {
        name: ComponentMean(fmean(known) if known else None, len(known) / len(breakdowns))
        for name, known in values.items()
    }


def statuses(breakdowns: Sequence[Breakdown]) -> Mapping[str, int]:
    """Count the samples whose total has each status other than `ok`."""
    counts: dict[str, int] = {}
    for breakdown in breakdowns:
        if breakdown.status != "ok":
            counts[breakdown.status] = counts.get(breakdown.status, 0) + 1
    return counts
