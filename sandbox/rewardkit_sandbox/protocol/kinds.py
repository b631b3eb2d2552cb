"""What stands for a value that cannot travel as it is: an object's number, an iterator's items."""

from __future__ import annotations

import collections
from typing import Any

VIEWS: list[tuple[Any, str]] = [
    (type({}.keys()), "$keys"), (type({}.values()), "$values"), (type({}.items()), "$items"),
]  # fmt: skip


class Items(list[Any]):
    """What an iterator had left: in the channel it is its items."""


def as_list(value: Any) -> Any:
    """A list of what has items in an order and is no list, where only lists can be written down.

    A view of a dict stays what it is: it is no list, and no test that asks for one means it.

    Example:
        >>> as_list(range(3)), as_list({"a": 1}.keys()), as_list({1, 2}) == {1, 2}
        ([0, 1, 2], dict_keys(['a']), True)
    """
    if type(value) in _LISTED or isinstance(value, Items):
        return list(value)
    return value


_LISTED = (range, collections.deque)
