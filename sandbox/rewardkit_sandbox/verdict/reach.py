"""Reach: which statements of test code a test that passes cannot have gone round."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

_LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_SKIPPING = ("skipTest", "skip", "fail", "exit", "xfail", "importorskip")
# Below these an exception ends the block and not the test.
_SWALLOWING = (
    "raises", "assertRaises", "assertRaisesRegex", "suppress", "assertWarns", "warns",
    "assertRaisesMessage", "assertRaisesWithMessage",
)  # fmt: skip


def reached_for_sure(tree: ast.Module, filled: frozenset[str] = frozenset()) -> set[int]:
    """Return the identities of the statements that run whenever their function or file does.

    A statement below `if`, `while` or `try`, or after one that may leave, may be gone round; one
    in a loop over a literal list that is not empty may not.

    Args:
        tree: The test code.
        filled: Names of lists that are not empty.

    Example:
        >>> tree = ast.parse("a()" + chr(10) + "if b: c()")
        >>> [id(one) in reached_for_sure(tree) for one in tree.body]
        [True, True]
    """
    found: set[int] = set()
    _body(tree.body, found, filled)
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            _body(node.body, found, filled)
    return found


def swallows(node: ast.With | ast.AsyncWith) -> bool:
    """Return whether a `with` statement goes on after an exception in its body."""
    for item in node.items:
        call = item.context_expr
        if isinstance(call, ast.Call) and last_name(call.func) in _SWALLOWING:
            return True
    return False


def last_name(node: ast.expr) -> str:
    """Return the last part of a dotted name, else nothing."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _body(body: Sequence[ast.stmt], found: set[int], filled: frozenset[str]) -> bool:
    """Add statements until one may leave; return whether none does."""
    for one in body:
        found.add(id(one))
        goes_on = True
        if isinstance(one, (ast.With, ast.AsyncWith)):
            goes_on = swallows(one) or _body(one.body, found, filled)
        elif isinstance(one, (ast.For, ast.AsyncFor)):
            goes_on = not _never_empty(one.iter, filled) or _body(one.body, found, filled)
        if not goes_on or any(_leaves(part) for part in _parts(one)):
            return False
    return True


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in a statement, but for what stands in functions defined there."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _parts(child)


def _leaves(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        name = last_name(node.func)
        owner = getattr(getattr(node.func, "value", None), "id", "")
        return name in _SKIPPING and owner != "mark"
    return isinstance(node, _LEAVING)


def _never_empty(node: ast.expr, filled: frozenset[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in filled
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return bool(node.elts) and not any(isinstance(one, ast.Starred) for one in node.elts)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "range":
            last = node.args[-1] if len(node.args) == 1 else None
            return isinstance(last, ast.Constant) and isinstance(last.value, int) and last.value > 0
        if node.func.id in ("zip", "enumerate") and node.args:
            some = node.args if node.func.id == "zip" else node.args[:1]
            return all(_never_empty(arg, filled) for arg in some)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "items" and _never_empty(node.func.value, filled)
    if isinstance(node, ast.Dict):
        return bool(node.keys) and all(node.keys)
    return False
