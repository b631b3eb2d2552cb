"""Values of expressions at chosen points, to 60 digits, with the cost of each step known first.

Nothing here decides; `scalar` does.
"""

from __future__ import annotations

import os
import random
import threading
import zlib
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from rewardkit_verifiers.math.lib.decide.budget import spend
from rewardkit_verifiers.math.lib.decide.divisors import divisor
from rewardkit_verifiers.math.lib.decide.exact import bound, exact
from rewardkit_verifiers.math.lib.decide.gamma import binomial_at, factorial_at
from rewardkit_verifiers.math.lib.decide.points import NEGATIVE, WHOLE, coordinate
from rewardkit_verifiers.math.lib.decide.precision import PRECISION, context
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable
from rewardkit_verifiers.math.lib.word_lists import listed

_MOST_TERMS = 300
# mpmath keeps constants and Bernoulli numbers in tables that two threads must not grow at once.
_TURN = threading.Lock()
if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=lambda: _TURN._at_fork_reinit())  # type: ignore[attr-defined]


class Undefined(Exception):
    """The expression has no value at this point."""


class Evaluator:
    """The value of expressions at one point.

    Attributes:
        scale: The largest term that cancelled on the way; errors are measured against it.
        strain: Bits that the steps on the way need beyond the usual, as sin(10^30) needs 100.
        delicate: Whether a step may have enlarged a rounding error; a difference is then looked
            at again.
        opaque: Whether something was met that has no value here and stands for itself.
        whole: Whether letters such as n are whole numbers here.
        only_reals: Whether roots and logarithms of negative numbers have no value here.
    """

    def __init__(
        self, point: int, precision: int = PRECISION, radians: bool = True, whole: bool = False
    ) -> None:
        self.mp = context(precision)
        self.point = point
        self.radians = radians
        self.values: dict[str, Any] = {}
        self.scale: Any = self.mp.zero
        self.strain = 0
        self.delicate = False
        self.opaque = False
        self.whole = whole
        self.only_reals = point in NEGATIVE

    def finer(self, precision: int) -> Evaluator:
        """Return an evaluator at the same point with more bits."""
        return Evaluator(self.point, precision, self.radians, self.whole)

    def value(self, node: Node) -> Any:
        """Return the real or complex value.

        Raises:
            Undefined: It has none here.
            Unreadable: It would be too large or too much work.
        """
        try:
            with _TURN:
                return self._value(node)
        except (ZeroDivisionError, ValueError, OverflowError, TypeError) as error:
            raise Undefined(type(error).__name__) from None

    def _value(self, node: Node) -> Any:
        spend()
        op = node.op
        if op == "num" or op == "dec":
            fraction = node.args[0]
            if fraction.denominator == 1:
                return self.mp.mpf(fraction.numerator)
            return self.mp.mpf(fraction.numerator) / fraction.denominator
        if op == "sym":
            return self.symbol(node.args[0])
        reader = _VALUES.get(op)
        if reader is None:
            raise Undefined(op)
        return reader(self, node)

    def symbol(self, name: str) -> Any:
        """Return the value of a symbol at this point: the same in every process."""
        found = self.values.get(name)
        if found is None:
            at = coordinate(name, self.point)
            if self.whole and name[0] in WHOLE:
                at = self.point + 1.0 + (zlib.crc32(name.encode()) + self.point) % 3
            found = self.values[name] = self.mp.mpf(at)
        return found

    def guard(self, value: Any, magnitude: int) -> Any:
        """Return a value whose size in bits is below a bound.

        Raises:
            Unreadable: It is larger; what follows would fill memory or time.
        """
        if value and self.mp.mag(value) > magnitude:
            raise Unreadable("too_large", "a number is too large to compute with")
        return value

    def periodic(self, value: Any) -> Any:
        """Return an argument of sine and the like, noting that its whole turns cost precision."""
        if value and (size := self.mp.mag(value)) > 20:
            self.delicate = True
            self.strain = max(self.strain, size)
        return value

    def lost(self, found: Any, largest: Any) -> Any:
        """Return a result, noting if it is small beside its parts: the sine of pi, 1/3 - 1/3."""
        size = abs(largest)
        if abs(found) < size * 1e-6 and size < self.mp.inf:
            self.scale = max(self.scale, size)
            self.delicate = True
        return found

    def _whole_number(self, node: Node) -> int | None:
        value = self._value(node)
        if not self.mp.isfinite(value) or self.mp.im(value) or self.mp.mag(value) > 40:
            return None
        nearest = int(self.mp.nint(self.mp.re(value)))
        return nearest if nearest == value else None

    def stand_in(self, name: str, *parts: Any) -> Any:
        """Return a number that stands for something without a value, equal for equal parts."""
        self.opaque = True
        spelt = [part if isinstance(part, str) else self.mp.nstr(part, 25) for part in parts]
        seed = zlib.crc32("|".join([name, *spelt]).encode())
        return self.mp.mpf(random.Random(seed).uniform(0.3, 2.7))


