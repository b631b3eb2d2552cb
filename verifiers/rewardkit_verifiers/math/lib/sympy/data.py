"""Value trees as plain lists, which cross to the worker and back as JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from rewardkit_verifiers.math.lib.grammar.values import Node

# What an expression of numbers is made of; anything else is left undone.
PLAIN = frozenset(("+", "*", "/", "^", "neg", "!", "log", "deg", "pct"))
_FROM_SYMPY = frozenset(("+", "*", "^", "fn", "opaque"))


class Unsendable(Exception):
    """The tree holds what is no expression of numbers."""


def to_data(node: Node) -> list[Any]:
    """Return an expression as lists of texts and lists.

    Raises:
        Unsendable: It holds a structure, a unit, a word or the like.

    Example:
        >>> from rewardkit_verifiers.math.lib.grammar.values import num, sym
        >>> to_data(Node("^", sym("x"), num(2)))
        ['^', ['sym', 'x'], ['num', '2']]
    """
    op, args = node.op, node.args
    if op in ("num", "dec"):
        return ["num", str(args[0])]
    if op in ("sym", "const"):
        return [op, args[0]]
    if op == "fn":
        return ["fn", args[0], *(to_data(arg) for arg in args[1:])]
    if op == "binder":
        kind, variable, *rest = args
        return [
            "binder", kind, variable, *(None if arg is None else to_data(arg) for arg in rest)
        ]  # fmt: skip
    if op in PLAIN:
        return [op, *(to_data(arg) for arg in args)]
    raise Unsendable(op)


def of_data(data: Any) -> Node:
    """Return the expression that a worker answered.

    Raises:
        ValueError: It is out of form.

    Example:
        >>> of_data(["+", ["num", "1/2"], ["const", "pi"]])
        +(num(Fraction(1, 2)), const('pi'))
    """
    if not isinstance(data, list) or len(data) < 2 or not isinstance(data[0], str):
        raise ValueError(f"{data!r} is no expression")
    op, *args = data
    if op in ("num", "sym", "const"):
        if len(args) != 1 or not isinstance(args[0], str):
            raise ValueError(f"{data!r} is no {op}")
        return Node("num", Fraction(args[0])) if op == "num" else Node(op, args[0])
    if op not in _FROM_SYMPY:
        raise ValueError(f"{op!r} is no operation that sympy may answer")
    if op in ("fn", "opaque"):
        return Node(op, str(args[0]), *(of_data(arg) for arg in args[1:]))
    return Node(op, *(of_data(arg) for arg in args))
