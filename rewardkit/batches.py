"""From any iterable of rows to batches of samples, without ever cutting a group."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from rewardkit.errors import InputError
from rewardkit.evaluate import begins_group
from rewardkit.reward import Reward
from rewardkit.sample import Sample

Row = Sample | Mapping[str, Any]
# A row that cannot be read keeps its place: it becomes an error, not the end of the batch.
Read = Sample | InputError


def check_rows(samples: object) -> None:
    """Refuse what is one sample, or nothing like a collection of them.

    Raises:
        TypeError: It is no iterable of rows.
    """
    if isinstance(samples, (Sample, Mapping, str, bytes, Reward)) or not isinstance(
        samples, Iterable
    ):
        raise TypeError(
            f"samples must be an iterable of Samples or dicts, not {type(samples).__name__}. "
            "Use .score(...) for a single one."
        )


def read_row(row: object, index: int) -> Read:
    """Return a row as a sample, or the error that says which row is wrong and how."""
    if isinstance(row, Sample):
        return row
    if not isinstance(row, Mapping):
        return InputError(
            f"row {index} is {type(row).__name__}, not a Sample or a dict with a 'completion': "
            f"{str(row)[:60]!r}"
        )
    try:
        return Sample.from_row(row)
    except InputError as error:
        return InputError(f"row {index}: {error}")


def batches(samples: Iterable[Row], size: int, whole_groups: bool) -> Iterator[list[Read]]:
    """Yield batches of at least one row and, groups aside, at most `size` rows.

    Of a list, a group may be scattered: a batch ends where no group is open. Of a stream,
    whose end nobody knows, the rows of a group must come one after the other.

    Raises:
        InputError: A group of a stream comes back after it has ended.
    """
    ends = _ends(samples) if whole_groups and isinstance(samples, Sequence) else None
    closed: set[Hashable] = set()
    batch: list[Read] = []
    last: Sample | None = None
    open_until = -1
    for index, row in enumerate(samples):
        sample = read_row(row, index)
        if whole_groups and isinstance(sample, Sample):
            sample = _hashable(sample, index)
        if len(batch) >= size and _may_cut(last, sample, whole_groups, index > open_until):
            yield batch
            if ends is None and whole_groups:
                closed.update(_group(one) for one in batch)
                closed.discard(None)
            batch = []
        if isinstance(sample, Sample):
            if sample.group is not None and sample.group in closed:
                raise InputError(
                    f"row {index} belongs to group {sample.group!r}, which had ended before. "
                    "Sort the stream by group, or give a list."
                )
            if ends is not None and sample.group is not None:
                open_until = max(open_until, ends[sample.group])
            last = sample
        batch.append(sample)
    if batch:
        yield batch


def _may_cut(before: Sample | None, sample: Read, whole_groups: bool, none_open: bool) -> bool:
    if not whole_groups or before is None:
        return True
    return none_open and isinstance(sample, Sample) and begins_group(before, sample)


def _group(row: object) -> Any:
    if isinstance(row, Sample):
        return row.group
    return row.get("group") if isinstance(row, Mapping) else None


def _hashable(sample: Sample, index: int) -> Read:
    try:
        hash(sample.group)
    except TypeError:
        kind = type(sample.group).__name__
        return InputError(f"row {index}: group must be text or a number, not {kind}")
    return sample


def _ends(samples: Sequence[Row]) -> dict[Hashable, int]:
    ends: dict[Hashable, int] = {}
    for index, row in enumerate(samples):
        group = _group(row)
        if isinstance(group, Hashable):
            ends[group] = index
    return ends
