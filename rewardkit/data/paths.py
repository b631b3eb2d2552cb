"""Dotted paths into nested rows, such as `reward_spec.ground_truth` or `choices.0.text`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rewardkit.errors import InputError, closest

_ABSENT = object()


def look_up(row: Mapping[str, Any], path: str) -> Any:
    """Return the value at a path; a key that holds the dots itself is preferred.

    Args:
        row: The row, whose values may be mappings and lists.
        path: Keys with dots between them; a number is a position in a list.

    Raises:
        KeyError: There is nothing at this path.

    Example:
        >>> look_up({"spec": {"gold": ["4"]}}, "spec.gold.0")
        '4'
        >>> look_up({"a.b": 1}, "a.b")
        1
    """
    found = _walk(row, path)
    if found is _ABSENT:
        raise KeyError(path)
    return found


def renamed(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """Return a row in which each field of `columns` holds the value found at its path.

    The value is copied, not moved: a trainer may read the same key elsewhere, and a nested
    mapping is left as it is.

    Args:
        row: The row.
        columns: The path of each field, such as `{"answer": "reward_spec.ground_truth"}`.

    Raises:
        InputError: A path leads nowhere; the message names the closest key.

    Example:
        >>> renamed({"completion": "4", "spec": {"gold": "4"}}, {"answer": "spec.gold"})["answer"]
        '4'
    """
    out = dict(row)
    for name, path in columns.items():
        try:
            out[name] = look_up(row, path)
        except KeyError:
            raise InputError(
                f"the row has nothing at {path!r} to read as {name!r}.{_advice(row, path)}"
            ) from None
    return out


def _advice(row: Mapping[str, Any], path: str) -> str:
    at: Any = row
    for key in path.split("."):
        inner = _step(at, key)
        if inner is _ABSENT:
            return closest(key, map(str, at)) if isinstance(at, Mapping) else ""
        at = inner
    return ""


def _walk(at: Any, path: str) -> Any:
    whole = _step(at, path)
    if whole is not _ABSENT or "." not in path:
        return whole
    # The longest key first: {"a.b": {"c": 1}} holds a.b.c too.
    parts = path.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        inner = _step(at, ".".join(parts[:cut]))
        if inner is _ABSENT:
            continue
        found = _walk(inner, ".".join(parts[cut:]))
        if found is not _ABSENT:
            return found
    return _ABSENT


def _step(at: Any, key: str) -> Any:
    if isinstance(at, Mapping):
        return at.get(key, _ABSENT)
    if hasattr(at, "tolist"):
        at = at.tolist()
    if isinstance(at, Sequence) and not isinstance(at, (str, bytes)) and key.isdecimal():
        return at[int(key)] if int(key) < len(at) else _ABSENT
    return _ABSENT
