"""Rows of a data set for verbs that judge the reward, not completions: `attack` and `lint`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit.data.paths import look_up
from rewardkit.data.sample_files import read_rows
from rewardkit.errors import InputError, closest


def data_rows(path: str, columns: Mapping[str, str], limit: int | None) -> list[dict[str, Any]]:
    """Return the rows of a file with fields read at their paths; a completion is not needed.

    A row with nothing at a path is left without the field: the data has a gap there.

    Args:
        path: The file, or `-`.
        columns: The field that is read at each path, such as `{"extra.gold": "answer"}`.
        limit: Stop after this many rows.

    Raises:
        InputError: A row cannot be read, or a path leads nowhere in every row.
    """
    found: list[dict[str, Any]] = []
    missing = dict(columns)
    known: dict[str, None] = {}
    for row in read_rows(path, limit):
        if row.fault:
            raise InputError(f"{path}: {row.fault}")
        taken = _taken(row.data, columns)
        missing = {old: new for old, new in missing.items() if new not in taken}
        known |= dict.fromkeys(map(str, row.data))
        gone = {*columns, *columns.values()}
        kept = {name: value for name, value in row.data.items() if name not in gone}
        found.append({"id": row.id, **kept, **taken})
    for old, new in missing.items() if found else ():
        raise InputError(
            f"{path}: no row has anything at {old!r} to read as {new!r}."
            f"{closest(old.partition('.')[0], known)}"
        )
    return found


def _taken(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    taken = {}
    for old, new in columns.items():
        try:
            taken[new] = look_up(row, old)
        except KeyError:
            continue
    if taken.get("completion", "") is None:
        del taken["completion"]
    return taken
