"""Literals of test code: expected values that can be read without running anything."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Callable, Iterator
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
    "timedelta": datetime.timedelta,
}
_LONGEST = 64  # characters of a text that is read as a number


class NoLiteral(ValueError):
    """An expression is no literal."""


def read_literal(node: ast.expr) -> Any:
    """Return the value of a literal, or of a plain type made from literals.

    Raises:
        NoLiteral: It is something else.

    Example:
        >>> read_literal(ast.parse("[1, -2, Fraction(1, 2)]", mode="eval").body)
        [1, -2, Fraction(1, 2)]
    """
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _read_made(node)


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
        return dict(zip(keys, map(read_literal, node.values), strict=True))
    if not isinstance(node, ast.Call) or any(one.arg is None for one in node.keywords):
        raise NoLiteral(ast.dump(node)[:60])
    name = ast.unparse(node.func).rpartition(".")[2]
    if name not in _MADE:
        raise NoLiteral(name)
    args = [read_literal(arg) for arg in node.args]
    kwargs = {str(one.arg): read_literal(one.value) for one in node.keywords}
    if any(isinstance(arg, str) and len(arg) > _LONGEST for arg in args) or (
        name == "bytes" and not all(isinstance(arg, list) for arg in args)
    ):
        raise NoLiteral(name)
    try:
        return _MADE[name](*args, **kwargs)
    except (ValueError, TypeError, ArithmeticError, LookupError):
        raise NoLiteral(name) from None


def functions_in(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a tree."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def inline_names(tree: ast.Module, compared: Callable[[ast.AST], list[ast.expr]]) -> None:
    """Replace names of literals by the literals where they are nothing but expected values.

    A name qualifies when it is assigned once in its function, and every use of it is the
    expected side of a comparison; then its assignment holds None.

    Args:
        tree: The test code, changed in place.
        compared: Returns the sides of a node that are compared.
    """
    for scope in (*functions_in(tree), tree):
        _inline_scope(scope, compared)


def _inline_scope(scope: ast.AST, compared: Callable[[ast.AST], list[ast.expr]]) -> None:
    stored: dict[str, int] = {}
    loads: dict[str, int] = {}
    literal: dict[str, ast.Assign] = {}
    expected: dict[str, list[ast.expr]] = {}
    top = {id(one) for one in getattr(scope, "body", [])}
    for node in ast.walk(scope):
        if isinstance(node, ast.Name):
            count = loads if isinstance(node.ctx, ast.Load) else stored
            count[node.id] = count.get(node.id, 0) + 1
        elif isinstance(node, ast.arg):
            stored[node.arg] = stored.get(node.arg, 0) + 1
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            stored |= dict.fromkeys(node.names, 2)
        if isinstance(node, ast.Assign) and id(node) in top and len(node.targets) == 1:
            target = node.targets[0]
            if isinstance(target, ast.Name) and is_literal(node.value):
                literal[target.id] = node
        for side in compared(node):
            if isinstance(side, ast.Name):
                expected.setdefault(side.id, []).append(side)
    for name, assign in literal.items():
        uses = expected.get(name, [])
        if uses and stored.get(name) == 1 and loads.get(name) == len(uses):
            _put(scope, {id(use) for use in uses}, assign.value)
            assign.value = ast.Constant(None)


def _put(scope: ast.AST, uses: set[int], value: ast.expr) -> None:
    for node in ast.walk(scope):
        for name, old in ast.iter_fields(node):
            if isinstance(old, list):
                old[:] = [value if id(item) in uses else item for item in old]
            elif id(old) in uses:
                setattr(node, name, value)
