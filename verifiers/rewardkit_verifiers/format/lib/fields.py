"""Fields of nested values: typed by a schema, empty or not, and shared with a reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rewardkit_verifiers.tools.lib.typed_text import typed_text

Path = tuple[str | int, ...]


def typed(value: Any, schema: Any) -> Any:
    """Return a value whose texts have the types that a schema asks for: XML and CSV have none.

    Example:
        >>> typed({"age": "31"}, {"properties": {"age": {"type": "integer"}}})
        {'age': 31}
    """
    if not isinstance(schema, Mapping):
        return value
    if isinstance(value, str):
        return typed_text(value, schema) if isinstance(schema.get("type"), str) else value
    if isinstance(value, list):
        return [typed(one, schema.get("items")) for one in value]
    if isinstance(value, dict):
        known = schema.get("properties") or {}
        return {name: typed(one, known.get(name)) for name, one in value.items()}
    return value


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value that holds no other, with its path; an empty list or object is one.

    Example:
        >>> list(leaves({"a": [1, {}]}))
        [(('a', 0), 1), (('a', 1), {})]
    """
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    if not inner:
        yield path, value
        return
    for name, one in inner:
        yield from leaves(one, (*path, name))


def first_empty(value: Any) -> Path | None:
    """Return the path of the first value that shows nothing, or None.

    Example:
        >>> first_empty({"a": 0, "b": " "}), first_empty({"a": False})
        (('b',), None)
    """
    for path, one in leaves(value):
        if one is None or one in ({}, []) or (isinstance(one, str) and not one.strip()):
            return path
    return None


def shared(wanted: Any, value: Any) -> float:
    """Return the share of fields of either value that both have alike.

    Example:
        >>> shared({"a": 1, "b": 2}, {"a": 1, "b": 3}), shared({"a": 1}, {"a": True})
        (0.5, 0.0)
    """
    ours, theirs = dict(leaves(wanted)), dict(leaves(value))
    alike = sum(path in theirs and _alike(one, theirs[path]) for path, one in ours.items())
    return alike / len(ours.keys() | theirs.keys())


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    return bool(one == other)
