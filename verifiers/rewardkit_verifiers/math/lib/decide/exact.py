"""Exact values of closed rational expressions, with the size of every result known beforehand."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from rewardkit_verifiers.math.lib.decide.budget import spend
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, rebuilt

# Results of more bits than this are not computed; 2026 choose 1013 has about 2,000.
MOST_BITS = 120_000
_MOST_FACTORIAL = 5_000
_MOST_TERMS = 2_000


def exact(node: Node) -> Fraction | None:
    """Return the exact value of a closed expression, or None when it has none or is not rational.

    Raises:
        Unreadable: `too_large` when the value exists and is too large to compute.
        ZeroDivisionError: The expression divides by zero.
    """
    spend()
    op = node.op
    if op in ("num", "dec"):
        value: Fraction = node.args[0]
        return value
    reader = _EXACT.get(op)
    return None if reader is None else reader(node)


def bits(value: Fraction) -> int:
    """Return the size of a fraction in bits."""
    return value.numerator.bit_length() + value.denominator.bit_length()


def _bounded(value: Fraction) -> Fraction:
    size = bits(value)
    if size > MOST_BITS:
        raise Unreadable("too_large", "a number is too long to compute with")
    spend(size // 50)
    return value


def _sum(node: Node) -> Fraction | None:
    total = Fraction(0)
    for term in node.args:
        value = exact(term)
        if value is None:
            return None
        total = _bounded(total + value)
    return total


def _product(node: Node) -> Fraction | None:
    total = Fraction(1)
    for factor in node.args:
        value = exact(factor)
        if value is None:
            return None
        total = _bounded(total * value)
    return total


def _neg(node: Node) -> Fraction | None:
    value = exact(node.args[0])
    return None if value is None else -value


def _ratio(node: Node) -> Fraction | None:
    top, bottom = exact(node.args[0]), exact(node.args[1])
    return None if top is None or bottom is None else _bounded(top / bottom)


def _power(node: Node) -> Fraction | None:
    base, exponent = exact(node.args[0]), exact(node.args[1])
    if base is None or exponent is None:
        return None
    return power(base, exponent)


def power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """Return base ** exponent when it is rational and of bounded size."""
    if base in (0, 1) or (base == -1 and exponent.denominator == 1):
        if not base and exponent < 0:
            raise ZeroDivisionError
        if exponent.denominator == 1:
            even = exponent.numerator % 2 == 0
            return Fraction(1) if exponent == 0 or (base == -1 and even) else base
        return base
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if abs(exponent) * max(1, size - 1) > MOST_BITS:
        raise Unreadable("too_large", "a power is too large to compute")
    if exponent.denominator == 1:
        return base**exponent.numerator
    rooted = root(base, exponent.denominator)
    return None if rooted is None else rooted**exponent.numerator


def root(value: Fraction, degree: int) -> Fraction | None:
    """Return the exact root when it is rational and real; only of small degrees."""
    if degree > 64:
        return None
    if value < 0:
        if degree % 2 == 0:
            return None
        inner = root(-value, degree)
        return None if inner is None else -inner
    top, bottom = _integer_root(value.numerator, degree), _integer_root(value.denominator, degree)
    return None if top is None or bottom is None else Fraction(top, bottom)


def _integer_root(value: int, degree: int) -> int | None:
    if degree == 2:
        found = math.isqrt(value)
    else:
        if value.bit_length() > 2_000:
            return None
        low, high = 0, 1 << (value.bit_length() // degree + 1)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if middle**degree <= value else (low, middle - 1)
        found = low
    return found if found**degree == value else None


def factorial(value: Fraction) -> Fraction:
    """Return the factorial of a small whole number.

    Raises:
        Unreadable: The number is too large, or has no factorial.
    """
    if value.denominator != 1 or value < 0:
        raise Unreadable("syntax", "only whole numbers have factorials")
    if value > _MOST_FACTORIAL:
        raise Unreadable("too_large", "a factorial is too large to compute")
    return Fraction(math.factorial(value.numerator))


def _factorial(node: Node) -> Fraction | None:
    value = exact(node.args[0])
    if value is None or value.denominator != 1 or value < 0:
        return None
    return factorial(value)


def _function(node: Node) -> Fraction | None:
    reader = _FUNCTIONS.get(node.args[0])
    if reader is None:
        return None
    values = [exact(argument) for argument in node.args[1:]]
    if any(value is None for value in values):
        return None
    try:
        return reader(*values)
    except TypeError:
        raise Unreadable("syntax", f"{node.args[0]} with {len(values)} arguments") from None


def _log(node: Node) -> Fraction | None:
    base, value = exact(node.args[0]), exact(node.args[1])
    if base is None or value is None or base.denominator != 1 or base < 2 or value <= 0:
        return None
    number, sign = (value, 1) if value >= 1 else (1 / value, -1)
    if number.denominator != 1:
        return None
    count, rest = 0, number.numerator
    while rest % base.numerator == 0:
        rest //= base.numerator
        count += 1
    return Fraction(sign * count) if rest == 1 else None


def _binomial(n: Fraction, k: Fraction) -> Fraction | None:
    if n.denominator != 1 or k.denominator != 1 or n < 0:
        return None
    if k < 0 or k > n:
        return Fraction(0)
    k = min(k, n - k)
    if k * max(1, n.numerator.bit_length()) > MOST_BITS:
        raise Unreadable("too_large", "a binomial coefficient is too large to compute")
    return Fraction(math.comb(n.numerator, k.numerator))


def _gcd(*values: Fraction) -> Fraction:
    top = math.gcd(*(value.numerator for value in values))
    return Fraction(top, math.lcm(*(value.denominator for value in values)))


def _lcm(*values: Fraction) -> Fraction:
    bottom = math.gcd(*(value.denominator for value in values))
    return _bounded(Fraction(math.lcm(*(value.numerator for value in values)), bottom))


def _mod(left: Fraction, right: Fraction) -> Fraction:
    return left % right


def _root_of(value: Fraction, degree: Fraction) -> Fraction | None:
    return root(value, degree.numerator) if degree.denominator == 1 and degree > 0 else None


def _repeated(node: Node) -> Fraction | None:
    kind, variable, body, low, high = node.args
    if kind not in ("sum", "prod") or low is None or high is None or not variable:
        return None
    first, last = exact(low), exact(high)
    if first is None or last is None or first.denominator != 1 or last.denominator != 1:
        return None
    if last - first > _MOST_TERMS:
        return None
    total = Fraction(kind == "prod")
    for index in range(first.numerator, last.numerator + 1):
        value = exact(bound(body, variable, Fraction(index)))
        if value is None:
            return None
        total = _bounded(total + value if kind == "sum" else total * value)
    return total


def bound(body: Node, variable: str, value: Fraction) -> Node:
    """Return the body with its bound variable replaced by a number."""
    if body.op in ("sym", "const") and body.args[0] == variable:
        return Node("num", value)
    if body.op in ("sym", "const", "num", "dec"):
        return body
    return rebuilt(body, lambda child: bound(child, variable, value))


_FUNCTIONS: dict[str, Callable[..., Fraction | None]] = {
    "abs": abs,
    "floor": lambda value: Fraction(math.floor(value)),
    "ceil": lambda value: Fraction(math.ceil(value)),
    "sqrt": lambda value: root(value, 2),
    "cbrt": lambda value: root(value, 3),
    "root": _root_of,
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
    "gcd": _gcd,
    "lcm": _lcm,
    "mod": _mod,
    "binom": _binomial,
    "sgn": lambda value: Fraction((value > 0) - (value < 0)),
    "pow": power,
    "factorial": factorial,
    "conj": lambda value: value,
    "lg": lambda value: _log(Node("log", Node("num", Fraction(10)), Node("num", value))),
}
_EXACT: dict[str, Callable[[Node], Fraction | None]] = {
    "+": _sum,
    "*": _product,
    "neg": _neg,
    "/": _ratio,
    "^": _power,
    "!": _factorial,
    "fn": _function,
    "log": _log,
    "binder": _repeated,
    "pct": lambda node: None if (value := exact(node.args[0])) is None else value / 100,
}
