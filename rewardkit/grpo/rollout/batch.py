"""Rollouts as segments, and the flat batch that is made of them.

A rollout is a list of segments: what the policy read, what it wrote, what another author wrote in
its place. Prompts, the messages of an environment and traces are therefore data, not branches, and
a batch is all rows one after the other, without padding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate, groupby
from typing import Any, Literal

import torch
from torch import Tensor

from rewardkit.data.sample import Message
from rewardkit.grpo import parallel
from rewardkit.grpo.rollout.engine import Finish

Kind = Literal["read", "wrote", "foreign"]


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens of one origin."""

    ids: tuple[int, ...]
    kind: Kind
    logprobs: tuple[float, ...] = ()
    """Of each token that the policy wrote, when it was sampled."""


@dataclass(frozen=True, slots=True)
class Rollout:
    """One episode: a prompt and a completion, or several messages in turn."""

    segments: tuple[Segment, ...]
    completion: str | tuple[Message, ...]
    """The completion as a reward reads it: text, or the messages after the prompt."""
    finish: Finish
    """The end of the last message that was written."""
    failure: str | None = None
    """The cause, where the task or its environment raised: nothing can be learnt from it."""

    @property
    def own(self) -> bool:
        """Whether the policy wrote it, and no other author."""
        return all(one.kind != "foreign" for one in self.segments)

    @property
    def length(self) -> int:
        """Number of tokens written, ends of sequence included."""
        return sum(len(one.ids) for one in self.segments if one.kind != "read")

    @property
    def turns(self) -> int:
        """Number of messages written."""
        return sum(one.kind != "read" for one in self.segments)

    @property
    def truncated(self) -> bool:
        """Whether the last message was cut at the token limit."""
        return self.finish == "length"

    @property
    def text(self) -> str:
        """The last message written."""
        if isinstance(self.completion, str):
            return self.completion
        return str(self.completion[-1]["content"])


@dataclass(frozen=True, slots=True)
class Batch:
    """N rows of R tokens in all, of which M were written and are predicted by the model."""

    tokens: Tensor  # [R] int64
    starts: tuple[int, ...]  # [N + 1]: row n is tokens[starts[n] : starts[n + 1]]
    at: Tensor  # [M] int64: places in `tokens` of what was written; row by row
    row: Tensor  # [M] int64: the row of each
    group: Tensor  # [N] int64: the group of each row
    old: Tensor  # [M] log-probabilities at sampling; 0 for another author
    foreign: Tensor  # [M] bool: by another author
    advantage: Tensor  # [M]
    weight: Tensor  # [M]: of each token in the loss
    bonus: Tensor  # [M]: of each token in the entropy bonus
    correction: Tensor | None = None  # [M] weight for a sampler that is not the policy
    reference: Tensor | None = None  # [M] log-probabilities under the frozen reference
    value: Tensor | None = None  # [M] the critic's, when the tokens were sampled
    returns: Tensor | None = None  # [M] the critic's targets

    @property
    def rows(self) -> int:
        """N."""
        return len(self.starts) - 1

    @property
    def ids(self) -> Tensor:
        """The written tokens; [M]."""
        return self.tokens[self.at]

    @property
    def lengths(self) -> Tensor:
        """Written tokens of each row; [N] int64."""
        return torch.bincount(self.row, minlength=self.rows)

    def part(self, first: int, last: int) -> Batch:
        """Return some adjacent rows as a batch of their own; weights stay those of the whole."""
        low, high = self.starts[first], self.starts[last]
        inside = slice(*torch.searchsorted(self.row, torch.tensor([first, last]).to(self.row)))

        columns: dict[str, Any] = {
            one.name: None if (values := getattr(self, one.name)) is None else values[inside]
            for one in fields(self)
            if one.name not in ("tokens", "starts", "group")
        }
        columns["at"] = columns["at"] - low
        columns["row"] = columns["row"] - first
        starts = tuple(start - low for start in self.starts[first : last + 1])
        return Batch(self.tokens[low:high], starts, group=self.group[first:last], **columns)

    def parts(self, rows: int | None, *, whole_groups: bool = False) -> Iterator[Batch]:
        """Cut into parts of at most `rows` rows; None gives one part.

        Args:
            rows: The most rows of a part.
            whole_groups: Never cut inside a group, whatever its size.
        """
        for first, last in cut(self.group.tolist(), rows, whole_groups=whole_groups):
            yield self.part(first, last)

    def with_columns(self, **columns: Tensor | None) -> Batch:
        """Return the batch with some columns replaced."""
        return replace(self, **columns)  # type: ignore[arg-type]


