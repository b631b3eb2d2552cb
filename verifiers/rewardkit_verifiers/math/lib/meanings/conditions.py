"""Equations and functions under a condition: y = x^2 for x > 0 is none for x < 0."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.exact import bound
from rewardkit_verifiers.math.lib.decide.scalar import Verdict, as_fraction
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, symbols
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST = 300
_SIGN = r"(?:[<>]=?|≤|≥|≠|\\(?:leq?|geq?|lt|gt|neq?|leqslant|geqslant)(?![a-z]))"
_END = r"[-+]?\s?(?:\\pm\s?|±\s?)?[\w.π√]*(?:\\[a-z]+\s?(?:\{[^{}]{1,12}\}){0,2})?[\w./]{0,12}"
# Behind a formula, in brackets or behind a comma or `for`: x > 0, 0 < x < 2, x in (0, 1).
_CONDITION = re.compile(
    r"(?:\(|（|,|，|;|\bfor\b|\bwhere\b|\bwhen\b|\bwith\b|\bif\b|\\q?quad"
    r"|\\text\s?\{\s?(?:for|where|when|if|with)\s?\})"
    rf"[\s$\\,;]*(?:all |every |any )?[\s$]*((?:{_END}\s?{_SIGN}\s?)?(?P<letter>[A-Za-z])\s?"
    rf"(?:{_SIGN}\s?{_END}|(?:\\in(?![a-z])|∈)\s?[\[(][^\[\]()]{{1,24}}[\])]))[\s$]*(?:\)"
    rf"|）)?[\s$.]*\Z"
)


@lru_cache(maxsize=4096)
def _parted(text: str) -> tuple[str, str, str] | None:
    """Return an equation, the condition behind it, and the letter that this is about; or None."""
    if len(text) > _LONGEST or "=" not in text:
        return None
    found = _CONDITION.search(text)
    head = "" if found is None else _EQUALS.sub("", text[: found.start()])
    if found is None or head.count("=") != 1 or _SEVERAL.search(head):
        return None
    return text[: found.start()].strip(), found[1], found["letter"]


_SEVERAL = re.compile(r"[,;<>≤≥]|\b(?:when|if|for|or|and)\b|当")
# Signs of order hold an equals sign that is none.
_EQUALS = re.compile(r"[<>]=")


def has_condition(gold: str) -> bool:
    """Whether a reference is an equation under a condition."""
    return _parted(gold) is not None


def same_conditioned(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    """Compare an equation and its condition; None where either has none, or they differ.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task, which decides nothing here.
        policy: What to do where the field disagrees.
    """
    del prompt
    mine, theirs = _parted(gold), _parted(said)
    if mine is None or theirs is None:
        return None
    if mine[2] != theirs[2]:
        left_out = _left_out(*mine), _left_out(*theirs)
        if not left_out[0] or left_out[0] != left_out[1]:
            return None
        alike = same(_closed(mine[0]), _closed(theirs[0]), policy)
        return Verdict(True, "structure", "a curve without the same points") if alike else None
    if same(mine[1], theirs[1], policy) and same(_closed(mine[0]), _closed(theirs[0]), policy):
        return Verdict(True, "structure", "an equation under a condition")
    return None


@lru_cache(maxsize=1024)
def _left_out(head: str, condition: str, letter: str) -> frozenset[tuple[float, float]]:
    """Return the points of a curve in x and y that a condition leaves out; none where unclear."""
    excluded = _EXCLUDED.fullmatch(condition.replace("$", "").strip())
    if excluded is None or letter not in ("x", "y"):
        return frozenset()
    size = Fraction(excluded[2].replace(" ", ""))
    try:
        node = parse(_closed(head))
    except Unreadable:
        return frozenset()
    if node.op != "rel" or node.args[0] != ("=",) or symbols(node) != {"x", "y"}:
        return frozenset()
    curve = Node("+", node.args[1][0], Node("neg", node.args[1][1]))
    found: set[tuple[float, float]] = set()
    for value in (size, -size) if excluded[1] else (size,):
        roots = _roots(bound(curve, letter, value), "y" if letter == "x" else "x")
        if roots is None:
            return frozenset()
        for root in roots:
            pair = (float(value), root) if letter == "x" else (root, float(value))
            found.add((round(pair[0], 9) + 0.0, round(pair[1], 9) + 0.0))
    return frozenset(found)


_EXCLUDED = re.compile(
    r"[xy]\s?(?:≠|\\neq?(?![a-z]))\s?(\\pm\s?|±\s?)?(-?\s?\d{1,6}(?:/[1-9]\d{0,5})?)"
)


def _roots(node: Node, name: str) -> tuple[float, ...] | None:
    """Return the real roots of a polynomial of degree two at most; None where it is none."""
    values = [as_fraction(bound(node, name, Fraction(at))) for at in (0, 1, -1, 3)]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    last, slope = known[0], (known[1] - known[2]) / 2
    first = (known[1] + known[2]) / 2 - last
    if known[3] != 9 * first + 3 * slope + last:
        return None
    if not first:
        return (float(-last / slope),) if slope else (None if not last else ())
    inside = slope * slope - 4 * first * last
    if inside < 0:
        return ()
    half = math.sqrt(inside)
    return tuple((-float(slope) + sign * half) / (2 * float(first)) for sign in (1, -1))


def _closed(head: str) -> str:
    """Return a formula without the dollar sign that opens it and closes behind the condition."""
    return head if head.count("$") % 2 == 0 else head.replace("$", " ")


def under_other_condition(gold: str, said: str, policy: Policy) -> bool:
    """Whether both are equations under conditions on one letter, and these differ.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> rules = PRESETS["default"]
        >>> [under_other_condition("y=x^2 (x>0)", f"y=x^2, x{end}", rules) for end in ("<0", ">0")]
        [True, False]
    """
    mine = _parted(gold)
    theirs = _parted(said) if mine is not None else None
    if mine is None or theirs is None or mine[2] != theirs[2]:
        return False
    return same(mine[1], theirs[1], policy).equal is False
