"""Names of test code behind which a table stands that loops only run over."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from rewardkit_sandbox.verdict.names import functions_in

_LOOPS = (ast.For, ast.AsyncFor)


def table_name(node: ast.AST) -> str:
    """Return the name of what may be a table: `cases`, or `.cases` for `self.cases`."""
    if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in ("self", "cls"):
        return f".{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def named_tables(tree: ast.Module) -> dict[str, ast.expr]:
    """Return the lists and dicts behind names that get a value once and are only run over.

    A name is that of a variable, of an attribute of a test case, or of a fixture that returns
    the table.
    """
    stored: dict[str, int] = {}
    values: dict[str, ast.expr] = {}
    loads: dict[str, int] = {}
    run: dict[str, int] = {}
    in_class = {
        id(one) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for one in node.body
    }
    fixtures = {one.name: table for one in functions_in(tree) if (table := returned(one))}
    for node in ast.walk(tree):
        if name := table_name(node):
            count = loads if isinstance(node.ctx, ast.Load) else stored  # type: ignore[attr-defined]
            count[name] = count.get(name, 0) + 1
        elif isinstance(node, ast.arg) and node.arg not in fixtures:
            stored[node.arg] = stored.get(node.arg, 0) + 1
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if len(targets) == 1:
                _note(values, table_name(targets[0]), node.value)
                if id(node) in in_class:  # read as `self.name` from its methods
                    _note(values, f".{table_name(targets[0])}", node.value)
                    stored[f".{table_name(targets[0])}"] = 1
                    run[f"{table_name(targets[0])}"] = run.get(table_name(targets[0]), 0)
        for name in _run_over(node):
            run[name] = run.get(name, 0) + 1
    for name, table in fixtures.items():
        if name not in stored:
            _note(values, name, table)
            stored[name] = 1
    found = {
        name: value
        for name, value in values.items()
        if stored.get(name) == 1 and loads.get(name, 0) == run.get(name, 0)
    }
    # A table with two names is one only if both are only run over.
    return {
        name: value
        for name, value in found.items()
        if all(other in found for other, one in values.items() if one is value)
    }


def returned(function: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.expr | None:
    """Return what a fixture returns, where that is one literal table."""
    marks = [ast.unparse(one) for one in function.decorator_list]
    if not any("fixture" in mark for mark in marks) or len(function.body) != 1:
        return None
    value = getattr(function.body[0], "value", None)
    value = value.value if isinstance(value, ast.Yield) else value
    return value if isinstance(value, (ast.List, ast.Tuple, ast.Dict)) else None


def _note(values: dict[str, ast.expr], name: str, value: ast.expr | None) -> None:
    if isinstance(value, (ast.List, ast.Tuple, ast.Dict)):
        values[name] = value


def _run_over(node: ast.AST) -> Iterator[str]:
    """Yield the names of tables that a loop or parametrize runs over, and `len` of them."""
    if isinstance(node, _LOOPS):
        yield from _inner(node.iter)
    elif isinstance(node, ast.Call):
        if ast.unparse(node.func).endswith("parametrize") and len(node.args) > 1:
            yield from _inner(node.args[1])
        elif isinstance(node.func, ast.Name) and node.func.id == "len" and node.args:
            yield from _inner(node.args[0])


def _inner(node: ast.expr) -> Iterator[str]:
    if table_name(node):
        yield table_name(node)
    elif isinstance(node, ast.Call):
        name = getattr(node.func, "id", "")
        if name in ("zip", "enumerate"):
            for arg in node.args:
                yield from _inner(arg)
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "items":
            yield from _inner(node.func.value)