# --- operations --------------------------------------------------------------------
def _const(self: Evaluator, node: Node) -> Any:
    name = node.args[0]
    if name == "pi":
        return +self.mp.pi
    if name == "e":
        return +self.mp.e
    if name == "i":
        return self.mp.mpc(0, 1)
    return self.mp.inf


def _sum(self: Evaluator, node: Node) -> Any:
    if any(term.op == "dots" for term in node.args):
        return _dotted(self, node, "+")
    terms = [self._value(term) for term in node.args]
    total = self.mp.fsum(terms)
    largest = max(abs(term) for term in terms)
    return self.lost(total, largest)


def _product(self: Evaluator, node: Node) -> Any:
    if any(factor.op == "dots" for factor in node.args):
        return _dotted(self, node, "*")
    total = self.mp.one
    for factor in node.args:
        total *= self._value(factor)
    return total


def _dotted(self: Evaluator, node: Node, sign: str) -> Any:
    """`a_1 + a_2 + ... + a_n` is known by its two ends, in either order."""
    at = next(index for index, term in enumerate(node.args) if term.op == "dots")
    before, after = node.args[:at], node.args[at + 1 :]
    if not before or not after:
        raise Undefined("dots")
    ends = sorted((self._value(before[0]), self._value(after[-1])), key=lambda end: self.mp.re(end))
    return self.stand_in(f"dots{sign}", *ends)


def _ratio(self: Evaluator, node: Node) -> Any:
    top, bottom = self._value(node.args[0]), self._value(node.args[1])
    if not bottom:
        raise Undefined("division by zero")
    return top / bottom


def _power(self: Evaluator, node: Node) -> Any:
    spend(5)
    base, exponent = self._value(node.args[0]), self._value(node.args[1])
    return _raised(self, base, exponent, node.args[1])


def _raised(self: Evaluator, base: Any, exponent: Any, written: Node | None = None) -> Any:
    if not base:
        if self.mp.re(exponent) <= 0:
            raise Undefined("0 to a power that is not positive")
        return self.mp.zero
    self.guard(exponent, 60)
    if abs(exponent) * max(1, abs(self.mp.mag(base))) > 1e7:
        raise Unreadable("too_large", "a power is too large to compute")
    real = self.mp.im(base) == 0 and self.mp.re(base) < 0
    written_ratio = written is not None and written.op == "/"
    if real and self.only_reals and not written_ratio and self.mp.nint(exponent) != exponent:
        raise Undefined("a power of a negative number")
    if real and written is not None and written.op == "/":
        # The real odd root of a negative number, as the notation is used below university.
        ratio = exact(written)
        if ratio is not None and ratio.denominator % 2 and ratio.denominator > 1:
            size = self.mp.power(-self.mp.re(base), exponent)
            return size if ratio.numerator % 2 == 0 else -size
    return self.mp.power(base, exponent)


def _negative(self: Evaluator, node: Node) -> Any:
    return -self._value(node.args[0])


def _factorial(self: Evaluator, node: Node) -> Any:
    spend(20)
    value = self.guard(self._value(node.args[0]), 24)
    return factorial_at(self.mp, value)


def _degrees(self: Evaluator, node: Node) -> Any:
    value = self._value(node.args[0])
    return value * self.mp.pi / 180 if self.radians else value


def _percent(self: Evaluator, node: Node) -> Any:
    return self._value(node.args[0]) / 100


def _log(self: Evaluator, node: Node) -> Any:
    spend(20)
    base = self._value(node.args[0])
    return _ln(self, self._value(node.args[1])) / _ln(self, base)


def _ln(self: Evaluator, value: Any) -> Any:
    if not value or (self.only_reals and self.mp.re(value) < 0):
        raise Undefined("logarithm of what is not positive")
    return self.lost(self.mp.ln(value), self.mp.one)


def _applied(self: Evaluator, node: Node) -> Any:
    return self.stand_in(f"app {node.args[0]}", *(self._value(arg) for arg in node.args[1:]))


def _opaque(self: Evaluator, node: Node) -> Any:
    parts = [self._value(arg) if isinstance(arg, Node) else str(arg) for arg in node.args[1:]]
    return self.stand_in(f"opaque {node.args[0]}", *parts)


def _opaque_ratio(self: Evaluator) -> Any:
    raise Undefined("a ratio of more than two numbers")


def _based(self: Evaluator, node: Node) -> Any:
    return self.stand_in("based", node.args[0], node.args[1])


def _binder(self: Evaluator, node: Node) -> Any:
    kind, variable, body, low, high = node.args
    spend(20)
    if kind in ("sum", "prod") and variable and low is not None and high is not None:
        first, last = self._whole_number(low), self._whole_number(high)
        if first is not None and last is not None and last - first <= _MOST_TERMS:
            terms = [
                self._value(bound(body, variable, Fraction(index)))
                for index in range(first, last + 1)
            ]
            return self.mp.fsum(terms) if kind == "sum" else self.mp.fprod(terms)
    ends = ["none" if end is None else _end(self, end) for end in (low, high)]
    inside = self._value(bound(body, variable, Fraction(7 + self.point, 5)) if variable else body)
    return self.stand_in(kind, inside, *ends)


