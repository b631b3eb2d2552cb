"""Traces: completions by another author, added to the groups before advantages are computed.

When no completion of a group is right, its advantages are 0. A right one from a stronger
model, or from the task itself, gives the group a direction (LUFFY, Yan et al. 2025,
arXiv:2504.14945). Every other metric of a step is of the policy's own completions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rewardkit.errors import SpecError
from rewardkit.grpo.config.model import TracesConfig
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Rollout, Segment
from rewardkit.tasks.own_rows import read_traces
from rewardkit.tasks.problem import CLOSE, OPEN, Problem, Task


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


def trace_rollout(policy: Policy, text: str, prompt: Segment, most: int) -> Rollout:
    """Return a trace as a rollout: the prompt of its group, and tokens by another author.

    Args:
        policy: The policy, whose tokenizer is used.
        text: The trace.
        prompt: The first segment of the rollouts of its group.
        most: The token limit of the policy's own messages.

    Raises:
        SpecError: The trace is longer than the policy may write.
    """
    ids = (*policy.tokenizer.encode(text), policy.tokenizer.eos_id)
    if len(ids) > most:
        raise SpecError(
            f"the trace {text[:60]!r} has {len(ids)} tokens, and the policy may write "
            f"{most}. Raise grpo.rollout.max_new_tokens, or leave the trace out."
        )
    return Rollout((prompt, Segment(ids, "foreign")), text, "eos")


def with_traces(
    policy: Policy,
    rollouts: Sequence[Rollout],
    groups: Sequence[int],
    traces: Sequence[Sequence[str]],
    most: int,
) -> tuple[list[Rollout], list[int]]:
    """Put traces at the end of their groups; returns the rows and the group of each.

    Args:
        policy: The policy.
        rollouts: Its own rollouts, those of a group side by side.
        groups: The group of each.
        traces: The traces of each group, in order; a group may have none.
        most: The token limit of the policy's own messages.
    """
    mixed: list[Rollout] = []
    owners: list[int] = []
    for group, texts in enumerate(traces):
        own = [one for one, owner in zip(rollouts, groups, strict=True) if owner == group]
        others = [trace_rollout(policy, text, own[0].segments[0], most) for text in texts]
        mixed += [*own, *others]
        owners += [group] * (len(own) + len(others))
    return mixed, owners
