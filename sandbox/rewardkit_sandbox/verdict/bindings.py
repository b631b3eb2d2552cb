"""Bindings of test code: what a parameter of a helper or of a test with fixtures stands for.

`same(f(1), 2)` binds `want` of `def same(got, want)`, as a row of a table would.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rewardkit_sandbox.verdict.names import Function, positional
from rewardkit_sandbox.verdict.reach import last_name

Place = tuple[ast.expr, Any, Any]
"""An expression, what holds it, and its place in there."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A name of a function, and every expression that it stands for."""

    target: ast.Name
    cells: tuple[Place, ...]
    body: list[ast.stmt]
    scope: ast.AST


def bindings(tree: ast.Module) -> Iterator[Binding]:
    """Yield what the parameters of functions stand for, where all that they do is in the text."""
    functions = _functions(tree)
    calls = _calls(tree, set(functions))
    for name, function in functions.items():
        for number, parameter in enumerate(positional(function)):
            cells = [_argument(call, number, parameter) for call in calls.get(name, [])]
            if cells and None not in cells:
                known = tuple(cell for cell in cells if cell is not None)
                yield Binding(ast.Name(parameter, ast.Store()), known, function.body, function)
    fixtures = {name: made for name, one in functions.items() if (made := _fixture(one))}
    asked: dict[str, list[tuple[str, Function]]] = {}
    for name, function in functions.items():
        for one in (*function.args.posonlyargs, *function.args.args):
            asked.setdefault(one.arg, []).append((name, function))
    for name, made in fixtures.items():
        for _, function in asked.get(name, []):
            yield Binding(ast.Name(name, ast.Store()), made, function.body, function)


def _functions(tree: ast.Module) -> dict[str, Function]:
    """Return functions and methods whose name is given once."""
    found: dict[str, Function] = {}
    twice: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            twice |= {node.name} & set(found)
            found[node.name] = node
    return {name: one for name, one in found.items() if name not in twice}


def _calls(tree: ast.Module, names: set[str]) -> dict[str, list[ast.Call]]:
    """Return the calls of each function that is used in no other way."""
    calls: dict[str, list[ast.Call]] = {}
    called: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and last_name(node.func) in names:
            calls.setdefault(last_name(node.func), []).append(node)
            called.add(id(node.func))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Name, ast.Attribute)) and id(node) not in called:
            calls.pop(last_name(node), None)
    return calls


def _argument(call: ast.Call, number: int, name: str) -> Place | None:
    if any(isinstance(arg, ast.Starred) for arg in call.args):
        return None
    if number < len(call.args):
        return call.args[number], call.args, number
    for one in call.keywords:
        if one.arg == name:
            return one.value, one.__dict__, "value"
    return None


def _fixture(function: Function) -> tuple[Place, ...]:
    """Return the values of a fixture that hands on its parameter or one literal."""
    made = [one for one in function.decorator_list if _last(one) == "fixture"]
    if not made or len(function.body) != 1:
        return ()
    (statement,) = function.body
    value = getattr(statement, "value", None)
    if isinstance(value, ast.Yield):
        holder, value = value, value.value
    elif isinstance(statement, ast.Return):
        holder = statement  # type: ignore[assignment]
    else:
        return ()
    if value is None:
        return ()
    if ast.unparse(value) != "request.param":
        return ((value, holder.__dict__, "value"),)
    params = [one.value for one in getattr(made[0], "keywords", []) if one.arg == "params"]
    if not params or not isinstance(params[0], (ast.List, ast.Tuple)):
        return ()
    elements = params[0].elts
    if any(isinstance(one, (ast.Starred, ast.Call)) for one in elements):
        return ()
    return tuple((one, elements, number) for number, one in enumerate(elements))


def _last(node: ast.expr) -> str:
    return last_name(node.func if isinstance(node, ast.Call) else node)
