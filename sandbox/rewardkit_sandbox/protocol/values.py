"""Python values as typed JSON: by value only, so that nothing is ever run to read one.

Plain JSON stays as it is (null, booleans, numbers, strings, lists, dicts with string keys);
everything else is an object with one key that begins with `$`. Both sides of the channel use
this module, so it needs nothing but the standard library.

Example:
    >>> encode((1, {2: "a"}))
    {'$tuple': [1, {'$dict': [[2, 'a']]}]}
    >>> decode({"$set": [1, 2]})
    {1, 2}
"""

from __future__ import annotations

import collections
import math
import sys
from collections.abc import Callable
from typing import Any

DEEPEST = 200
MOST_ITEMS = 100_000  # of an iterator or a range: some have no end
_PLAIN_INT = 1 << 62


class NotByValue(TypeError):
    """A value has a type that cannot be sent by value, or is nested too deeply."""


class Items(list[Any]):
    """What an iterator had left: in the channel it is its items."""


class After(list[Any]):
    """A call answered None, and these are its arguments now: it changed them in place."""


class Ref:
    """Stands for an object that stays where it is, and is spoken of by number."""

    __slots__ = ("kind", "number")

    def __init__(self, number: int, kind: str = "object") -> None:
        self.number = number
        self.kind = kind

    def __repr__(self) -> str:
        return f"<{self.kind} number {self.number}>"

    def __eq__(self, other: object) -> bool:
        return type(other) is Ref and other.number == self.number

    def __hash__(self) -> int:
        return hash((Ref, self.number))


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
    if kind is Ref:
        return {"$object": [value.number, value.kind]}
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
        _bounded(value)
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
    tag = next((tag for base, tag in _VIEWS if isinstance(value, base)), "")
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


def _bounded(value: range) -> range:
    if not -1 < (value.stop - value.start) // value.step <= MOST_ITEMS and value:
        raise NotByValue(f"a range with more than {MOST_ITEMS} items")
    return value


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
    (After, "$after"),
]  # fmt: skip
_VIEWS: list[tuple[Any, str]] = [
    (type({}.keys()), "$keys"), (type({}.values()), "$values"), (type({}.items()), "$items"),
]  # fmt: skip


def decode(data: Any, depth: int = 0) -> Any:
    """Return the value that `encode` made this data from.

    Raises:
        NotByValue: The data is not what `encode` makes.
    """
    if depth > DEEPEST:
        raise NotByValue(f"nested more than {DEEPEST} deep")
    if isinstance(data, list):
        return [decode(item, depth + 1) for item in data]
    if not isinstance(data, dict):
        return data
    if len(data) == 1:
        ((tag, body),) = data.items()
        if tag in _DECODERS:
            try:
                return _DECODERS[tag](body, depth)
            except NotByValue:
                raise
            except (TypeError, ValueError, ArithmeticError, LookupError) as error:
                raise NotByValue(f"{tag}: {error}") from None
    if any(key[:1] == "$" for key in data):
        raise NotByValue("a key that begins with $")
    return {key: decode(item, depth + 1) for key, item in data.items()}


def too_deep(data: Any) -> bool:
    """Whether JSON data is nested deeper than `decode` reads; looks no further than that."""
    level = [data]
    for _ in range(2 * DEEPEST):
        level = [
            item
            for part in level
            if isinstance(part, (list, dict))
            for item in (part if isinstance(part, list) else part.values())
        ]
        if not level:
            return False
    return True


def _items(body: Any, depth: int) -> list[Any]:
    if not isinstance(body, list):
        raise NotByValue("expected a list")
    return [decode(item, depth + 1) for item in body]


def _decimal(body: Any, _: int) -> Any:
    from decimal import Decimal

    return Decimal(str(body)[:10_000])


def _fraction(body: Any, depth: int) -> Any:
    from fractions import Fraction

    return Fraction(*_items(body, depth))


def _dict(body: Any, depth: int) -> Any:
    pairs = _items(body, depth)
    _spread([key for key, _ in pairs])
    return dict(pairs)


def _view(tag: str) -> Callable[[Any, int], Any]:
    def made(body: Any, depth: int) -> Any:
        items = _items(body, depth)
        if tag == "$values":
            return dict(enumerate(items)).values()
        if tag == "$keys":
            return dict.fromkeys(_spread(items)).keys()
        return _dict(body, depth).items()

    return made


def _deque(body: Any, depth: int) -> Any:
    return collections.deque(_items(body[0], depth), body[1])


def _moment(kind: str) -> Callable[[Any, int], Any]:
    def made(body: Any, _: int) -> Any:
        import datetime

        if kind == "timedelta":
            return datetime.timedelta(*(int(part) for part in body))
        return getattr(datetime, kind).fromisoformat(str(body)[:64])

    return made


def as_list(value: Any) -> Any:
    """A list of what has items and is no list, where only lists can be written down.

    Example:
        >>> as_list(range(3)), as_list({"a": 1}.keys()), as_list({1, 2}) == {1, 2}
        ([0, 1, 2], ['a'], True)
    """
    if type(value) in _LISTED or isinstance(value, Items):
        return list(value)
    return value


def _spread(keys: list[Any]) -> list[Any]:
    """Refuse keys made to collide: a set of them takes time that grows with the square."""
    if len(keys) > 1000 and 2 * len({hash(key) for key in keys}) < len(keys):
        raise NotByValue("keys made to collide")
    return keys


_DECODERS: dict[str, Callable[[Any, int], Any]] = {
    "$int": lambda body, _: int(str(body), 16),
    "$float": lambda body, _: float(str(body)),
    "$complex": lambda body, _: complex(float(body[0]), float(body[1])),
    "$bytes": lambda body, _: bytes.fromhex(str(body)),
    "$tuple": lambda body, depth: tuple(_items(body, depth)),
    "$set": lambda body, depth: set(_spread(_items(body, depth))),
    "$frozenset": lambda body, depth: frozenset(_spread(_items(body, depth))),
    "$dict": _dict,
    "$decimal": _decimal,
    "$fraction": _fraction,
    "$range": lambda body, depth: _bounded(range(*_items(body, depth))),
    "$iter": lambda body, depth: Items(_items(body, depth)),
    "$after": lambda body, depth: After(_items(body, depth)),
    "$object": lambda body, _: Ref(int(body[0]), str(body[1])[:80]),
    "$deque": _deque,
    **{tag: _view(tag) for _, tag in _VIEWS},
    **{f"${kind}": _moment(kind) for kind in ("date", "datetime", "time", "timedelta")},
}
_LISTED = (range, collections.deque, *(kind for kind, _ in _VIEWS))
