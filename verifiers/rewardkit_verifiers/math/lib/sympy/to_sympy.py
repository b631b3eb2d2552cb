"""From our tree to sympy's, operation by operation: no text is ever given to sympy to read.

Only the worker imports this. What sympy would compute the moment it is built, such as a power of
two numbers, is bounded here beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy

from rewardkit_verifiers.math.lib.word_lists import listed

_LARGEST_POWER = 2_000
_LARGEST_FACTORIAL = 300
_MOST_DIGITS = 60
# Letters that usually count something.
_WHOLE = frozenset("nkmNKM")
_SAME_NAME = frozenset(listed("sin cos tan cot sec csc sinh cosh tanh coth sech csch exp sqrt"))


class Undone(Exception):
    """Sympy cannot do this, or what it does cannot be relied upon."""


class Reader:
    """Builds sympy expressions in which each letter stands for the same kind of number.

    Attributes:
        positive: Whether letters that are not bound stand for positive numbers.
        do: Does a binder: called with its kind, variable, body and ends.
    """

    def __init__(self, positive: bool, do: Callable[..., Any]) -> None:
        self.positive = positive
        self.do = do
        self._bound: list[Any] = []

    def letter(self, name: str) -> Any:
        """Return the symbol of a letter."""
        for one in reversed(self._bound):
            if one.name == name:
                return one
        if name[:1] in _WHOLE:
            return sympy.Symbol(name, integer=True, positive=True)
        kind = {"positive": True} if self.positive else {"real": True}
        return sympy.Symbol(name, **kind)

    def real(self, name: str) -> Any:
        """Return the symbol of a letter that stands for any real number from here on."""
        self._bound.append(sympy.Symbol(name, real=True))
        return self._bound[-1]

    def read(self, data: list[Any]) -> Any:
        """Return the sympy expression of a tree.

        Raises:
            Undone: It holds an operation that has no counterpart, or too large a number.
        """
        op, *args = data
        if op == "num":
            if len(args[0]) > _MOST_DIGITS:
                raise Undone("a number is too long")
            return sympy.Rational(args[0])
        if op == "sym":
            return self.letter(args[0])
        if op == "const":
            return _CONSTANTS[args[0]]
        if op == "binder":
            return self._binder(*args)
        if op == "fn":
            return _function(args[0], [self.read(arg) for arg in args[1:]])
        return _operation(op, [self.read(arg) for arg in args])

    def _binder(self, kind: str, name: str, body: Any, low: Any, high: Any) -> Any:
        if not name:
            raise Undone(f"the {kind} names no variable")
        ends = [None if end is None else self.read(end) for end in (low, high)]
        counting = kind in ("sum", "prod")
        if kind == "diff":
            bound = self.letter(name)
            if bound.is_integer:
                raise Undone("a derivative by a letter that counts")
        elif counting and ends[0] is not None and ends[0].is_positive:
            bound = sympy.Symbol(name, integer=True, positive=True)
        elif counting:
            bound = sympy.Symbol(name, integer=True)
        else:
            bound = sympy.Symbol(name, real=True)
        self._bound.append(bound)
        try:
            inner = self.read(body)
        finally:
            self._bound.pop()
        return self.do(kind, bound, inner, *ends)


_CONSTANTS = {"pi": sympy.pi, "e": sympy.E, "i": sympy.I, "inf": sympy.oo}


def _operation(op: str, parts: list[Any]) -> Any:
    if op == "+":
        return sympy.Add(*parts)
    if op == "*":
        return sympy.Mul(*parts)
    if op == "/":
        return parts[0] / parts[1]
    if op == "^":
        return _power(*parts)
    if op == "neg":
        return -parts[0]
    if op == "!":
        return _bounded(sympy.factorial, *parts)
    if op == "log":
        return sympy.log(parts[1]) / sympy.log(parts[0])
    if op == "deg":
        return parts[0] * sympy.pi / 180
    if op == "pct":
        return parts[0] / 100
    raise Undone(op)


def _power(base: Any, exponent: Any) -> Any:
    if base.is_number and exponent.is_number:
        size = abs(exponent.evalf(5))
        if not size.is_finite or size > _LARGEST_POWER:
            raise Undone("a power is too large")
    return base**exponent


def _bounded(function: Any, *parts: Any) -> Any:
    for part in parts:
        if part.is_number and not abs(part.evalf(5)) <= _LARGEST_FACTORIAL:
            raise Undone("a factorial is too large")
    return function(*parts)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(sympy, name) for name in _SAME_NAME},
    **{name: getattr(sympy, name) for name in listed("asin acos atan acot asec acsc")},
    **{name: getattr(sympy, name) for name in listed("asinh acosh atanh floor")},
    "ceil": sympy.ceiling,
    "abs": sympy.Abs,
    "sgn": sympy.sign,
    "ln": sympy.log,
    "log": sympy.log,
    "lg": lambda value: sympy.log(value) / sympy.log(10),
    "ld": lambda value: sympy.log(value) / sympy.log(2),
    "cbrt": lambda value: _real_root(value, sympy.Integer(3)),
    "root": lambda value, degree: _real_root(value, degree),
    "binom": lambda top, bottom: _bounded(sympy.binomial, top, bottom),
    "gamma": lambda value: _bounded(sympy.gamma, value),
    "max": sympy.Max,
    "min": sympy.Min,
}


def _real_root(value: Any, degree: Any) -> Any:
    if not degree.is_Integer or not 1 <= degree <= _LARGEST_POWER:
        raise Undone("a root of that degree")
    if degree % 2 and value.is_nonnegative is not True:
        return sympy.real_root(value, degree)
    return value ** (1 / degree)


def _function(name: str, parts: list[Any]) -> Any:
    made = _FUNCTIONS.get(name)
    if made is None:
        raise Undone(f"a function named {name}")
    return made(*parts)
