"""What stands for a value that cannot travel as it is: an object's number, an iterator's items."""

from __future__ import annotations

import collections
from typing import Any

VIEWS: list[tuple[Any, str]] = [
    (type({}.keys()), "$keys"), (type({}.values()), "$values"), (type({}.items()), "$items"),
]  # fmt: skip


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


def as_list(value: Any) -> Any:
    """A list of what has items and is no list, where only lists can be written down.

    Example:
        >>> as_list(range(3)), as_list({"a": 1}.keys()), as_list({1, 2}) == {1, 2}
        ([0, 1, 2], ['a'], True)
    """
    if type(value) in _LISTED or isinstance(value, Items):
        return list(value)
    return value


_LISTED = (range, collections.deque, *(kind for kind, _ in VIEWS))
