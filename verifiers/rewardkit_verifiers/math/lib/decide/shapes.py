"""The shape of one answer: a time, a ratio, an interval, a number in words."""

from __future__ import annotations

import math
from fractions import Fraction

from rewardkit_verifiers.math.lib.decide import sets
from rewardkit_verifiers.math.lib.decide.items import COLLECTIONS, bare, items
from rewardkit_verifiers.math.lib.decide.scalar import Verdict, same_value
from rewardkit_verifiers.math.lib.grammar.values import Node, has, symbols
from rewardkit_verifiers.math.lib.spoken import number_word


def is_clock(node: Node) -> bool:
    """Return True for a time such as 2:30, which as a ratio would be in lowest terms."""
    parts = [part.args[0] for part in node.args if part.op == "num" and part.args[0] >= 0]
    if len(node.args) != 2 or len(parts) != 2 or not (parts[0] <= 24 and 10 <= parts[1] < 60):
        return False
    return all(part.denominator == 1 for part in parts) and math.gcd(*map(int, parts)) > 1


def proportional(gold: Node, pred: Node) -> Verdict:
    """Compare a : b : c with d : e : f."""
    if len(gold.args) != len(pred.args):
        return Verdict(False, "structure", "ratios of different length")
    first, other = gold.args[0], pred.args[0]
    same = all(
        same_value(Node("*", first, theirs), Node("*", other, mine))
        for mine, theirs in zip(gold.args[1:], pred.args[1:], strict=True)
    )
    return Verdict(same, "structure", "ratio")


def words_joined(node: Node) -> Node:
    """Return `three hundred and two`, which reads as a list of words, as the words it is."""
    if node.op not in COLLECTIONS or any(part.op != "text" for part in node.args):
        return node
    together = " and ".join(part.args[0] for part in node.args if part.args)
    return node if number_word(together) is None else Node("text", together)


def reshaped(gold: Node, pred: Node) -> tuple[Node, Node]:
    """Return both answers with shapes that only one of them has written as the other has them."""
    gold, pred = _without_set(gold), _without_set(pred)
    if gold.op == pred.op == "rel":
        return _squared(gold, pred)
    if {gold.op, pred.op} == {"rel", "tuple"}:
        return _chained_tuple(gold, pred), _chained_tuple(pred, gold)
    if gold.op in COLLECTIONS and pred.op in COLLECTIONS:
        return _chained_tuples(gold, pred), _chained_tuples(pred, gold)
    if gold.op in COLLECTIONS and pred.op == "rel":
        return gold, _each_named(_entries_named(pred))
    if pred.op in COLLECTIONS and gold.op == "rel":
        return _each_named(_entries_named(gold)), pred
    return gold, pred


def _without_set(node: Node) -> Node:
    r"""Return `{x | x < 2} - {1}` as a difference of sets."""
    if node.op != "+" or len(node.args) != 2 or node.args[1].op != "neg":
        return node
    whole, less = node.args[0], node.args[1].args[0]
    named = whole.op in ("builder", "bigset", "range") and less.op in ("set", "builder", "range")
    return Node("minus", whole, less) if named else node


def _entries_named(node: Node) -> Node:
    """Return `(f(n), g(n)) = (n, 1)` as f(n) = n, g(n) = 1."""
    ops, sides = node.args
    if ops != ("=",) or any(side.op != "tuple" for side in sides):
        return node
    names, values = sides[0].args[2], sides[1].args[2]
    if len(names) != len(values) or any(name.op not in ("sym", "app") for name in names):
        return node
    pairs = zip(names, values, strict=True)
    return Node("list", *(Node("rel", ("=",), pair) for pair in pairs))


def _each_named(node: Node) -> Node:
    """Return `a = b = 1` as a = 1, b = 1."""
    if node.op != "rel" or len(node.args[0]) < 2 or set(node.args[0]) != {"="}:
        return node
    *names, value = node.args[1]
    if any(name.op != "sym" for name in names) or symbols(value):
        return node
    return Node("list", *(Node("rel", ("=",), (name, value)) for name in names))


