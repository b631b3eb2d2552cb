"""Reach: which statements of test code a test that passes cannot have gone round."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

_LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_SKIPPING = ("skipTest", "skip", "fail", "exit", "xfail")


def reached_for_sure(tree: ast.Module) -> set[int]:
    """Return the identities of the statements that run whenever their function or file does.

    A statement below `if`, `while` or `try`, or after one that may leave, may be gone round; one
    in a loop over a literal list that is not empty may not.

    Example:
        >>> tree = ast.parse("a()" + chr(10) + "if b: c()")
        >>> [id(one) in reached_for_sure(tree) for one in tree.body]
        [True, True]
    """
    found: set[int] = set()
    _body(tree.body, found)
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            _body(node.body, found)
    return found


def _body(body: Sequence[ast.stmt], found: set[int]) -> bool:
    """Add statements until one may leave; return whether none does."""
    for one in body:
        found.add(id(one))
        goes_on = True
        if isinstance(one, (ast.With, ast.AsyncWith)):
            goes_on = _body(one.body, found)
        elif isinstance(one, (ast.For, ast.AsyncFor)):
            goes_on = not _never_empty(one.iter) or _body(one.body, found)
        if not goes_on or any(_leaves(part) for part in _parts(one)):
            return False
    return True


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in a statement, but for what stands in functions defined there."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            yield from _parts(child)


def _leaves(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return name in _SKIPPING
    return isinstance(node, _LEAVING)


def _never_empty(node: ast.expr) -> bool:
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return bool(node.elts) and not any(isinstance(one, ast.Starred) for one in node.elts)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        last = node.args[-1] if len(node.args) == 1 else None
        return isinstance(last, ast.Constant) and isinstance(last.value, int) and last.value > 0
    return False
