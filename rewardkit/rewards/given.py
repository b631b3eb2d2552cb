"""The samples that a caller of a reward gives: objects, mappings, or fields by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rewardkit.data.sample import Sample


def one_sample(sample: Sample | None, fields: Mapping[str, Any]) -> Sample:
    """Return the sample of a call: a Sample, a mapping in its place, or fields by name.

    Raises:
        TypeError: It is none of these, or both.
        InputError: The fields are no sample.
    """
    if sample is None:
        return Sample.from_row(fields)
    if fields:
        raise TypeError(
            f"give a Sample or fields by name, not both (got {', '.join(sorted(fields))})"
        )
    if not isinstance(sample, Sample):
        if isinstance(sample, Mapping):
            return Sample.from_row(sample)
        raise TypeError(
            f"score takes a Sample, a mapping, or fields by name such as completion=..., not "
            f"{type(sample).__name__} {str(sample)[:40]!r}"
        )
    return sample


def as_samples(rows: Sequence[Sample | Mapping[str, Any]]) -> list[Sample]:
    """Return rows as samples; mappings are read by `Sample.from_row`."""
    return [row if isinstance(row, Sample) else Sample.from_row(row) for row in rows]