def _chained_tuple(node: Node, other: Node) -> Node:
    """Return `x = y = 1` as (1, 1) where the other side is a pair."""
    each = _each_named(node) if node.op == "rel" else node
    if each.op != "list" or other.op != "tuple" or len(each.args) != len(other.args[2]):
        return node
    return Node("tuple", "(", ")", tuple(part.args[1][1] for part in each.args))


def _chained_tuples(node: Node, other: Node) -> Node:
    """Return `x = y = 0, x = y = 2` as (0, 0), (2, 2) where the other answer lists pairs."""
    if any(part.op != "rel" for part in node.args) or {part.op for part in other.args} != {"tuple"}:
        return node
    return Node(node.op, *(_chained_tuple(part, other.args[0]) for part in node.args))


def _squared(gold: Node, pred: Node) -> tuple[Node, Node]:
    """Return y = ±f as y^2 = f^2 where the other relation has no sign of both."""
    signs = has(gold, "pm", "mp"), has(pred, "pm", "mp")
    if signs == (True, False):
        return _square(gold), pred
    return (gold, _square(pred)) if signs == (False, True) else (gold, pred)


def _square(node: Node) -> Node:
    ops, sides = node.args
    if ops != ("=",) or sides[1].op not in ("pm", "mp") or has(sides[0], "pm", "mp"):
        return node
    middle, root = sides[1].args
    if has(root, "pm", "mp") or len(symbols(node)) < 2:
        return node
    left = sides[0] if middle is None else Node("+", sides[0], Node("neg", middle))
    two = Node("num", Fraction(2))
    return Node("rel", ("=",), (Node("^", left, two), Node("^", root, two)))


def same_time(gold: Node, pred: Node) -> bool | None:
    """Whether 4:30 pm and 16:30 are one time; None where not just one of them says which half."""
    if (gold.op == "qty") == (pred.op == "qty"):
        return None
    half, other = (gold, pred) if gold.op == "qty" else (pred, gold)
    mine, theirs = _clock(half.args[0]), _clock(other)
    if half.args[1] not in ("am", "pm") or mine is None or theirs is None or theirs[0] < 13:
        return None
    hour = mine[0] % 12 + 12 * (half.args[1] == "pm")
    return (hour, mine[1]) == theirs


def _clock(node: Node) -> tuple[int, int] | None:
    if node.op == "opaque" and node.args[0] == "clock":
        parts = node.args[1:]
    elif node.op == "ratio" and len(node.args) == 2:
        parts = node.args
    else:
        return None
    if any(part.op != "num" or part.args[0].denominator != 1 for part in parts):
        return None
    hour, minute = (int(part.args[0]) for part in parts)
    return (hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None


def signs_apart(node: Node) -> Node:
    """Return x = ±2 as x = 2 or x = -2; that x is neither of two is said as it stands."""
    if node.op != "rel" or not has(node, "pm", "mp") or node.args[0] == ("!=",):
        return node
    return Node("or", *(items(node) or (node,)))


def is_interval(node: Node) -> bool:
    """Return True where brackets or infinite ends make a pair an interval, and no point."""
    node = bare(node.args[1][1]) if node.op == "rel" else node
    if node.op == "range":
        return True
    if node.op != "tuple" or len(node.args[2]) != 2:
        return False
    bracketed = node.args[0] == "[" and _in_rising_order(*node.args[2])
    return bracketed or any(sets.is_infinite(end) for end in node.args[2])


def _in_rising_order(low: Node, high: Node) -> bool:
    one, other = sets.real(low), sets.real(high)
    return one is not None and other is not None and bool(one < other)


def is_bracketed(node: Node) -> bool:
    """Return True where a pair is written in square brackets."""
    return node.op == "tuple" and node.args[0] == "["
