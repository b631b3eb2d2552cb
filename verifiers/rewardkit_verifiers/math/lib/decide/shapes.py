"""The shape of one answer: a time, a ratio, an interval, a number in words."""

from __future__ import annotations

import math

from rewardkit_verifiers.math.lib.decide import sets, text
from rewardkit_verifiers.math.lib.decide.items import COLLECTIONS, bare, items
from rewardkit_verifiers.math.lib.decide.scalar import Verdict, same_value
from rewardkit_verifiers.math.lib.grammar.values import Node, has


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
    return node if text.number_word(together) is None else Node("text", together)


def signs_apart(node: Node) -> Node:
    """Return x = ±2 as x = 2 or x = -2."""
    if node.op != "rel" or not has(node, "pm", "mp"):
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
