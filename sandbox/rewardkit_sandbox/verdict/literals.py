"""Literals of test code: expected values that can be read without running anything."""

from __future__ import annotations

import ast
import collections
import datetime
import math
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

_MADE: dict[str, Callable[..., Any]] = {
    "set": set,
    "frozenset": frozenset,
    "dict": dict,
    "list": list,
    "tuple": tuple,
    "float": float,
    "complex": complex,
    "bytes": bytes,
    "Decimal": Decimal,
    "Fraction": Fraction,
    "datetime": datetime.datetime,
    "date": datetime.date,
    "time": datetime.time,
    "timedelta": datetime.timedelta,
    "Counter": lambda *args, **words: dict(collections.Counter(*args, **words)),
    "OrderedDict": dict,
    "deque": collections.deque,
}
# `time.time()` and `date.today()` are calls of an attribute of something else.
_OWNERS = ("", "collections", "datetime", "decimal", "fractions")
_NAMED = {"math.inf": math.inf, "math.pi": math.pi, "math.e": math.e, "math.nan": math.nan}
_LONGEST = 64  # characters of a text that is read as a number
_WIDEST = 100_000  # items or characters that a product may have
_MOST_BITS = 4096
_PARTS = (int, float, complex, str, list, tuple)


_OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}  # fmt: skip


class NoLiteral(ValueError):
    """An expression is no literal."""


def read_literal(node: ast.expr) -> Any:
    """Return the value of a literal, or of a plain type made from literals.

    Raises:
        NoLiteral: It is something else.

    Example:
        >>> read_literal(ast.parse("[1, -2, Fraction(1, 2), 10**9 + 7]", mode="eval").body)
        [1, -2, Fraction(1, 2), 1000000007]
    """
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        pass
    try:
        return _read_made(node)
    except RecursionError:
        raise NoLiteral("nested too deeply") from None


def is_literal(node: ast.expr) -> bool:
    """Return whether an expression can be read by `read_literal`."""
    try:
        read_literal(node)
    except NoLiteral:
        return False
    return True


def _read_made(node: ast.expr) -> Any:
    if isinstance(node, (ast.List, ast.Tuple)):
        items = [read_literal(item) for item in node.elts]
        return items if isinstance(node, ast.List) else tuple(items)
    if isinstance(node, ast.Dict) and all(key is not None for key in node.keys):
        keys = [read_literal(key) for key in node.keys if key is not None]
        try:
            return dict(zip(keys, map(read_literal, node.values), strict=True))
        except TypeError:
            raise NoLiteral("a key without a hash") from None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = read_literal(node.operand)
        if isinstance(value, (int, float, complex, Decimal, Fraction)):
            return -value
    if isinstance(node, ast.BinOp):
        return _folded(node)
    if isinstance(node, ast.Attribute) and ast.unparse(node) in _NAMED:
        return _NAMED[ast.unparse(node)]
    if isinstance(node, ast.Call):
        return _called(node)
    raise NoLiteral(type(node).__name__)


def _called(node: ast.Call) -> Any:
    owner, _, name = ast.unparse(node.func).rpartition(".")
    if name not in _MADE or owner not in _OWNERS or any(one.arg is None for one in node.keywords):
        raise NoLiteral(name)
    args = [read_literal(arg) for arg in node.args]
    kwargs = {str(one.arg): read_literal(one.value) for one in node.keywords}
    if name != "set" and any(isinstance(arg, str) and len(arg) > _LONGEST for arg in args):
        raise NoLiteral(name)
    if name == "bytes" and not all(isinstance(arg, list) for arg in args):
        raise NoLiteral(name)
    try:
        return _MADE[name](*args, **kwargs)
    except (ValueError, TypeError, ArithmeticError, LookupError):
        raise NoLiteral(name) from None


def _folded(node: ast.BinOp) -> Any:
    """Compute sums, products and powers of literals, as long as they stay small."""
    left, right = read_literal(node.left), read_literal(node.right)
    if not isinstance(left, _PARTS) or not isinstance(right, _PARTS):
        raise NoLiteral("an operation on other than numbers, texts and lists")
    kind = type(node.op)
    small = {ast.Mult: _small_product, ast.Pow: _small_power}.get(kind, _anything)
    if kind not in _OPERATIONS or (kind is ast.Mod and isinstance(left, str)):
        raise NoLiteral(kind.__name__)
    try:
        if small(left, right):
            return _OPERATIONS[kind](left, right)
    except (TypeError, ArithmeticError, ValueError):
        pass
    raise NoLiteral(kind.__name__)


def _anything(left: Any, right: Any) -> bool:
    return True


def _small_product(left: Any, right: Any) -> bool:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, (str, list, tuple)):
            return isinstance(other, int) and len(one) * max(other, 0) <= _WIDEST
    return True


def _small_power(left: Any, right: Any) -> bool:
    if isinstance(left, int) and isinstance(right, int):
        return right >= 0 and left.bit_length() * right <= _MOST_BITS
    return isinstance(left, (int, float)) and isinstance(right, (int, float))
