r"""Intervals that repeat: [k pi - 1, k pi + 1] for all whole k, from another one of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from rewardkit_verifiers.math.lib.decide.families import WHOLE_LETTER, families
from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, symbols
from rewardkit_verifiers.math.lib.meanings.restricted import restrictions
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST, _MOST = 400, 4
_HINT = re.compile(r"\\pi|π|circ|°|\\in|∈|integer|整数")
_LETTERS = frozenset("kmnlt")
_CLOSE = 2.0**-60
_CLOSED = {"<": False, "<=": True, ">": False, ">=": True}
_SPACES = re.compile(r"\\[,;:! ]|\\q?quad(?![a-z])|\$|\\left(?![a-z])|\\right(?![a-z])")
_JOINTS = re.compile(r"\\cup|∪")
Interval = tuple[Any, Any, Any, bool, bool]
"""Where one begins, after which distance it repeats, how long it is, and which ends it has."""


def is_periodic(gold: str) -> bool:
    """Whether a reference is an interval, or a union of some, for every whole number."""
    return len(gold) <= _LONGEST and _HINT.search(gold) is not None and bool(_intervals(gold))


def same_intervals(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    r"""Compare repeated intervals; None where either is none, or they differ.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task, which decides nothing here.
        policy: What to do where the field disagrees; it decides nothing here.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> gold, rules = r"(k\pi, k\pi+1), k \in Z", PRESETS["default"]
        >>> same_intervals(gold, r"n\pi+\pi<x<n\pi+\pi+1, n \in Z", "", rules).equal
        True
        >>> same_intervals(gold, r"[n\pi, n\pi+1], n \in Z", "", rules) is None
        True
    """
    del prompt, policy
    mine = _intervals(gold)
    theirs = list(_intervals(said)) if mine and len(said) <= _LONGEST else []
    if not mine or len(mine) != len(theirs):
        return None
    for one in mine:
        found = next((other for other in theirs if _same(one, other)), None)
        if found is None:
            return None
        theirs.remove(found)
    return Verdict(True, "structure", "the same intervals, repeated")


@lru_cache(maxsize=2048)
def _intervals(text: str) -> tuple[Interval, ...]:
    """Return the intervals of a text that has a whole letter in both ends of each; else none."""
    head = restrictions(text)[2]
    head = " ".join(_SPACES.sub(" ", head).split()).strip(" ,;.")
    pieces = [piece.strip(" ,") for piece in _JOINTS.split(head)]
    found = [_interval(piece) for piece in pieces if len(pieces) <= _MOST]
    return tuple(one for one in found if one) if found and None not in found else ()


def _interval(text: str) -> Interval | None:
    try:
        node = parse(text)
    except Unreadable:
        return None
    ends = _ends(node)
    if ends is None:
        return None
    low, high, opened, closed = ends
    names = symbols(low) | symbols(high)
    if len(names) != 1 or not names <= _LETTERS:
        return None
    first, last = (families(Node("list", end, WHOLE_LETTER)) for end in (low, high))
    if not first or not last or len(first) != 1 or len(last) != 1:
        return None
    (begin, step), (end, other) = first[0], last[0]
    if abs(step - other) > _CLOSE or end - begin <= _CLOSE:
        return None
    return begin, abs(step), end - begin, opened, closed


def _ends(node: Node) -> tuple[Node, Node, bool, bool] | None:
    if node.op == "tuple" and len(node.args[2]) == 2:
        opens, closes, (low, high) = node.args
        return low, high, opens == "[", closes == "]"
    if node.op == "range" and len(node.args) >= 4:
        opens, closes, (low, high) = node.args[0], node.args[1], node.args[2:4]
        return low, high, opens == "[", closes == "]"
    if node.op == "rel" and len(node.args[1]) == 2 and node.args[0] == ("in",):
        return _ends(node.args[1][1])
    if node.op != "rel" or len(node.args[1]) != 3 or node.args[1][1].op != "sym":
        return None
    ops, (low, name, high) = node.args
    if not set(ops) <= set(_CLOSED) or name.args[0] in symbols(low) | symbols(high):
        return None
    if ops[0][0] != ops[1][0]:
        return None
    if ops[0][0] == ">":
        return high, low, _CLOSED[ops[1]], _CLOSED[ops[0]]
    return low, high, _CLOSED[ops[0]], _CLOSED[ops[1]]


def _same(one: Interval, other: Interval) -> bool:
    if one[3:] != other[3:] or any(abs(one[at] - other[at]) > _CLOSE for at in (1, 2)):
        return False
    steps = (one[0] - other[0]) / one[1]
    return bool(abs(steps - round(steps)) < _CLOSE)
