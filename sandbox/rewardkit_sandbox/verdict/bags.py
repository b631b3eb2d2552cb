"""Values compared without the order of any list in them, outermost and inner ones alike.

A task that says "in any order" may mean the outer list alone (points, intervals, permutations) or
every list (groups of words, subsets). What is said here tells the two apart, as far as a value can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Any

_DEEPEST = 220


def same_bags(expected: Any, actual: Any) -> bool:
    """Return whether two values are equal when no list in them has an order.

    Lists and tuples with the same items are equal, and so are a set and a list of its items.
    Numbers are equal as Python says, without a tolerance; a truth value is not a number.

    Example:
        >>> same_bags([["a", "b"], ["c"]], [["c"], ["b", "a"]]), same_bags([[1, 1]], [[1, 2]])
        (True, False)
    """
    # Equal values have as many parts, so that a forged one takes no longer than the reference.
    if _parts(expected, 0) != _parts(actual, 0):
        return False
    bags = _Bags()
    return bags.name(expected, 0) == bags.name(actual, 0)


def inner_order_counts(expected: Any) -> bool:
    """Return whether two lists inside differ by nothing but their order, which then counts.

    Example:
        >>> inner_order_counts([[1, 2], [2, 1]]), inner_order_counts([[1, 2], [3]])
        (True, False)
    """
    bags = _Bags()
    bags.name(expected, 0)
    return bags.met_twice


def _parts(value: Any, depth: int) -> int:
    if depth > _DEEPEST:
        return 1
    if type(value) in (list, tuple, set, frozenset):
        return 1 + sum(_parts(one, depth + 1) for one in value)
    if type(value) is dict:
        return 1 + sum(1 + _parts(one, depth + 1) for one in value.values())
    return 1


class _Bags:
    """Gives every value a number, and equal ones the same: so each part is looked at once.

    Attributes:
        met_twice: Whether two lists have the same items in another order.
    """

    def __init__(self) -> None:
        self._names: dict[Hashable, int] = {}
        self._orders: dict[int, tuple[int, ...]] = {}
        self.met_twice = False

    def name(self, value: Any, depth: int) -> int:
        """Return the number of a value."""
        if depth > _DEEPEST:
            return self._named(("deep", type(value).__name__))
        if type(value) in (list, tuple, set, frozenset):
            return self._listed(value, depth)
        if type(value) is dict:
            pairs = ((self.name(key, depth + 1), self.name(value[key], depth + 1)) for key in value)
            return self._named(("dict", frozenset(pairs)))
        kind = "number" if type(value) in (int, float) else type(value).__name__
        return self._named((kind, value))

    def _listed(self, value: Any, depth: int) -> int:
        items = tuple(self.name(one, depth + 1) for one in value)
        found = self._named(("list", frozenset(Counter(items).items())))
        if (
            depth
            and type(value) in (list, tuple)
            and self._orders.setdefault(found, items) != items
        ):
            self.met_twice = True
        return found

    def _named(self, key: Hashable) -> int:
        return self._names.setdefault(key, len(self._names))
