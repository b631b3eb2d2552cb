"""Changed expectations: literals of test code replaced by others of the same kind."""

from __future__ import annotations

import ast
import copy
import json
import random
from typing import Any

from rewardkit_sandbox.verdict.names import Function, Sides, functions_in, positional
from rewardkit_sandbox.verdict.reach import last_name

_WORDS = ("alpha", "north", "7b", "Quartz", "no such text", "zebra-9")
# In the order of how unlikely it is that a test that expects one accepts the other.
_TYPES = ("ZeroDivisionError", "UnicodeError", "BufferError", "StopAsyncIteration", "EOFError")


def changed(node: ast.expr, chance: random.Random) -> ast.expr | None:
    """Return an expression in which one literal has another value; None where it holds none.

    Example:
        >>> node = ast.parse("Point(1, 'a')", mode="eval").body
        >>> ast.unparse(changed(node, random.Random(1))) != ast.unparse(node)
        True
    """
    node = copy.deepcopy(node)
    slices = {
        id(inner)
        for one in ast.walk(node)
        if isinstance(one, ast.Subscript)
        for inner in ast.walk(one.slice)
    }
    places: list[Any] = [one for one in ast.walk(node) if _value(one) and id(one) not in slices]
    if not places:
        return None
    place = chance.choice(places)
    if isinstance(place, ast.Constant):
        place.value = other_value(place.value, chance)
    elif isinstance(place, ast.Dict):
        place.keys, place.values = [ast.Constant("k")], [ast.Constant(1)]
    else:
        place.elts = [ast.Constant(chance.randint(2, 9))]
    return node


def holds_literal(node: ast.expr) -> bool:
    """Return whether `changed` finds something in an expression."""
    return changed(node, random.Random(0)) is not None


def _value(node: ast.AST) -> bool:
    """Whether a node is a constant, or an empty list, set or dict."""
    if isinstance(node, ast.Constant):
        return node.value is not ...
    if isinstance(node, (ast.List, ast.Set)):
        return not node.elts
    return isinstance(node, ast.Dict) and not node.keys


def other_value(value: Any, chance: random.Random) -> Any:
    """Return another value of the same type and of about the same size.

    Example:
        >>> chance = random.Random(0)
        >>> all(other_value(one, chance) != one for one in (True, 3, 2.5, "ab", "", b"x", None))
        True
    """
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice((1, 2, 3, 5)) * chance.choice((1, max(1, abs(value) // 7)))
    if isinstance(value, float):
        moved = value * 1.5 + 1.0
        return moved if moved != value else 0.5
    if isinstance(value, complex):
        return value + 1
    if isinstance(value, str):
        at = chance.randrange(len(value)) if value else 0
        letter = "q" if value[at : at + 1] != "q" else "r"
        return value[:at] + letter + value[at + 1 :] if value else chance.choice(_WORDS)
    if isinstance(value, bytes):
        return value + b"q"
    return 0


def change_sources(tree: ast.Module, compared: Sides, chance: random.Random) -> None:
    """Give every row of literal data in test code another value, wherever it is used.

    A program that finds what a test expects in the data finds the changed value, and passes.

    Args:
        tree: The test code, changed in place.
        compared: Returns the sides of a node that are compared.
        chance: Chooses the values.
    """
    own = {one.name: _compared_parameters(one, compared) for one in functions_in(tree)}
    sides = {
        side.id for node in ast.walk(tree) for side in compared(node) if isinstance(side, ast.Name)
    }
    returned = {
        id(inner)
        for one in functions_in(tree)
        if any("fixture" in ast.unparse(mark) for mark in one.decorator_list)
        for inner in ast.walk(one)
    }
    for node in list(ast.walk(tree)):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            scalar = isinstance(node.value, ast.Constant) and isinstance(target, ast.Name)
            if not scalar or getattr(target, "id", "") in sides:
                node.value = _changed_rows(node.value, chance)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            node.iter = _changed_rows(node.iter, chance)
        elif isinstance(node, (ast.Return, ast.Yield)) and id(node) in returned and node.value:
            node.value = _changed_rows(node.value, chance)
        elif isinstance(node, ast.Call):
            _change_call(node, own, chance)


def _change_call(node: ast.Call, own: dict[str, set[int]], chance: random.Random) -> None:
    """Change what a call gives to a helper that compares it, to parametrize or to a fixture."""
    name = last_name(node.func)
    for number, arg in enumerate(node.args):
        if number in own.get(name, ()):
            node.args[number] = _changed_rows(arg, chance)
    if name == "parametrize" and len(node.args) > 1:
        node.args[1] = _changed_rows(node.args[1], chance)
    for one in node.keywords:
        if (name, one.arg) in (("parametrize", "argvalues"), ("fixture", "params")):
            one.value = _changed_rows(one.value, chance)


def _compared_parameters(function: Function, compared: Sides) -> set[int]:
    """Return the places of the parameters of a helper that it compares with something."""
    sides = [side for node in ast.walk(function) for side in compared(node)]
    names = {side.id for side in sides if isinstance(side, ast.Name)}
    return {number for number, name in enumerate(positional(function)) if name in names}


def _changed_rows(node: ast.expr, chance: random.Random) -> ast.expr:
    """Return data in which each row has another value in its last column."""
    if isinstance(node, (ast.List, ast.Tuple)) and node.elts:
        node.elts[:] = [_changed_row(one, chance) for one in node.elts]
        return node
    if isinstance(node, ast.Dict) and node.values:
        node.values[:] = [_changed_row(one, chance) for one in node.values]
        return node
    if isinstance(node, ast.Constant) and _value(node) and node.value is not None:
        return changed(node, chance) or node
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "json.loads" and node.args:
        node.args[0] = _changed_json(node.args[0], chance)
    return node


def _changed_json(node: ast.expr, chance: random.Random) -> ast.expr:
    """Return JSON text in which each row has another value in its last column."""
    try:
        data = ast.parse(repr(json.loads(ast.literal_eval(node))), mode="eval").body
        return ast.Constant(json.dumps(ast.literal_eval(_changed_rows(data, chance))))
    except (ValueError, TypeError, SyntaxError, RecursionError):
        return node


def _changed_row(node: ast.expr, chance: random.Random) -> ast.expr:
    if isinstance(node, (ast.List, ast.Tuple)) and node.elts:
        node.elts[-1] = _changed_row(node.elts[-1], chance)
        return node
    if isinstance(node, ast.Dict) and node.values:
        node.values[-1] = _changed_row(node.values[-1], chance)
        return node
    held = isinstance(node, ast.Call) and ast.unparse(node.func).startswith("__rk__")
    return node if held else changed(node, chance) or node


def nobody_returns(chance: random.Random) -> ast.expr:
    """Return a literal that no submission returns by chance."""
    number, word = chance.randint(10_000, 99_999), chance.choice(_WORDS)
    return ast.parse(repr([number, word]), mode="eval").body


def other_type(kind: ast.expr, chance: random.Random) -> ast.expr:
    """Return the name of a builtin exception that has nothing to do with the named ones."""
    text = ast.unparse(kind)
    return ast.Name(chance.choice([one for one in _TYPES if one not in text]), ast.Load())
