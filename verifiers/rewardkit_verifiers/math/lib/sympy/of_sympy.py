"""From sympy's tree back to ours, as plain lists. Only the worker imports this."""

from __future__ import annotations

from typing import Any

import sympy

from rewardkit_verifiers.math.lib.sympy.to_sympy import Undone

_LONGEST = 400
_NAMES: dict[Any, str] = {
    sympy.log: "ln",
    sympy.Abs: "abs",
    sympy.sign: "sgn",
    sympy.ceiling: "ceil",
    sympy.Max: "max",
    sympy.Min: "min",
    sympy.binomial: "binom",
    sympy.factorial: "factorial",
    **{
        one: one.__name__
        for one in (
            sympy.sin, sympy.cos, sympy.tan, sympy.cot, sympy.sec, sympy.csc, sympy.sinh,
            sympy.cosh, sympy.tanh, sympy.coth, sympy.sech, sympy.csch, sympy.asin, sympy.acos,
            sympy.atan, sympy.acot, sympy.asec, sympy.acsc, sympy.asinh, sympy.acosh,
            sympy.atanh, sympy.exp, sympy.floor, sympy.gamma,
        )
    },
}  # fmt: skip
_ATOMS: dict[Any, list[Any]] = {
    sympy.pi: ["const", "pi"],
    sympy.E: ["const", "e"],
    sympy.I: ["const", "i"],
    sympy.oo: ["const", "inf"],
    sympy.S.NegativeInfinity: ["*", ["num", "-1"], ["const", "inf"]],
}


def written(expression: Any) -> list[Any]:
    """Return the tree of a result.

    Raises:
        Undone: It is no value, or holds something that sympy left as it was.
    """
    if expression in _ATOMS:
        return _ATOMS[expression]
    if expression.is_Rational:
        spelt = f"{expression.p}/{expression.q}"
        if len(spelt) > _LONGEST:
            raise Undone("a number is too long")
        return ["num", spelt]
    if expression.is_Symbol:
        return ["sym", expression.name]
    if expression.is_Float or expression.has(sympy.nan, sympy.zoo, sympy.AccumBounds):
        raise Undone("no value")
    if expression.is_Add or expression.is_Mul:
        return ["+" if expression.is_Add else "*", *map(written, expression.args)]
    if expression.is_Pow:
        return ["^", *map(written, expression.args)]
    if isinstance(expression, (sympy.Integral, sympy.Sum, sympy.Product, sympy.Limit)):
        raise Undone("sympy finds no closed form")
    if isinstance(expression, sympy.Piecewise):
        return written(_generic(expression))
    name = _NAMES.get(expression.func)
    if name is not None:
        return ["fn", name, *map(written, expression.args)]
    if expression.is_Function or expression.is_NumberSymbol:
        # Equal only to itself: an error function, a constant with a name.
        return ["opaque", f"sympy {expression.func.__name__}", *map(written, expression.args)]
    raise Undone(f"sympy answers with {expression.func.__name__}")


def _generic(expression: Any) -> Any:
    """Return the value off the special cases, or where the sum or integral converges."""
    value, condition = expression.args[0]
    rest = [one for one, _ in expression.args[1:]]
    unequal = condition.func is sympy.Ne or (
        condition.func is sympy.And and all(part.func is sympy.Ne for part in condition.args)
    )
    if unequal or all(one.has(sympy.Integral, sympy.Sum, sympy.Product) for one in rest):
        return value
    raise Undone("the value depends on a case")
