"""Nodes made of nodes: products, sums and signs in the form that the rest expects."""

from __future__ import annotations

from rewardkit_verifiers.math.lib.grammar.values import Node, num


def unwrapped(node: Node) -> Node:
    """Return the one value inside brackets: among factors {x} and (x) only group."""
    if node.op == "set" and len(node.args) == 1:
        inner: Node = node.args[0]
        return inner
    if node.op == "tuple" and len(node.args[2]) == 1:
        (inner,) = node.args[2]
        return inner
    return node


def times(left: Node, right: Node) -> Node:
    """Return the product of two factors, brackets of grouping removed."""
    left, right = unwrapped(left), unwrapped(right)
    factors = left.args if left.op == "*" else (left,)
    return Node("*", *factors, right)


def terms(node: Node) -> tuple[Node, ...]:
    """Return the terms of a sum, or the one expression."""
    return node.args if node.op == "+" else (node,)


def negated(node: Node) -> Node:
    """Return minus an expression; a literal changes its sign."""
    if node.op == "num":
        return Node("num", -node.args[0])
    if node.op == "dec":
        return Node("dec", -node.args[0], node.args[1])
    return Node("neg", node)


def combinations(name: str, upper: Node) -> Node | None:
    """Read C_{10}^{3} and A_{10}^{3}, which count combinations and arrangements."""
    letter, mark, lower = name.partition("_")
    if letter not in ("C", "A", "P") or not mark or (upper.op != "num" and letter != "C"):
        return None
    if not lower.isdigit() and (letter != "C" or lower not in ("n", "m") or upper.op == "const"):
        return None
    whole = num(int(lower)) if lower.isdigit() else Node("sym", lower)
    chosen = Node("fn", "binom", whole, upper)
    return chosen if letter == "C" else Node("*", chosen, Node("!", upper))


def is_minus_one(node: Node) -> bool:
    """Whether an exponent is -1, which makes a function its inverse."""
    return node.op == "num" and node.args[0] == -1
