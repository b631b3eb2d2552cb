"""Integrals, limits, derivatives, sums and products by sympy. Only the worker imports this.

Sympy's definite integrals and sums have been wrong before, so each that can be computed
numerically is looked at a second time that way.
"""

from __future__ import annotations

from typing import Any

import sympy

from rewardkit_verifiers.math.lib.sympy.to_sympy import Undone
from rewardkit_verifiers.math.lib.sympy.work import Exhausted, counted

# Letters that may depend on the one a derivative is by.
_DEPENDENT = frozenset("xyzuvwstrfghpqXYZ")
_AGREE = 1e-6
# Work that the second look may be, besides.
_MOST_CALLS = 1_000_000
# Where letters stand while a result is looked at again.
_AT = (sympy.Rational(7, 5), sympy.Rational(23, 10), sympy.Rational(11, 13), sympy.Rational(5, 3))
_OPEN = (sympy.Integral, sympy.Sum, sympy.Product, sympy.Limit, sympy.Derivative)


def do(kind: str, variable: Any, body: Any, low: Any, high: Any) -> Any:
    """Return what a binder comes to.

    Raises:
        Undone: Sympy has no closed form, or one that a second look does not bear out.
    """
    found = _DOERS[kind](variable, body, low, high) if kind in _DOERS else None
    if found is None:
        raise Undone(kind)
    if found.has(sympy.nan, sympy.zoo, sympy.AccumBounds):
        raise Undone("no value")
    return found


def _integral(variable: Any, body: Any, low: Any, high: Any) -> Any:
    if low is None or high is None:
        raise Undone("an integral without bounds")
    return _checked(
        sympy.integrate(body, (variable, low, high)), sympy.Integral(body, (variable, low, high))
    )


def _sum(variable: Any, body: Any, low: Any, high: Any) -> Any:
    if low is None or high is None:
        raise Undone("a sum without bounds")
    return _checked(
        sympy.summation(body, (variable, low, high)), sympy.Sum(body, (variable, low, high))
    )


def _product(variable: Any, body: Any, low: Any, high: Any) -> Any:
    if low is None or high is None:
        raise Undone("a product without bounds")
    if high is not sympy.oo:
        return sympy.product(body, (variable, low, high))
    last = sympy.Symbol("_last", integer=True, positive=True)
    partial = sympy.product(sympy.factor(body), (variable, low, last))
    if partial.has(sympy.Product):
        raise Undone("sympy finds no closed form")
    return sympy.limit(sympy.gammasimp(partial), last, sympy.oo)


def _limit(variable: Any, body: Any, target: Any, _: Any) -> Any:
    if target in (sympy.oo, -sympy.oo):
        return sympy.limit(body, variable, target)
    above, below = (sympy.limit(body, variable, target, side) for side in "+-")
    # A limit from above is read like one from both sides: where there is nothing below, as with
    # a logarithm at zero, the one from above is meant.
    if above != below and below.is_extended_real is not False:
        raise Undone("the limits from both sides differ")
    return above


def _limit_below(variable: Any, body: Any, target: Any, _: Any) -> Any:
    return sympy.limit(body, variable, target, "-")


def _derivative(variable: Any, body: Any, _: Any, __: Any) -> Any:
    others = {symbol.name for symbol in body.free_symbols} - {variable.name}
    if variable not in body.free_symbols or any(name[:1] in _DEPENDENT for name in others):
        raise Undone("a derivative of what may depend on the variable")
    return sympy.diff(body, variable)


_DOERS = {
    "int": _integral,
    "sum": _sum,
    "prod": _product,
    "lim": _limit,
    "lim-": _limit_below,
    "diff": _derivative,
}


def _checked(found: Any, asked: Any) -> Any:
    """Return a result that the numbers bear out, as far as they can be had."""
    if found.has(*_OPEN) and not isinstance(found, sympy.Piecewise):
        raise Undone("sympy finds no closed form")
    letters = sorted(found.free_symbols | asked.free_symbols, key=lambda one: one.name)
    at = {
        letter: sympy.Integer(3) if letter.is_integer else _AT[index % len(_AT)]
        for index, letter in enumerate(letters)
    }
    try:
        with counted(_MOST_CALLS):
            value, again = found.subs(at).evalf(12), asked.subs(at).evalf(12, strict=True)
    except (ValueError, TypeError, ArithmeticError, NotImplementedError, Exhausted):
        return found
    if not (value.is_Number or (value.is_number and value.is_finite)) or not again.is_number:
        return found
    if value.is_finite and again.is_finite and abs(value - again) > _AGREE * (1 + abs(value)):
        raise Undone("the closed form that sympy finds is not what the numbers say")
    return found


def open_integral(variable: Any, body: Any, low: Any, high: Any) -> Any:
    """Return an integral without bounds as it stands, whose derivative is what stands in it."""
    return sympy.Integral(body, variable) if low is None and high is None else None
