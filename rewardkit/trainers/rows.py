"""Rows as a trainer holds them, read as samples, and the groups that they form."""

from __future__ import annotations

import logging
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rewardkit.data.groups import group_keys
from rewardkit.data.paths import look_up, renamed
from rewardkit.data.sample import Sample
from rewardkit.errors import DefinitionError, InputError

log = logging.getLogger("rewardkit.trainers")
Row = Sample | Mapping[str, Any]


def sample_of(row: Row, columns: Mapping[str, str], group: Hashable | None = None) -> Sample:
    """Return a row as a sample.

    A key of the row called `group` is an ordinary column: groups are said by `group_size` or
    `group_by`. An `answer` or `id` of None is a gap in this row, not a missing column.

    Args:
        row: A sample, or a mapping that `Sample.from_row` reads.
        columns: The path inside the row of each field that is not read by its own name.
        group: The key of its group.

    Raises:
        InputError: The row has no completion, or a path leads nowhere.
    """
    if isinstance(row, Sample):
        return row if group is None else replace(row, group=_key(group))
    fields = renamed(row, columns) if columns else dict(row)
    named = fields.pop("group", None)
    empty = {name: None for name in ("answer", "id") if fields.get(name, "") is None}
    sample = Sample.from_row(fields)
    extra = {**empty, **({} if named is None else {"group": named})}
    if not extra and group is None:
        return sample
    return replace(sample, columns={**sample.columns, **extra}, group=_key(group))


def _key(group: Hashable | None) -> str | int | None:
    # Sample.group is text or a whole number; any other key is told apart by how it prints.
    if group is None or (isinstance(group, (str, int)) and not isinstance(group, bool)):
        return group
    return repr(group)


@dataclass(frozen=True, slots=True)
class Grouping:
    """The rule by which the rows of a batch form groups.

    Attributes:
        size: How many consecutive rows are the completions of one prompt.
        by: The path of the field that names the prompt of a row.

    Raises:
        DefinitionError: Both are given, or the size is no whole number of at least 1.
    """

    size: int | None = None
    by: str | None = None

    def __post_init__(self) -> None:
        if self.size is not None and self.by is not None:
            raise DefinitionError("give group_size or group_by, not both")
        bad = not isinstance(self.size, int) or isinstance(self.size, bool) or self.size < 1
        if self.size is not None and bad:
            raise DefinitionError(f"group_size={self.size!r} must be a whole number from 1 on")

    @property
    def said(self) -> bool:
        """Whether the caller has said what a group is."""
        return self.size is not None or self.by is not None

    def keys(self, rows: Sequence[Row]) -> list[Hashable] | None:
        """Return the key of each row's group; None if nothing is said.

        Raises:
            InputError: The batch is not made of whole groups, or a row lacks the field.
        """
        if self.size is not None:
            if len(rows) % self.size:
                raise InputError(
                    f"a batch of {len(rows)} rows is not made of groups of {self.size} "
                    "(group_size). With several processes, let each hold whole groups."
                )
            return [row // self.size for row in range(len(rows))]
        if self.by is None:
            return None
        return [_said_by(row, self.by, at) for at, row in enumerate(rows)]


def _said_by(row: Row, by: str, at: int) -> Hashable:
    try:
        found = row.field(by) if isinstance(row, Sample) else look_up(row, by)
    except KeyError:
        raise InputError(f"row {at} has no {by!r}, which group_by names") from None
    return found if isinstance(found, (str, int)) else repr(found)


def guessed(name: str, samples: Sequence[Sample]) -> list[Hashable]:
    """Return groups guessed from neighbours of equal prompts, and say so in the log."""
    keys: list[Hashable] = list(group_keys(samples))
    sizes = sorted({keys.count(key) for key in keys})
    log.warning(
        "reward %r compares the completions of a prompt, and nothing says which they are: "
        "neighbours with equal prompts are taken for a group (sizes here: %s). Say it with "
        "group_size= or group_by=.",
        name,
        ", ".join(map(str, sizes)),
    )
    return keys
