"""Vectors written as sums of unit vectors: 3i - 2j is (3, -2)."""

from __future__ import annotations

from rewardkit_verifiers.math.lib.grammar.values import Node, num, rebuilt, sym, symbols

_UNITS = ("ihat", "jhat", "khat")


def as_tuples(gold: Node, pred: Node, lengths: tuple[int, int]) -> tuple[Node, Node]:
    r"""Return two answers with sums of unit vectors written as tuples of components.

    Args:
        gold: The reference; the grammar spells bold or hatted i, j and k as `ihat` and so on.
        pred: The answer.
        lengths: The number of entries that each is written with, 0 for what is no tuple.
    """
    mine, theirs = _uses(gold), _uses(pred)
    if not mine and not theirs:
        return gold, pred
    if not theirs and not lengths[1]:
        pred = _hatted(pred)
    elif not mine and not lengths[0]:
        gold = _hatted(gold)
    most = max(lengths[0], lengths[1], *map(_size, (gold, pred)))
    return _as_tuple(gold, most), _as_tuple(pred, most)


def _uses(node: Node) -> frozenset[str]:
    return symbols(node) & frozenset(_UNITS)


def _size(node: Node) -> int:
    return max((_UNITS.index(name) + 1 for name in _uses(node)), default=0)


def _hatted(node: Node) -> Node:
    """Return 2i + 3j, written without bold letters, as the vector that the other side is."""
    if node.op in ("sym", "const"):
        name = f"{node.args[0]}hat"
        return sym(name) if name in _UNITS else node
    return rebuilt(node, _hatted) if node.args else node


def _as_tuple(node: Node, entries: int) -> Node:
    if not _uses(node) or not _is_linear(node):
        return node
    return Node("tuple", "(", ")", tuple(_component(node, name) for name in _UNITS[:entries]))


def _is_linear(node: Node) -> bool:
    """Whether each term holds exactly one unit vector, as a factor."""
    if node.op == "+":
        return all(map(_is_linear, node.args))
    if node.op == "neg":
        return _is_linear(node.args[0])
    if node.op == "*":
        holding = [part for part in node.args if symbols(part) & frozenset(_UNITS)]
        return len(holding) == 1 and _is_linear(holding[0])
    if node.op == "/":
        return _is_linear(node.args[0]) and not symbols(node.args[1]) & frozenset(_UNITS)
    return node.op == "sym" and node.args[0] in _UNITS


def _component(node: Node, name: str) -> Node:
    if node.op == "sym" and node.args[0] in _UNITS:
        return num(int(node.args[0] == name))
    return rebuilt(node, lambda child: _component(child, name)) if node.args else node