def cut(
    groups: Sequence[int], rows: int | None, *, whole_groups: bool = False
) -> Iterator[tuple[int, int]]:
    """Cut rows into runs of at most `rows`; yields the first row and the end of each.

    Args:
        groups: The group of each row; those of a group side by side.
        rows: The most rows of a run; None gives one run.
        whole_groups: Never cut inside a group, whatever its size.

    Example:
        >>> list(cut([0, 0, 0, 1, 1], 2))
        [(0, 2), (2, 4), (4, 5)]
        >>> list(cut([0, 0, 0, 1, 1], 2, whole_groups=True))
        [(0, 3), (3, 5)]
    """
    most = rows or max(1, len(groups))
    sizes = [len(list(run)) for _, run in groupby(groups)] if whole_groups else [1] * len(groups)
    first = end = 0
    for size in sizes:
        if end > first and end + size - first > most:
            yield first, end
            first = end
        end += size
    if end > first:
        yield first, end


def group_runs(batch: Batch, count: int) -> list[slice]:
    """Cut the rows of a batch into `count` runs of whole groups, as many in each as can be."""
    groups = torch.unique_consecutive(batch.group, return_counts=True)[1].tolist()
    ends = list(accumulate(groups, initial=0))
    runs = [parallel.share(len(groups), index, count) for index in range(count)]
    return [slice(ends[run.start], ends[run.stop]) for run in runs]


def own_share(batch: Batch) -> Batch:
    """Return the whole groups that this process works on: all where there is no other process."""
    if parallel.size() == 1:
        return batch
    rows = group_runs(batch, parallel.size())[parallel.rank()]
    return batch.part(rows.start, rows.stop)


def in_shares(batch: Batch, rows: int | None, compute: Callable[[Batch], Tensor]) -> Tensor:
    """Compute a number for each written token, part by part; [M].

    Args:
        batch: The batch; of several processes, each works on its share of it.
        rows: The most rows of a part.
        compute: A part -> its numbers.
    """

    def own() -> Tensor:
        found = [compute(part) for part in own_share(batch).parts(rows)]
        return torch.cat(found) if found else batch.old[:0]

    if parallel.size() == 1:
        return own()
    return torch.cat([one.to(batch.old) for one in parallel.gathered(lambda: own().cpu())])


def pack(
    rollouts: Sequence[Rollout], groups: Sequence[int], device: torch.device | str = "cpu"
) -> Batch:
    """Lay rollouts one after the other.

    Args:
        rollouts: The rows.
        groups: The group of each, those of a group side by side.
        device: The device of every column.

    Returns:
        The batch, with advantages and weights of 0.
    """
    tokens: list[int] = []
    at: list[int] = []
    row: list[int] = []
    old: list[float] = []
    foreign: list[bool] = []
    for index, rollout in enumerate(rollouts):
        for segment in rollout.segments:
            if segment.kind != "read":
                at += range(len(tokens), len(tokens) + len(segment.ids))
                row += [index] * len(segment.ids)
                other = segment.kind == "foreign"
                foreign += [other] * len(segment.ids)
                # Probability 1 under its author: the ratio of a foreign token is the policy's
                # probability.
                old += [0.0] * len(segment.ids) if other else segment.logprobs
            tokens += segment.ids
    lengths = [sum(len(one.ids) for one in rollout.segments) for rollout in rollouts]
    nothing = torch.zeros(len(at), device=device)
    return Batch(
        tokens=torch.tensor(tokens, dtype=torch.int64, device=device),
        starts=tuple(accumulate(lengths, initial=0)),
        at=torch.tensor(at, dtype=torch.int64, device=device),
        row=torch.tensor(row, dtype=torch.int64, device=device),
        group=torch.tensor(list(groups), dtype=torch.int64, device=device),
        old=torch.tensor(old, dtype=torch.float32, device=device),
        foreign=torch.tensor(foreign, dtype=torch.bool, device=device),
        advantage=nothing,
        weight=nothing,
        bonus=nothing,
    )
