"""Exact values of expressions with one square root, such as (2 + sqrt(3))^2016 / 6.

Most closed answers that are not rational are of this kind, and so are rational functions at whole
points. Three whole numbers stand for a value, which costs less than sixty digits of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from rewardkit_verifiers.math.lib.decide.budget import spend
from rewardkit_verifiers.math.lib.grammar.values import Node, symbols

# Numbers of more bits than this are left to those who compute digits.
_MOST_BITS = 40_000
# A root of more is not searched for its largest square.
_LARGEST_ROOT = 1_000_000
# Where unknowns are looked at: far from the small numbers at which formulas happen to meet.
_POINTS = (101, 107, 113, 131, 139, 151, 163, 173)


class Surd(NamedTuple):
    """The value (whole + times * sqrt(root)) / under; root is 0 where times is."""

    whole: int
    times: int
    under: int
    root: int

    def equals(self, other: Surd) -> bool:
        """Whether two values are one: their rational and irrational parts agree."""
        if self.root and other.root and self.root != other.root and (self.times or other.times):
            return False
        return (
            self.whole * other.under == other.whole * self.under
            and self.times * other.under == other.times * self.under
        )


class _Beyond(Exception):
    """The expression has no value of this kind, or one too long to be cheap."""


def compared(left: Node, right: Node) -> bool | None:
    r"""Return whether two expressions have the same value, or None where that is not seen cheaply.

    Args:
        left: An expression; with unknowns only a difference is told, as found at one whole point.
        right: Another.

    Example:
        >>> from rewardkit_verifiers.math.lib.grammar.parse import parse
        >>> compared(parse(r"(1+\sqrt{3})^2"), parse(r"4+2\sqrt{3}"))
        True
        >>> compared(parse("x^2"), parse("x^3")), compared(parse("2x"), parse("x+x"))
        (False, None)
    """
    names = sorted(symbols(left) | symbols(right))
    if len(names) > len(_POINTS):
        return None
    at = dict(zip(names, _POINTS, strict=False))
    try:
        one = _value(left, at)
        other = _value(right, at)
    except _Beyond:
        return None
    equal = one.equals(other)
    return None if equal and names else equal


def _value(node: Node, at: Mapping[str, int]) -> Surd:
    spend()
    op = node.op
    if op in ("num", "dec"):
        fraction = node.args[0]
        return Surd(fraction.numerator, 0, fraction.denominator, 0)
    if op == "sym":
        return Surd(at[node.args[0]], 0, 1, 0)
    reader = _VALUES.get(op)
    if reader is None:
        raise _Beyond
    return reader(node, at)


def _bounded(whole: int, times: int, under: int, root: int) -> Surd:
    if max(whole.bit_length(), times.bit_length(), under.bit_length()) > _MOST_BITS:
        raise _Beyond
    if under < 0:
        whole, times, under = -whole, -times, -under
    return Surd(whole, times, under, root if times else 0)


def _root_of(one: Surd, other: Surd) -> int:
    if one.root and other.root and one.root != other.root:
        raise _Beyond
    return one.root or other.root


def _added(one: Surd, other: Surd) -> Surd:
    root = _root_of(one, other)
    if one.under == other.under:
        return _bounded(one.whole + other.whole, one.times + other.times, one.under, root)
    return _bounded(
        one.whole * other.under + other.whole * one.under,
        one.times * other.under + other.times * one.under,
        one.under * other.under,
        root,
    )


def _multiplied(one: Surd, other: Surd) -> Surd:
    if one.root != other.root and one.times and other.times and not (one.whole or other.whole):
        # sqrt(6) sqrt(2) is 2 sqrt(3), and two imaginary roots make a negative number.
        shared = math.gcd(one.root, other.root)
        if one.root < 0 and other.root < 0:
            shared = -shared
        root = one.root * other.root // (shared * shared)
        return _bounded(0, one.times * other.times * shared, one.under * other.under, root)
    root = _root_of(one, other)
    return _bounded(
        one.whole * other.whole + one.times * other.times * root,
        one.whole * other.times + one.times * other.whole,
        one.under * other.under,
        root,
    )


def _inverse(one: Surd) -> Surd:
    norm = one.whole * one.whole - one.times * one.times * one.root
    if not norm:
        raise _Beyond
    return _bounded(one.whole * one.under, -one.times * one.under, norm, one.root)


def _power(base: Surd, exponent: int) -> Surd:
    if exponent < 0:
        base, exponent = _inverse(base), -exponent
    size = max(base.whole.bit_length(), base.times.bit_length(), base.under.bit_length())
    if size * exponent > _MOST_BITS:
        raise _Beyond
    spend(exponent.bit_length())
    found = Surd(1, 0, 1, 0)
    while exponent:
        if exponent & 1:
            found = _multiplied(found, base)
        exponent >>= 1
        if exponent:
            base = _multiplied(base, base)
    return found


def _square_root(one: Surd) -> Surd:
    if one.times:
        raise _Beyond
    # sqrt(a/b) is sqrt(ab) / b.
    inside = one.whole * one.under
    sign = -1 if inside < 0 else 1
    inside = abs(inside)
    whole = math.isqrt(inside)
    if whole * whole == inside:
        return _bounded(0, whole, one.under, -1) if sign < 0 else _bounded(whole, 0, one.under, 0)
    if inside > _LARGEST_ROOT:
        raise _Beyond
    outside, factor = 1, 2
    while factor * factor <= inside:
        square = factor * factor
        while inside % square == 0:
            inside //= square
            outside *= factor
        factor += 1
    return _bounded(0, outside, one.under, sign * inside)


# --- operations --------------------------------------------------------------------
def _sum(node: Node, at: Mapping[str, int]) -> Surd:
    total = _value(node.args[0], at)
    for term in node.args[1:]:
        total = _added(total, _value(term, at))
    return total


def _product(node: Node, at: Mapping[str, int]) -> Surd:
    total = _value(node.args[0], at)
    for factor in node.args[1:]:
        total = _multiplied(total, _value(factor, at))
    return total


def _negative(node: Node, at: Mapping[str, int]) -> Surd:
    inner = _value(node.args[0], at)
    return Surd(-inner.whole, -inner.times, inner.under, inner.root)


def _ratio(node: Node, at: Mapping[str, int]) -> Surd:
    return _multiplied(_value(node.args[0], at), _inverse(_value(node.args[1], at)))


def _raised(node: Node, at: Mapping[str, int]) -> Surd:
    base, exponent = _value(node.args[0], at), _value(node.args[1], at)
    if exponent.times:
        raise _Beyond
    if exponent.whole % exponent.under == 0:
        return _power(base, exponent.whole // exponent.under)
    if exponent.whole * 2 == exponent.under and base.whole > 0:
        return _square_root(base)
    raise _Beyond


def _function(node: Node, at: Mapping[str, int]) -> Surd:
    if node.args[0] != "sqrt" or len(node.args) != 2:
        raise _Beyond
    return _square_root(_value(node.args[1], at))


def _constant(node: Node, at: Mapping[str, int]) -> Surd:
    if node.args[0] != "i":
        raise _Beyond
    return Surd(0, 1, 1, -1)


def _percent(node: Node, at: Mapping[str, int]) -> Surd:
    return _multiplied(_value(node.args[0], at), Surd(1, 0, 100, 0))


_VALUES: dict[str, Callable[[Node, Mapping[str, int]], Surd]] = {
    "const": _constant,
    "+": _sum,
    "*": _product,
    "/": _ratio,
    "^": _raised,
    "neg": _negative,
    "fn": _function,
    "pct": _percent,
}