def _end(self: Evaluator, node: Node) -> Any:
    value = self._value(node)
    return "inf" if value == self.mp.inf else "-inf" if value == -self.mp.inf else value


def _function(self: Evaluator, node: Node) -> Any:
    spend(10)
    name = node.args[0]
    if name in ("gcd", "lcm"):
        return self._value(divisor(name, node.args[1:]))
    values = [self._value(argument) for argument in node.args[1:]]
    reader = _FUNCTIONS.get(name)
    if reader is not None:
        return reader(self, *values)
    if hasattr(self.mp, name) and name in _MPMATH:
        (value,) = values
        if name in _GROWING:
            self.guard(value, 22)
        if name == "sqrt" and self.only_reals and self.mp.re(value) < 0:
            raise Undefined("root of a negative number")
        found = getattr(self.mp, name)(self.guard(value, 1_000))
        if name in _PERIODIC:
            return self.lost(found, self.periodic(value))
        return found
    return self.stand_in(name, *values)


_MPMATH = frozenset(
    listed(
        "sin cos tan cot sec csc sinh cosh tanh coth sech csch asin acos atan acot asec acsc "
        "asinh acosh atanh exp sqrt gamma arg"
    )
)
_PERIODIC = frozenset(listed("sin cos tan cot sec csc"))
_GROWING = frozenset(listed("exp sinh cosh tanh coth sech csch gamma"))


def _whole(self: Evaluator, value: Any, rounding: Callable[[Any], Any]) -> Any:
    if self.mp.im(value):
        raise Undefined("rounding of a complex number")
    real = self.periodic(self.guard(self.mp.re(value), 1_000))
    nearest = self.mp.nint(real)
    # A whole number that was computed inexactly must not fall to the wrong side.
    if abs(real - nearest) < self.mp.mpf(2) ** (-self.mp.prec // 2):
        return nearest
    return rounding(real)


def _ordered(self: Evaluator, values: tuple[Any, ...], pick: Callable[..., Any]) -> Any:
    if any(self.mp.im(value) for value in values):
        raise Undefined("order of complex numbers")
    return pick(values)


def _modulo(self: Evaluator, left: Any, right: Any) -> Any:
    self.periodic(self.guard(left / right, 1_000))
    return left - right * _whole(self, left / right, self.mp.floor)


def _binomial(self: Evaluator, top: Any, bottom: Any) -> Any:
    spend(60)
    self.guard(top, 24)
    return binomial_at(self.mp, top, self.guard(bottom, 24))


def _roots(self: Evaluator, value: Any, degree: Any) -> Any:
    if not degree:
        raise Undefined("root of degree zero")
    if self.mp.im(value) == 0 and self.mp.re(value) < 0 and degree % 2 == 1:
        return -_raised(self, -value, 1 / degree)
    return _raised(self, value, 1 / degree)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ln": _ln,
    # Without a base, log is read as the natural one; `scalar` also tries ten.
    "log": _ln,
    "lg": lambda self, value: _ln(self, value) / self.mp.ln10,
    "ld": lambda self, value: _ln(self, value) / self.mp.ln2,
    "abs": lambda self, value: abs(value),
    "norm": lambda self, value: abs(value),
    "floor": lambda self, value: _whole(self, value, self.mp.floor),
    "ceil": lambda self, value: _whole(self, value, self.mp.ceil),
    "cbrt": lambda self, value: _roots(self, value, self.mp.mpf(3)),
    "root": _roots,
    "max": lambda self, *values: _ordered(self, values, max),
    "min": lambda self, *values: _ordered(self, values, min),
    "mod": _modulo,
    "binom": _binomial,
    "pow": _raised,
    "pmod": lambda self, value, by: self.stand_in("pmod", _modulo(self, value, by), by),
    "factorial": lambda self, value: self.mp.factorial(self.guard(value, 24)),
    "cis": lambda self, value: self.mp.expj(self.periodic(self.guard(value, 1_000))),
    "sgn": lambda self, value: self.mp.sign(value),
    "conj": lambda self, value: (
        self.mp.conj(value) if self.mp.im(value) else self.stand_in("conj", value)
    ),
    "Re": lambda self, value: self.mp.re(value),
    "Im": lambda self, value: self.mp.im(value),
}
_VALUES: dict[str, Callable[[Evaluator, Node], Any]] = {
    "const": _const,
    "+": _sum,
    "*": _product,
    "/": _ratio,
    "^": _power,
    "neg": _negative,
    "!": _factorial,
    "deg": _degrees,
    "pct": _percent,
    "fn": _function,
    "log": _log,
    "app": _applied,
    "opaque": _opaque,
    "based": _based,
    "binder": _binder,
    "ratio": lambda self, node: _ratio(self, node) if len(node.args) == 2 else _opaque_ratio(self),
}
