"""Dotted paths into nested rows, such as `reward_spec.ground_truth` or `messages.-1.content`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit.errors import InputError, closest

_ABSENT = object()


def look_up(row: Mapping[str, Any], path: str) -> Any:
    """Return the value at a path; a key that holds the dots itself is preferred.

    Args:
        row: The row, whose values may be mappings and lists, or text that holds JSON of these.
        path: Keys with dots between them; a number is a position in a list, `-1` the last.

    Raises:
        KeyError: There is nothing at this path.

    Example:
        >>> look_up({"spec": {"gold": ["4"]}}, "spec.gold.0")
        '4'
        >>> look_up({"a.b": 1}, "a.b")
        1
        >>> look_up({"label": '{"gold": "4"}'}, "label.gold")
        '4'
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
            if null_on_way(row, path):
                out[name] = None  # as where the value itself is null
                continue
            raise InputError(
                f"the row has nothing at {path!r} to read as {name!r}.{_advice(row, path)}"
            ) from None
    return out


def null_on_way(row: Mapping[str, Any], path: str) -> bool:
    """Return True if the path is cut short by a null, or ends at one.

    Example:
        >>> null_on_way({"spec": None}, "spec.gold"), null_on_way({"spec": {}}, "spec.gold")
        (True, False)
    """
    at: Any = row
    for key in path.split("."):
        at = _step(_opened(at), key)
        if at is None:
            return True
    return False


def _advice(row: Mapping[str, Any], path: str) -> str:
    at: Any = row
    for key in path.split("."):
        at = _opened(at)
        inner = _step(at, key)
        if inner is _ABSENT:
            return closest(key, map(str, at)) if isinstance(at, Mapping) else ""
        at = inner
    return ""


def _walk(at: Any, path: str) -> Any:
    at = _opened(at)
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
    if isinstance(at, Sequence) and not isinstance(at, (str, bytes)):
        digits = key.removeprefix("-")
        # Python reads no number of thousands of digits, and no list is that long.
        if digits.isdecimal() and len(digits) < 10 and -len(at) <= int(key) < len(at):
            return at[int(key)]
    return _ABSENT


def _opened(at: Any) -> Any:
    """Return a value to look into: some data sets keep a mapping as text, or as an array."""
    if isinstance(at, str) and at.lstrip()[:1] in ("{", "["):
        try:
            return strict_json(at)
        except NotStrict:
            return at
    return at.tolist() if hasattr(at, "tolist") else at
