"""Scoring of rollouts: completions to samples, breakdowns and arrays, where a failure is NaN."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from statistics import fmean

import torch
from torch import Tensor

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import ScoringError, SpecError
from rewardkit.grpo import parallel
from rewardkit.grpo.rollout.batch import Rollout
from rewardkit.rewards.base import Composite, Reward
from rewardkit.rewards.combining import worst_for
from rewardkit.rewards.interval_arithmetic import scaled
from rewardkit.tasks.problem import Problem, Task


def blank_sample(task: Task) -> Sample:
    """Return a sample with every field that samples of the task have, for checks beforehand."""
    blank = Rollout((), "", "eos")
    return make_sample(task, task.train[0], blank, draw="", group=0)


def make_sample(task: Task, problem: Problem, rollout: Rollout, *, draw: str, group: int) -> Sample:
    """Return the sample of a rollout and its problem; facts of its generation are columns.

    The columns are those of the problem, and `completion_tokens`, `truncated` and `draw`, which
    no two completions of a run share.
    """
    return Sample(
        prompt=task.prompt(problem),
        completion=rollout.completion,
        answer=problem.answer,
        group=group,
        columns={
            **problem.columns,
            "completion_tokens": rollout.length,
            "truncated": rollout.truncated,
            "draw": draw,
        },
    )


def score_in_shares(reward: Reward, samples: Sequence[Sample], own: slice) -> list[Breakdown]:
    """Score samples, of several processes each a run of them, and return the scores of all.

    Args:
        reward: The reward. One with running normalisers has to see all samples in their order, so
            the first process scores them, and the others take over its scores and its state.
        samples: All samples, the same ones in every process.
        own: The run of this process; those of all processes follow each other.
    """
    if parallel.size() == 1:
        return reward.score_many(samples)
    if reward.state_dict():
        found, state = parallel.from_leader(
            lambda: (reward.score_many(samples), reward.state_dict())
        )
        reward.load_state_dict(state)
        return found
    return parallel.joined_lists(lambda: reward.score_many(samples[own]) if samples[own] else [])


def refuse_whole_failure(breakdowns: Sequence[Breakdown]) -> None:
    """Raise if every sample of a batch failed.

    Raises:
        ScoringError: Every sample is an error or a timeout: the reward is broken, and training
        without rewards would go unnoticed.
    """
    if breakdowns and all(b.value is None and b.status in ("error", "timeout") for b in breakdowns):
        first = breakdowns[0]
        why = ": ".join(part for part in (first.reason, first.detail) if part)
        raise ScoringError(
            f"all {len(breakdowns)} completions of the batch failed to score; the first: "
            f"{first.name} {first.status}: {why}. Mend the reward and run the same command again; "
            "the run resumes from its checkpoint."
        )


def reward_column(breakdowns: Sequence[Breakdown]) -> Tensor:
    """Return the total of each sample as float64 [N]; NaN where there is none."""
    values = [math.nan if b.value is None else b.value for b in breakdowns]
    return torch.tensor(values, dtype=torch.float64)


def check_parts(reward: Reward) -> None:
    """Check that a reward has parts to decouple.

    Raises:
        SpecError: It is not a `weighted` at its top.
    """
    if not (isinstance(reward, Composite) and reward.operator.word == "weighted"):
        raise SpecError(
            f"grpo.advantage.decoupled needs a reward that is a `weighted` at its top, "
            f"and {reward.name!r} is not. Make it one, or set decoupled: false."
        )


def weighted_columns(
    breakdowns: Sequence[Breakdown], *, static: bool = True
) -> tuple[Tensor, Tensor]:
    """Return the parts of a `weighted` reward [N, K] and their weights [K].

    Args:
        breakdowns: Of a reward that `check_parts` accepts.
        static: Whether the `weighted` maps each part from its range to [0, 1] before the sum.
    """
    weights = [float(child.weight or 0.0) for child in breakdowns[0].children]
    rows = [
        [_part(child, weight, static) for child, weight in zip(b.children, weights, strict=True)]
        for b in breakdowns
    ]
    return torch.tensor(rows, dtype=torch.float64), torch.tensor(weights, dtype=torch.float64)


def _part(child: Breakdown, weight: float, static: bool) -> float:
    if child.value is None:
        return math.nan
    value = worst_for(child, rising=weight >= 0)
    return scaled(value, child.range, 0.0, 1.0) if static else value


def component_means(breakdowns: Sequence[Breakdown]) -> dict[str, tuple[float | None, float]]:
    """Return the mean of each component over a batch, and the share of the samples it scored.

    A failure lowers the share, never the mean, which is None where nothing was scored.
    """
    rows = [one.components for one in breakdowns]
    means: dict[str, tuple[float | None, float]] = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        known = [value for row in rows if (value := row.get(name)) is not None]
        means[name] = (fmean(known) if known else None, len(known) / len(breakdowns))
    return means


def statuses(breakdowns: Sequence[Breakdown]) -> dict[str, int]:
    """Count the samples whose total has each status other than `ok`."""
    return dict(Counter(one.status for one in breakdowns if one.status != "ok"))
