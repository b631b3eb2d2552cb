"""Values by cases against a closed form, or against other cases: place by place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from rewardkit_verifiers.math.lib.decide.exact import bound
from rewardkit_verifiers.math.lib.decide.scalar import Verdict, as_fraction
from rewardkit_verifiers.math.lib.grammar.values import Node, children, symbols, walk

_MOST_CASES = 8
_FEWEST_PLACES = 8
_MOST_PLACES = 40
_PARITY = re.compile(r"([a-z])\s*(?:is\s+)?(?:an?\s+)?(even|odd)", re.IGNORECASE)
_ORDERS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
}
Compare = Callable[[Node, Node], Verdict]


def by_places(gold: Node, pred: Node, compare: Compare) -> Verdict | None:
    """Compare two answers, of which one has cases at least, at many values of their one letter.

    Args:
        gold: The reference.
        pred: The answer.
        compare: How two values are compared once the letter is a number.

    Returns:
        None where the cases do not depend on one letter, or on more than order and parity.
    """
    names = _letters(gold) | _letters(pred)
    if len(names) != 1:
        return None
    (name,) = names
    if any(node.op != "cases" and name not in symbols(node) for node in (gold, pred)):
        return None  # one value for all cases is no closed form of them
    places = _places(gold, pred, name)
    if places is None:
        return None
    agreed = 0
    for place in places:
        mine, theirs = _at(gold, name, place), _at(pred, name, place)
        if mine is None:
            continue  # the reference says nothing here
        if theirs is None or not compare(mine, theirs):
            return Verdict(False, "structure", "the values differ at a place")
        agreed += 1
    return Verdict(True, "structure", "at every place") if agreed >= _FEWEST_PLACES else None


def _letters(node: Node) -> frozenset[str]:
    """Return the letters that the conditions of an answer speak of."""
    if node.op != "cases":
        return frozenset()
    found: frozenset[str] = frozenset()
    for _, condition in node.args[0]:
        if condition is None:
            continue
        if condition.op == "text":
            parity = _parity(condition)
            found |= {parity[0]} if parity else set()
        else:
            found |= symbols(condition)
    return found


def _parity(condition: Node) -> tuple[str, int] | None:
    """Return the letter and the remainder by 2 that a condition such as `n is even` asks for."""
    found = _PARITY.search(condition.args[0])
    return None if found is None else (found[1], int(found[2].lower() == "odd"))


def _places(gold: Node, pred: Node, name: str) -> list[Fraction] | None:
    """Return the ends of all cases with places between and outside of them, or whole numbers."""
    ends: set[Fraction] = set()
    whole = False
    for node in (gold, pred):
        for part in _pieces(node):
            if part.op == "cases" and len(part.args[0]) > _MOST_CASES:
                return None
        if node.op != "cases":
            continue
        for _, condition in node.args[0]:
            if condition is None or _is_otherwise(condition):
                continue
            if condition.op == "text":
                if _parity(condition) is None:
                    return None
                whole = True
                continue
            numbers = _ends(condition, name)
            if numbers is None:
                return None
            ends |= numbers
    if whole:
        return [Fraction(value) for value in range(1, 13)]
    # The ends of the closed form, such as the 2 of |x - 2|, are found among its numbers.
    ends |= {value for node in (gold, pred) for part in walk(node)
             if part.op == "num" and abs(value := part.args[0]) <= 100}  # fmt: skip
    rising = sorted(ends)[: _MOST_PLACES // 3] or [Fraction(0)]
    low, high = rising[0], rising[-1]
    found = [low - step for step in _STEPS]
    for one, other in pairwise(rising):
        found += [one, one + (other - one) * Fraction(3, 7), one + (other - one) * Fraction(6, 7)]
    return [*found, high, *(high + step for step in _STEPS)]


# Outside of all ends.
_STEPS = (Fraction(1, 7), Fraction(13, 5), Fraction(19, 3), Fraction(17))


def _pieces(node: Node) -> Iterator[Node]:
    yield node
    yield from children(node)


def _is_otherwise(condition: Node) -> bool:
    return condition.op == "text" and bool(
        {"otherwise", "else"} & {*condition.args[0].lower().split()}
    )


def _ends(condition: Node, name: str) -> set[Fraction] | None:
    """Return the numbers that an order of one letter and numbers compares with, or None."""
    if condition.op in ("and", "or", "list"):
        found: set[Fraction] = set()
        for part in condition.args:
            inner = _ends(part, name)
            if inner is None:
                return None
            found |= inner
        return found
    if condition.op != "rel" or not set(condition.args[0]) <= set(_ORDERS):
        return None
    numbers = set()
    for side in condition.args[1]:
        if side.op == "sym" and side.args[0] == name:
            continue
        value = as_fraction(side)
        if value is None:
            return None
        numbers.add(value)
    return numbers


def _at(node: Node, name: str, place: Fraction) -> Node | None:
    """Return the value of an answer at a place, or None where no case holds there."""
    if node.op != "cases":
        return _placed(node, name, place)
    for value, condition in node.args[0]:
        if condition is None or _is_otherwise(condition) or _holds(condition, name, place):
            return _placed(value, name, place)
    return None


def _placed(node: Node, name: str, place: Fraction) -> Node:
    """Return a value with the letter replaced; the letter of a set in it is another one."""
    if node.op == "builder" and name in symbols(node.args[0]):
        return node
    return bound(node, name, place)


def _holds(condition: Node, name: str, place: Fraction) -> bool:
    if condition.op == "text":
        parity = _parity(condition)
        return parity is not None and place.denominator == 1 and place % 2 == parity[1]
    if condition.op in ("and", "list"):
        return all(_holds(part, name, place) for part in condition.args)
    if condition.op == "or":
        return any(_holds(part, name, place) for part in condition.args)
    ops, sides = condition.args
    values: list[Any] = [as_fraction(bound(side, name, place)) for side in sides]
    return None not in values and all(
        _ORDERS[op](one, other) for op, one, other in zip(ops, values, values[1:], strict=False)
    )
