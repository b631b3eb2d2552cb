"""Changed expectations: literals of test code replaced by others of the same kind."""

from __future__ import annotations

import ast
import copy
import random
from typing import Any

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
    places: list[Any] = [one for one in ast.walk(node) if _value(one)]
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


def holds_literal(node: ast.AST) -> bool:
    """Return whether `changed` finds something in an expression."""
    return any(map(_value, ast.walk(node)))


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


def nobody_returns(chance: random.Random) -> ast.expr:
    """Return a literal that no submission returns by chance."""
    number, word = chance.randint(10_000, 99_999), chance.choice(_WORDS)
    return ast.parse(repr([number, word]), mode="eval").body


def other_type(kind: ast.expr, chance: random.Random) -> ast.expr:
    """Return the name of a builtin exception that has nothing to do with the named ones."""
    text = ast.unparse(kind)
    return ast.Name(chance.choice([one for one in _TYPES if one not in text]), ast.Load())
