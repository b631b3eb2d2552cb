"""Group keys: the completions of one prompt form a group."""

from __future__ import annotations

from collections.abc import Sequence

from rewardkit.data.sample import Sample


def group_keys(samples: Sequence[Sample]) -> list[tuple[str, str | int]]:
    """Return the group key of each sample: its own `group`, else one key per run of equal prompts.

    Example:
        >>> rows = [Sample("4", prompt="2+2"), Sample("5", prompt="2+2"), Sample("6", prompt="3+3")]
        >>> group_keys(rows)
        [('run', 0), ('run', 0), ('run', 1)]
    """
    keys: list[tuple[str, str | int]] = []
    turn = 0
    for index, sample in enumerate(samples):
        if index and sample.group is None and begins_group(samples[index - 1], sample):
            turn += 1
        keys.append(("run", turn) if sample.group is None else ("group", sample.group))
    return keys


def begins_group(before: Sample, sample: Sample) -> bool:
    """Return True if a sample that follows another one starts a new group."""
    if sample.group is None and before.group is None:
        return bool(sample.prompt != before.prompt)
    return sample.group != before.group
