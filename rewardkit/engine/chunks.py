"""Chunks: an iterable of rows divided into batches of samples, never inside a group."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from rewardkit.data.groups import begins_group
from rewardkit.data.sample import Sample
from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward

Row = Sample | Mapping[str, Any]
# A row that cannot be read keeps its place: it becomes an error and does not end the batch.
Read = Sample | InputError


# Data frames are iterated over the names of their columns: pandas, polars.
_FRAMES = {"iterrows": '.to_dict("records")', "iter_rows": ".to_dicts()"}


def check_rows(samples: object) -> None:
    """Raise TypeError for a single sample, or an object that is no collection of rows.

    Raises:
        TypeError: The object is not an iterable of rows.
    """
    for mark, how in _FRAMES.items():
        if hasattr(samples, mark):
            raise TypeError(
                f"samples must be an iterable of Samples or dicts, not {type(samples).__name__}, "
                f"which is one of names of columns. Write {how} behind it."
            )
    if isinstance(samples, (Sample, Mapping, str, bytes, Reward)) or not isinstance(
        samples, Iterable
    ):
        raise TypeError(
            f"samples must be an iterable of Samples or dicts, not {type(samples).__name__}. "
            "Use .score(...) for a single one."
        )


def read_row(row: object, index: int) -> Read:
    """Return the sample of a row, or an error that names the row and the cause."""
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

    In a list, a group may be scattered: a batch ends where no group is open. In a stream, whose end
    is unknown, the rows of a group must be adjacent.

    Raises:
        InputError: A group of a stream comes back after it has ended.
    """
    if whole_groups:
        yield from _grouped(samples, size)
        return
    batch: list[Read] = []
    for index, row in enumerate(samples):
        batch.append(read_row(row, index))
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _grouped(samples: Iterable[Row], size: int) -> Iterator[list[Read]]:
    ends = _ends(samples) if isinstance(samples, Sequence) else None
    ended: set[Hashable] = set()
    batch: list[Read] = []
    last: Sample | None = None
    open_until = -1
    for index, row in enumerate(samples):
        sample = _hashable(read_row(row, index), index)
        if isinstance(sample, Sample):
            none_open = last is None or (index > open_until and begins_group(last, sample))
            if len(batch) >= size and none_open:
                yield batch
                if ends is None:
                    ended.update(_group(one) for one in batch)
                batch = []
            if sample.group is not None:
                _refuse_late(sample.group, ended, index)
                open_until = max(open_until, ends[sample.group] if ends is not None else -1)
            last = sample
        batch.append(sample)
    if batch:
        yield batch


def _refuse_late(group: Hashable, ended: set[Hashable], index: int) -> None:
    if group in ended:
        raise InputError(
            f"row {index} belongs to group {group!r}, which had ended before. "
            "Sort the stream by group, or give a list."
        )


def _group(row: object) -> Any:
    if isinstance(row, Sample):
        return row.group
    return row.get("group") if isinstance(row, Mapping) else None


def _hashable(sample: Read, index: int) -> Read:
    if isinstance(sample, Sample) and not _can_hash(sample.group):
        kind = type(sample.group).__name__
        return InputError(f"row {index}: group must be text or a number, not {kind}")
    return sample


def _can_hash(value: object) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _ends(samples: Sequence[Row]) -> dict[Hashable, int]:
    ends: dict[Hashable, int] = {}
    for index, row in enumerate(samples):
        group = _group(row)
        if _can_hash(group):
            ends[group] = index
    return ends
