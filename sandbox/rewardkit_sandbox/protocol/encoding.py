"""The writer of values: whatever a program returns becomes plain JSON data, or is refused."""

from __future__ import annotations

import math
import sys
from typing import Any

from rewardkit_sandbox.protocol.bounds import DEEPEST, MOST_ITEMS, NotByValue, bounded
from rewardkit_sandbox.protocol.kinds import VIEWS, Items

_PLAIN_INT = 1 << 62


def encode(value: Any, depth: int = 0) -> Any:
    """Return plain JSON data that stands for a value.

    Raises:
        NotByValue: The value is (or contains) a function, a generator, an object of a class
            that this module does not know, or is nested more than 200 deep.
    """
    if depth > DEEPEST:
        raise NotByValue(f"nested more than {DEEPEST} deep")
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        return value if -_PLAIN_INT < value < _PLAIN_INT else {"$int": hex(value)}
    if kind is float:
        return value if math.isfinite(value) else {"$float": repr(value)}
    if kind is list:
        return [encode(item, depth + 1) for item in value]
    if kind is dict:
        return _encode_dict(value, depth)
    return _encode_other(value, depth)


def _encode_dict(value: dict[Any, Any], depth: int) -> Any:
    if all(type(key) is str and key[:1] != "$" for key in value):
        return {key: encode(item, depth + 1) for key, item in value.items()}
    pairs = [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in value.items()]
    return {"$dict": pairs}


def _encode_other(value: Any, depth: int) -> Any:
    kind = type(value)
    for base, tag in _SEQUENCES:
        if isinstance(value, base):
            return {tag: [encode(item, depth + 1) for item in base.__iter__(value)]}
    if isinstance(value, (bytes, bytearray)):
        return {"$bytes": value.hex()}
    if isinstance(value, complex):
        return {"$complex": [repr(value.real), repr(value.imag)]}
    # Subclasses (a namedtuple, a Counter, an IntEnum) go as the plain value that they hold.
    if isinstance(value, list):
        return [encode(item, depth + 1) for item in list.__iter__(list(value))]
    if kind is range:
        bounded(value)
        return {"$range": [encode(part) for part in (value.start, value.stop, value.step)]}
    if isinstance(value, dict):
        return _encode_dict(dict(value), depth)
    for base in (bool, int, float, str):
        if isinstance(value, base):
            return encode(_plain(value, base), depth)
    if kind.__module__ in ("builtins", "itertools", "collections"):
        return _encode_items(value, depth)
    return _encode_library(value, depth)


def _encode_items(value: Any, depth: int) -> Any:
    """What has items and is no plain value: an iterator, a view of a dict, a deque."""
    kind = type(value)
    tag = next((tag for base, tag in VIEWS if isinstance(value, base)), "")
    if not tag and kind.__name__ != "deque" and not hasattr(kind, "__next__"):
        raise NotByValue(f"a {kind.__name__} cannot be sent by value")
    items: list[Any] = []
    for item in value:
        if len(items) == MOST_ITEMS:
            raise NotByValue(f"a {kind.__name__} with more than {MOST_ITEMS} items")
        items.append(encode(item, depth + 1))
    if kind.__name__ == "deque":
        return {"$deque": [items, value.maxlen]}
    return {tag or "$iter": items}


def _plain(value: Any, base: type) -> Any:
    """The value that an object of a subclass holds, whatever its own methods say."""
    if base is str:
        return str.__str__(value)
    return int.__add__(value, 0) if base is int else float.__add__(value, 0.0)


def _encode_library(value: Any, depth: int) -> Any:
    kind = type(value)
    home = str(getattr(kind, "__module__", "")).partition(".")[0]
    if home == "numpy" and "numpy" in sys.modules:
        if hasattr(value, "tolist"):  # arrays and numpy's own scalars
            return encode(value.tolist(), depth)
    elif home == "decimal" and kind.__name__ == "Decimal":
        return {"$decimal": str(value)}
    elif home == "fractions" and kind.__name__ == "Fraction":
        return {"$fraction": [encode(value.numerator), encode(value.denominator)]}
    elif home == "datetime" and kind.__name__ in ("date", "datetime", "time"):
        return {f"${kind.__name__}": value.isoformat()}
    elif home == "datetime" and kind.__name__ == "timedelta":
        return {"$timedelta": [value.days, value.seconds, value.microseconds]}
    raise NotByValue(f"a {kind.__name__} cannot be sent by value")


_SEQUENCES: list[tuple[Any, str]] = [
    (tuple, "$tuple"), (set, "$set"), (frozenset, "$frozenset"), (Items, "$iter"),
]  # fmt: skip
