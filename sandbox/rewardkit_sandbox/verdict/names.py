"""Names of test code that hold nothing but what a test expects, replaced by what they hold."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from rewardkit_sandbox.verdict.literals import is_literal
from rewardkit_sandbox.verdict.reach import last_name

# In the arguments of these a name decides nothing.
_IDLE = ("print", "subTest")
Sides = Callable[[ast.AST], list[ast.expr]]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def positional(function: Function) -> list[str]:
    """Return the names of the positional parameters, without `self`."""
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def functions_in(tree: ast.AST) -> Iterator[Function]:
    """Yield every function of a tree."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


# What a mock of the tests hands out has an equality of its own.
_OF_MOCKS = {"_Call", "_CallList", "_SentinelObject", "Mock", "MagicMock", "AsyncMock"}


def named_classes(tree: ast.AST) -> set[str]:
    """Return the classes that test code imports or makes objects of, by their own names.

    Example:
        >>> sorted(named_classes(ast.parse("from m import Rational as R; Money.of(1)")))
        ['Money', 'R', 'Rational']
    """
    aliased: set[str] = set()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            owner = getattr(node.func, "value", None)
            found |= {last_name(node.func), last_name(owner) if owner is not None else ""}
        elif isinstance(node, ast.ImportFrom):
            found |= {name for one in node.names for name in (one.name, one.asname or "")}
            # `vec as V` names a class, whatever its own name looks like.
            aliased |= {one.name for one in node.names if (one.asname or "")[:1].isupper()}
        elif isinstance(node, ast.Assign) and isinstance(node.value, (ast.Name, ast.Attribute)):
            found.add(last_name(node.value))
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            named = {getattr(node, "module", ""), *(one.name for one in node.names)}
            found |= _OF_MOCKS if named & {"mock", "unittest.mock"} else set()
    return aliased | {name for name in found if name.lstrip("_")[:1].isupper()}


def idle_uses(tree: ast.AST) -> set[int]:
    """Return the identities of the names in messages, prints and labels of subtests.

    Example:
        >>> tree = ast.parse("assert f() == a, b; print(c); g(d)")
        >>> [n.id for n in ast.walk(tree) if id(n) in idle_uses(tree) and isinstance(n, ast.Name)]
        ['b', 'c']
    """
    found: set[int] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST] = []
        if isinstance(node, ast.Assert) and node.msg is not None:
            parts = [node.msg]
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in _IDLE:
                parts = [*node.args, *node.keywords]
            elif name.startswith("assert"):
                parts = [*node.args[2:], *(one for one in node.keywords if one.arg == "msg")]
        found |= {id(name) for part in parts for name in ast.walk(part)}
    return found


def inline_names(tree: ast.Module, compared: Sides) -> None:
    """Replace names of literals by the literals where they are nothing but expected values.

    A name qualifies when each of its assignments is a literal, stands directly in the body of
    its function or file, and every use is the expected side of a comparison (or idle); a use
    then has the value of the assignment before it, and each assignment becomes None.

    Args:
        tree: The test code, changed in place.
        compared: Returns the sides of a node that are compared.
    """
    idle = idle_uses(tree)
    for scope in (*functions_in(tree), tree):
        _inline_scope(scope, compared, idle)


def _inline_scope(scope: ast.AST, compared: Sides, idle: set[int]) -> None:
    body: list[ast.stmt] = getattr(scope, "body", [])
    assigned: dict[str, list[tuple[int, ast.Assign]]] = {}
    for index, one in enumerate(body):
        if isinstance(one, ast.Assign) and len(one.targets) == 1:
            target = one.targets[0]
            if isinstance(target, ast.Name) and is_literal(one.value):
                assigned.setdefault(target.id, []).append((index, one))
    if not assigned:
        return
    stored: dict[str, int] = {}
    loads: dict[str, int] = {}
    uses: dict[str, list[tuple[int, ast.Name]]] = {}
    arguments = getattr(scope, "args", None)
    parts = [(-1, part) for part in ([arguments] if arguments else [])]
    for index, part in (*parts, *enumerate(body)):
        for node in ast.walk(part):
            if isinstance(node, ast.Name) and id(node) not in idle:
                count = loads if isinstance(node.ctx, ast.Load) else stored
                count[node.id] = count.get(node.id, 0) + 1
            elif isinstance(node, ast.arg):
                stored[node.arg] = stored.get(node.arg, 0) + 1
            elif isinstance(node, (ast.Global, ast.Nonlocal)):
                stored |= dict.fromkeys(node.names, 1 << 20)
            for side in compared(node):
                if isinstance(side, ast.Name):
                    uses.setdefault(side.id, []).append((index, side))
    for name, assigns in assigned.items():
        some = uses.get(name, [])
        first = assigns[0][0]
        if (
            some
            and stored.get(name) == len(assigns)
            and loads.get(name) == len(some)
            and all(index > first for index, _ in some)
            and (len(assigns) == 1 or _in_line(body, some))
        ):
            for index, use in some:
                value = [one.value for at, one in assigns if at < index][-1]
                _put(body[index], {id(use)}, value)
            for _, assign in assigns:
                assign.value = ast.Constant(None)


def _in_line(body: list[ast.stmt], uses: list[tuple[int, ast.Name]]) -> bool:
    """Whether no use stands in a function, which could be called after a later assignment."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
    return not any(isinstance(node, kinds) for index, _ in uses for node in ast.walk(body[index]))


def _put(scope: ast.AST, uses: set[int], value: ast.expr) -> None:
    for node in ast.walk(scope):
        for name, old in ast.iter_fields(node):
            if isinstance(old, list):
                old[:] = [value if id(item) in uses else item for item in old]
            elif id(old) in uses:
                setattr(node, name, value)
