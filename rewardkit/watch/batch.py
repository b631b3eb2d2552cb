"""The scored completions of one step, as every trainer can give them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from rewardkit.data.groups import group_keys
from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import InputError


@dataclass(frozen=True, slots=True)
class Batch:
    """The scored completions of one step.

    Attributes:
        step: The number of the step.
        samples: The completions with their rows.
        breakdowns: The score of each.
        groups: The group of each; by default that of the sample, else runs of equal prompts.
        entropy: The entropy of the policy in nats a token, where the trainer knows it.
        right: A trusted label of each completion, where there is one; only the gap between pay
            and label is made of it.
    """

    step: int
    samples: Sequence[Sample]
    breakdowns: Sequence[Breakdown]
    groups: Sequence[Hashable] = field(default=())
    entropy: float | None = None
    right: Sequence[bool | None] = field(default=())

    def __post_init__(self) -> None:
        rows = len(self.samples)
        for name in ("breakdowns", "groups", "right"):
            given = len(getattr(self, name))
            if given != rows and (given or name == "breakdowns"):
                raise InputError(f"a batch of {rows} samples has {given} {name}")

    def rows_by_group(self) -> dict[Hashable, list[int]]:
        """Return the rows of each group, in the order of their first row."""
        keys: Sequence[Hashable] = self.groups or group_keys(self.samples)
        if all(sample.group is None and not sample.prompt for sample in self.samples):
            # Nothing says which rows belong together: each stands alone.
            keys = self.groups or range(len(self.samples))
        found: dict[Hashable, list[int]] = {}
        for row, key in enumerate(keys):
            found.setdefault(key, []).append(row)
        return found
