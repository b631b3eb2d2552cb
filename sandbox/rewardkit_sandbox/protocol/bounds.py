"""Bounds of a value that travels: reading one takes time and memory linear in its length.

A program chooses what it returns, and the caller, who is a trainer, reads that in its own
process. Whatever takes more than linear time to build or to compare is refused there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import Any

DEEPEST = 200
MOST_ITEMS = 100_000  # of an iterator or a range: some have no end
MOST_VALUES = 2_000_000
# A list costs the reader ten times what a number in it does.
MOST_CONTAINERS = 250_000
_KEY_COST = 4  # what a key costs beside a number in a list
# What a Decimal is compared with is converted to decimal digits, in quadratic time.
MOST_BITS_BESIDE_DECIMALS = 1 << 15
MOST_DIGITS = 100_000
_FEW_KEYS = 16
_FEW_COLLISIONS = 10_000


class NotByValue(TypeError):
    """A value has a type that cannot be sent by value, is nested too deeply, or is too large."""


def excess(data: Any) -> str:
    """Return why JSON data is more than a value may hold, or "".

    Looks at one level after another, and no further than the bounds.

    Example:
        >>> excess([[1, 2], {"a": 3}])
        ''
    """
    level: list[Any] = [data]
    values = containers = 0
    for _ in range(2 * DEEPEST):
        values += len(level)
        if values > MOST_VALUES:
            return f"more than {MOST_VALUES} values"
        inner = [part for part in level if type(part) is list or type(part) is dict]
        if not inner:
            return ""
        containers += len(inner)
        if containers > MOST_CONTAINERS:
            return f"more than {MOST_CONTAINERS} lists, tuples, sets and dicts"
        if values + sum(map(_cost, inner)) > MOST_VALUES:
            return f"more than {MOST_VALUES} values"
        level = list(chain.from_iterable(map(_items, inner)))
    return f"nested more than {DEEPEST} deep"


def _cost(part: Any) -> int:
    return len(part) * (_KEY_COST if type(part) is dict else 1)


def _items(part: Any) -> Iterable[Any]:
    return part if type(part) is list else part.values()


def bounded(value: range) -> range:
    """Return the range, unless it has too many items.

    Raises:
        NotByValue: It has more than 100,000.
    """
    if not -1 < (value.stop - value.start) // value.step <= MOST_ITEMS and value:
        raise NotByValue(f"a range with more than {MOST_ITEMS} items")
    return value


def spread(keys: list[Any]) -> list[Any]:
    """Return the keys, unless they were made to collide.

    A set of such keys takes time that grows with the square of their number.

    Raises:
        NotByValue: Too many pairs of them have the same hash.
    """
    if len(keys) > _FEW_KEYS:
        same = Counter(map(hash, keys)).values()
        pairs = sum(n * (n - 1) // 2 for n in same)
        # Equal keys are honest: they are found equal by identity or at the first comparison.
        if pairs > 4 * len(keys) + (_FEW_COLLISIONS if len(keys) > 1000 else 0):
            raise NotByValue("keys made to collide")
    return keys
