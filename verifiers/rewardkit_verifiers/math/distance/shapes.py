"""Answers that are more than one plain number: roots, tuples, matrices, sets and intervals.

A shape is what distances are measured between. Closed expressions become numbers; everything
else is compared part by part.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rewardkit_verifiers.math.distance.closeness import Pay
from rewardkit_verifiers.math.lib.decide import relations, sets
from rewardkit_verifiers.math.lib.decide.budget import budget
from rewardkit_verifiers.math.lib.decide.matrices import expanded
from rewardkit_verifiers.math.lib.decide.scalar import as_fraction, value_of
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, symbols
from rewardkit_verifiers.math.lib.plain_number import Number

_MOST_PARTS = 64


@dataclass(frozen=True, slots=True)
class Row:
    """Numbers in an order: a tuple, a vector, or the rows of a matrix one after the other."""

    numbers: tuple[Number, ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bag:
    """Numbers in no order: a set, or a list between commas."""

    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A bounded interval."""

    low: Number
    high: Number


Shape = Row | Bag | Span


def shape_of(text: str) -> Number | Shape | None:
    r"""Read a text as a number or a shape of numbers, or return None.

    Example:
        >>> shape_of(r"(\frac12, 3)")
        Row(numbers=(Fraction(1, 2), Fraction(3, 1)), widths=(2,))
        >>> shape_of("x + 1") is None
        True
    """
    try:
        with budget():
            return _shape(expanded(parse(text)))
    except Unreadable:
        return None


def _shape(node: Node) -> Number | Shape | None:
    if node.op in ("noted", "qty"):
        return _shape(node.args[0])
    if node.op == "named":
        return _shape(node.args[1])
    if node.op == "rel":
        found = relations.labelled(node)
        if found is not None:
            return _shape(found.value)
        return _span(node)
    if node.op == "tuple":
        return _row((node.args[2],))
    if node.op == "matrix":
        return _row(node.args[0])
    if node.op in ("list", "set", "and", "or"):
        numbers = _numbers(node.args)
        return None if numbers is None else Bag(numbers)
    if node.op == "range":
        return _span(node)
    return _number(node)


def _row(rows: tuple[tuple[Node, ...], ...]) -> Row | None:
    numbers = _numbers(tuple(cell for row in rows for cell in row))
    if numbers is None:
        return None
    # A vector is the same written as a column or as a row.
    column = all(len(row) == 1 for row in rows)
    return Row(numbers, (len(rows),) if column else tuple(len(row) for row in rows))


def _span(node: Node) -> Span | None:
    parts = sets.pieces(node)
    if parts is None or len(parts) != 1:
        return None
    low, high = _number(parts[0].low), _number(parts[0].high)
    return None if low is None or high is None or low > high else Span(low, high)


def _numbers(nodes: tuple[Node, ...]) -> tuple[Number, ...] | None:
    found: list[Number] = []
    for node in nodes:
        number = _shape(node)
        if number is None or isinstance(number, (Row, Bag, Span)) or len(found) >= _MOST_PARTS:
            return None
        found.append(number)
    return tuple(found) if found else None


def _number(node: Node) -> Number | None:
    exact = as_fraction(node)
    if exact is not None:
        return exact
    if symbols(node):
        return None
    value: Any = value_of(node)
    if value is None or value.imag or not value.context.isfinite(value):
        return None
    return Decimal(value.context.nstr(value.real, 40))


def pay_between(
    guess: Shape, truth: Shape, pay: Pay, by_overlap: Callable[[float], float]
) -> float | None:
    """Return what a shape is paid given the true one, or None when they cannot be compared.

    Args:
        guess: The answer.
        truth: The reference.
        pay: What one number is paid; a shape is paid the mean of its parts.
        by_overlap: What an interval is paid whose overlap with the true one is 0 to 1.
    """
    if isinstance(guess, Span) or isinstance(truth, Span):
        spans = _as_span(guess), _as_span(truth)
        return by_overlap(_overlap(*spans)) if None not in spans else None  # type: ignore[arg-type]
    if len(guess.numbers) != len(truth.numbers):
        return None
    if isinstance(truth, Row):
        if isinstance(guess, Row) and guess.widths != truth.widths and len(truth.widths) > 1:
            return None
        paid = [pay(one, other) for one, other in zip(guess.numbers, truth.numbers, strict=True)]
        return math.fsum(paid) / len(paid)
    table = [[pay(one, other) for other in truth.numbers] for one in guess.numbers]
    return best_assignment(table) / len(table)


def _as_span(shape: Shape) -> Span | None:
    if isinstance(shape, Span):
        return shape
    if isinstance(shape, Row) and len(shape.numbers) == 2 and shape.numbers[0] <= shape.numbers[1]:
        return Span(*shape.numbers)
    return None


def _overlap(one: Span, other: Span) -> float:
    """Return the length of the intersection over the length of the union, touching at least."""
    ends = [float(end) for end in (one.low, one.high, other.low, other.high)]
    together = min(ends[1], ends[3]) - max(ends[0], ends[2])
    whole = max(ends[1], ends[3]) - min(ends[0], ends[2])
    if whole == 0:
        return 1.0
    return max(0.0, together) / whole


def best_assignment(table: list[list[float]]) -> float:
    """Return the largest sum of one entry from each row and column: the Hungarian method.

    Args:
        table: A square table of pay, in O(n^3) steps; n is at most 64 here.

    Example:
        >>> best_assignment([[1.0, 0.0], [1.0, 0.5]])
        1.5
    """
    size = len(table)
    cost = [[-entry for entry in row] for row in table]
    row_potential, column_potential = [0.0] * (size + 1), [0.0] * (size + 1)
    matched = [0] * (size + 1)
    for row in range(1, size + 1):
        matched[0] = row
        _augment(cost, matched, row_potential, column_potential)
    return math.fsum(table[matched[column] - 1][column - 1] for column in range(1, size + 1))


def _augment(
    cost: list[list[float]], matched: list[int], rows: list[float], columns: list[float]
) -> None:
    """Match one more row along the cheapest alternating path (Kuhn 1955, Jonker-Volgenant form)."""
    size = len(cost)
    slack = [math.inf] * (size + 1)
    came_from = [0] * (size + 1)
    used = [False] * (size + 1)
    column = 0
    while matched[column]:
        used[column] = True
        row, step, following = matched[column], math.inf, 0
        for other in range(1, size + 1):
            if used[other]:
                continue
            reduced = cost[row - 1][other - 1] - rows[row] - columns[other]
            if reduced < slack[other]:
                slack[other], came_from[other] = reduced, column
            if slack[other] < step:
                step, following = slack[other], other
        for other in range(size + 1):
            if used[other]:
                rows[matched[other]] += step
                columns[other] -= step
            else:
                slack[other] -= step
        column = following
    while column:
        previous = came_from[column]
        matched[column] = matched[previous]
        column = previous
