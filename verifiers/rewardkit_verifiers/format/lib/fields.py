"""Fields of nested values: typed by a schema, empty or not, and shared with a reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from rewardkit_verifiers.tools.lib.typed_text import typed_text

Path = tuple[str | int, ...]

# A number as JSON writes it; more digits than these no value has.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,300})(?:\.[0-9]{1,300})?(?:[eE][+-]?[0-9]{1,3})?")


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


def shared(wanted: Any, value: Any, *, untyped: bool = False) -> float:
    """Return the share of fields of either value that both have alike.

    Args:
        wanted: The reference.
        value: What a reply holds.
        untyped: Whether its values are written as text, as in CSV and XML, so that a number, bool
            or null of the reference is held against what the text stands for.

    Example:
        >>> shared({"a": 1, "b": 2}, {"a": 1, "b": 3}), shared({"a": 1}, {"a": True})
        (0.5, 0.0)
        >>> shared({"a": 1}, {"a": "1.0"}, untyped=True), shared({"a": 1}, {"a": "01"})
        (1.0, 0.0)
    """
    alike = _alike_as_text if untyped else _alike
    ours, theirs = dict(leaves(wanted)), dict(leaves(value))
    if untyped:  # a null is also what is not there
        ours = {path: one for path, one in ours.items() if one is not None or path in theirs}
    agree = sum(path in theirs and alike(one, theirs[path]) for path, one in ours.items())
    return agree / len(ours.keys() | theirs.keys())


def _alike_as_text(one: Any, text: Any) -> bool:
    """Whether a text stands for a value of the reference: 31 is "31" or "31.0", and not "031"."""
    if isinstance(one, str) or not isinstance(text, str):
        return _alike(one, text)
    bare = text.strip()
    if one is None:
        return bare.casefold() in ("", "null")
    if isinstance(one, bool):
        return bare.casefold() == str(one).casefold()
    if not isinstance(one, int | float) or not _NUMBER.fullmatch(bare):
        return False
    return Decimal(bare) == Decimal(str(one))


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    return bool(one == other)
