"""What the text of tests says of its names, before anything of it is rewritten."""

from __future__ import annotations

import ast

from rewardkit_sandbox.verdict.forms import comparison, method
from rewardkit_sandbox.verdict.literals import is_literal
from rewardkit_sandbox.verdict.names import functions_in
from rewardkit_sandbox.verdict.reach import last_name

# Of the builtins these hand on what they are given; of the others a truth says nothing.
HANDING_ON = {"len", "list", "sorted", "set", "tuple", "sum", "str", "repr", "int", "dict", "next"}
BUILTIN = {
    "all", "any", "isinstance", "issubclass", "hasattr", "callable", "abs", "bool", "getattr",
    "round", "max", "min", "type", "id", "map", "filter", "zip",
}  # fmt: skip


_STUBS = frozenset({"patch", "monkeypatch", "mocker", "side_effect", "return_value"})
_SET_UP = ("setup", "asyncsetup")


def main_names(tree: ast.Module) -> set[str]:
    """Return the names of `unittest.main`, which would end the process."""
    found = {"unittest.main", "pytest.main"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ("unittest", "pytest"):
            found |= {one.asname or one.name for one in node.names if one.name == "main"}
    return found


def shadowed_functions(tree: ast.Module) -> set[int]:
    """Return the functions that another one of the same name, later in the same body, replaces."""
    found: set[int] = set()
    for scope in ast.walk(tree):
        if isinstance(scope, (ast.Module, ast.ClassDef)):
            last: dict[str, int] = {}
            for one in scope.body:
                if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    found |= {last[one.name]} if one.name in last else set()
                    last[one.name] = id(one)
    return found


def stubbed(tree: ast.Module) -> set[int]:
    """Return what stands in tests that put something of their own in the place of what is called.

    There a call may raise what the tests say, whatever the submission does.
    """
    words = set(_STUBS)
    for made in functions_in(tree):
        if any("fixture" in ast.unparse(mark) for mark in made.decorator_list):
            words |= {made.name} if _mentions(made, words) else set()
    found: set[int] = set()
    for one in tree.body:
        parts: list[ast.stmt] = [one]
        if isinstance(one, ast.ClassDef):
            ready = [part for part in one.body if _name(part).lower().startswith(_SET_UP)]
            if not any(_mentions(part, words) for part in (*one.decorator_list, *ready)):
                parts = one.body
        for part in parts:
            if _mentions(part, words):
                found |= {id(node) for node in ast.walk(part)}
    return found


def _mentions(node: ast.AST, words: set[str]) -> bool:
    names = ((_name(one), getattr(one, "arg", "")) for one in ast.walk(node))
    return not all(words.isdisjoint(pair) for pair in names)


def _name(node: ast.AST) -> str:
    return str(getattr(node, "id", "") or getattr(node, "attr", "") or getattr(node, "name", ""))


def quiet_calls(tree: ast.Module, known: set[str]) -> list[ast.expr]:
    """Return calls of the submission with literals for arguments that tests expect a value of."""
    found: list[ast.expr] = []
    for node in ast.walk(tree):
        one = comparison(node)
        if one is None or one.operator != "==" or not isinstance(one.left, ast.Call):
            continue
        call = one.left
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        given = [*call.args, *(word.value for word in call.keywords)]
        free = name and name not in known | BUILTIN | HANDING_ON
        if free and given and all(map(is_literal, given)):
            found.append(call)
    return found


def local_names(tree: ast.Module) -> set[str]:
    """Return names that functions and loops give values to: which class is one, nobody knows."""
    found = {one.arg for one in ast.walk(tree) if isinstance(one, ast.arg)}
    for scope in ast.walk(tree):
        inside: list[ast.AST] = []
        if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inside = list(ast.walk(scope))
        elif isinstance(scope, (ast.For, ast.AsyncFor)):
            inside = list(ast.walk(scope.target))
        found |= {
            one.id for one in inside if isinstance(one, ast.Name) and type(one.ctx) is ast.Store
        }
    return found


def computed_names(tree: ast.Module) -> set[str]:
    """Return the names that get the value of an expression which is no literal."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
            continue
        value = node.value
        while isinstance(value, ast.Subscript):
            value = value.value
        if value is None or isinstance(value, ast.Name) or is_literal(value):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        found |= {one.id for part in targets for one in ast.walk(part) if isinstance(one, ast.Name)}
    return found


def class_names(node: ast.expr, local: set[str]) -> tuple[str, ...]:
    """Return the names of exception classes; nothing where one is no plain name."""
    kinds = node.elts if isinstance(node, ast.Tuple) else [node]
    roots = [ast.unparse(one).partition(".")[0] for one in kinds]
    plain = all(isinstance(one, (ast.Name, ast.Attribute)) for one in kinds)
    if not plain or not local.isdisjoint(roots):
        return ()
    return tuple(last_name(one) for one in kinds)


def asserting(call: ast.expr) -> str:
    """Return the name of a call that fails where something does not hold, else nothing."""
    if not isinstance(call, ast.Call):
        return ""
    name = method(call) or last_name(call.func)
    checks = name.startswith("assert") and isinstance(call.func, ast.Attribute)
    return name if checks or name == "raises" else ""


def right_of(test: ast.expr) -> ast.expr | None:
    """Return the right side of a comparison."""
    return test.comparators[0] if isinstance(test, ast.Compare) else None


def change_of(test: ast.expr) -> str:
    """Return how a watched condition is changed: what it equals, or all of it."""
    equal = isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) is ast.Eq
    return "equal" if equal else "fail"
