"""Traces: completions by another author, added to the groups before advantages are computed.

When no completion of a group is right, its advantages are 0. A right one from a stronger
model, or from the task itself, gives the group a direction (LUFFY, Yan et al. 2025,
arXiv:2504.14945). Every other metric of a step is of the policy's own completions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor

from rewardkit.errors import SpecError, closest
from rewardkit.grpo.config.model import TracesConfig
from rewardkit.grpo.policy.batch import TokenBatch, pad_completions
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.generate import Finish, Rollouts
from rewardkit.tasks.problem import CLOSE, OPEN, Problem, Task

Item = TypeVar("Item")
_KEYS = ("prompt", "completion")


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


def read_traces(path: Path) -> dict[str, list[str]]:
    """Read JSON lines with `prompt` and `completion`; returns the completions of each prompt.

    Raises:
        SpecError: There is no such file, or a line is no trace; names the line.
    """
    try:
        # Not splitlines: U+2028 and other Unicode line breaks are valid inside a JSON string.
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise SpecError(f"grpo.traces.file: {path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SpecError(f"grpo.traces.file: {path}: is not UTF-8 (byte {error.start})") from None
    found: dict[str, list[str]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        prompt, completion = _trace(line, f"{path}:{number}")
        found.setdefault(prompt, []).append(completion)
    return found


def _trace(line: str, where: str) -> tuple[str, str]:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise SpecError(f"{where}: a trace is a JSON object with prompt and completion")
    for key in _KEYS:
        if not isinstance(row.get(key), str):
            raise SpecError(f"{where}: {key!r} must be text.{closest(key, map(str, row))}")
    return row["prompt"], row["completion"]


@dataclass(frozen=True, slots=True)
class Mixed:
    """A batch of groups, each the policy's own completions followed by its traces.

    Attributes:
        rollouts: All rows; `rollouts.foreign` marks the traces.
        offsets: Where each group starts, and the count of rows at the end; [groups + 1].
        order: The index of each row in (own rows, then traces).
    """

    rollouts: Rollouts
    offsets: tuple[int, ...]
    order: tuple[int, ...]

    def arrange(self, own: Sequence[Item], traces: Sequence[Item]) -> list[Item]:
        """Return values of own rows and of traces in the order of the batch."""
        both = [*own, *traces]
        return [both[index] for index in self.order]


def mix(
    policy: Policy,
    rollouts: Rollouts,
    group: int,
    traces: Sequence[Sequence[str]],
    max_new_tokens: int,
) -> Mixed:
    """Put traces into their groups.

    Args:
        policy: The policy, whose tokenizer is used.
        rollouts: The policy's own completions, those of a group side by side.
        group: How many of them a group has.
        traces: The traces of each group, in order; a group may have none.
        max_new_tokens: The token limit of the policy's own completions.

    Raises:
        SpecError: A trace is longer than the policy may write.
    """
    owners = [index for index, texts in enumerate(traces) for _ in texts]
    texts = [text for some in traces for text in some]
    own = len(rollouts.texts)
    starts = list(accumulate(map(len, traces), initial=own))
    order: list[int] = []
    offsets = [0]
    for index, some in enumerate(traces):
        order += range(index * group, (index + 1) * group)
        order += range(starts[index], starts[index] + len(some))
        offsets.append(len(order))
    foreign = torch.tensor([index >= own for index in order])
    if not texts:
        return Mixed(_with(rollouts, foreign), tuple(offsets), tuple(order))
    ids, mask = _encoded(policy, texts, max_new_tokens)
    prompts = torch.tensor(owners, device=policy.device) * group
    tokens = rollouts.tokens
    place = torch.tensor(order, device=policy.device)
    batch = TokenBatch(
        torch.cat([tokens.prompt_ids, tokens.prompt_ids[prompts]])[place],
        torch.cat([tokens.prompt_mask, tokens.prompt_mask[prompts]])[place],
        _stacked(tokens.ids, ids, policy.tokenizer.pad_id)[place],
        _stacked(tokens.mask, mask, False)[place],
    )
    # Probability 1 under its author: the ratio of a foreign token is the policy's probability.
    logprobs = _stacked(rollouts.logprobs, torch.zeros_like(ids, dtype=torch.float32), 0.0)[place]
    written = [*rollouts.texts, *texts]
    ended: Finish = "eos"
    finish = [*rollouts.finish, *(ended for _ in texts)]
    mixed = Rollouts(
        batch,
        logprobs,
        tuple(written[index] for index in order),
        tuple(finish[index] for index in order),
        foreign,
    )
    return Mixed(mixed, tuple(offsets), tuple(order))


def _encoded(policy: Policy, texts: Sequence[str], most: int) -> tuple[Tensor, Tensor]:
    tokenizer = policy.tokenizer
    rows = [[*tokenizer.encode(text), tokenizer.eos_id] for text in texts]
    for text, row in zip(texts, rows, strict=True):
        if len(row) > most:
            raise SpecError(
                f"the trace {text[:60]!r} has {len(row)} tokens, and the policy may write "
                f"{most}. Raise grpo.rollout.max_new_tokens, or leave the trace out."
            )
    return pad_completions(rows, policy)


def _stacked(above: Tensor, below: Tensor, filler: float) -> Tensor:
    width = max(above.shape[1], below.shape[1])
    return torch.cat([_widened(above, width, filler), _widened(below, width, filler)])


def _widened(rows: Tensor, width: int, filler: float) -> Tensor:
    return torch.nn.functional.pad(rows, (0, width - rows.shape[1]), value=filler)


def _with(rollouts: Rollouts, foreign: Tensor) -> Rollouts:
    return Rollouts(rollouts.tokens, rollouts.logprobs, rollouts.texts, rollouts.finish, foreign)
