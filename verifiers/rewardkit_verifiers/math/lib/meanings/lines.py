"""Lines by a point and a direction: parametric, symmetric and implicit equations of one line."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.exact import bound
from rewardkit_verifiers.math.lib.decide.scalar import Verdict, as_fraction
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, symbols
from rewardkit_verifiers.math.lib.meanings.lattices import is_whole, points_of
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST, _LONGEST_PROMPT = 300, 8_000
_BOUND = re.compile(r"[<>≤≥≠\[]|\\(?:[gln]eq?|lt|gt|pm)(?![a-z])|\bor\b|\bsegment|\bray\b")
_HINT = re.compile(r"(?<![A-Za-z\\])[xyz](?![A-Za-z])|\)\s*\+|angle|⟩")
_T = r"(?:\\(?:lambda|mu|tau)|[tskuλμ])"
_OPEN, _CLOSE = r"(?:\\left\s?)?(?:\(|\\langle|⟨)", r"(?:\\right\s?)?(?:\)|\\rangle|⟩)"
_ENTRIES = r"([^(),=]{1,20}(?:,[^(),=]{1,20}){1,2})"
_BY_VECTORS = re.compile(
    rf"{_OPEN}{_ENTRIES}{_CLOSE}\s*([-+])\s*({_T})\s*(?:\\cdot\s?|\*)?\s*{_OPEN}{_ENTRIES}{_CLOSE}"
)
_NAME = re.compile(
    r"\A[\s$]*(?:\\(?:vec|mathbf|boldsymbol|overrightarrow)\s?\{?\s?[a-zA-Z]{1,2}\s?\}?"
    r"(?:\([^()]{1,8}\))?|[rlLX](?:\([^()]{1,8}\))?)\s*[=:]\s*"
)
_ANGLES = re.compile(r"\\(?:left\s?\\|right\s?\\)?([lr])angle(?![a-z])\s?|([⟨⟩])")
Line = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
"""A point, and a direction."""


def is_line(gold: str) -> bool:
    """Whether a reference is a line."""
    return len(gold) <= _LONGEST and _HINT.search(gold) is not None and _line(gold) is not None


def same_line(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    r"""Compare two lines; None where they are none, or differ.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task; one about whole numbers asks for points and no line.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> gold, rules = r"(x,y,z)=(1,2,3)+t(1,-1,2)", PRESETS["default"]
        >>> same_line(gold, r"\frac{x-2}{-1}=y-1=\frac{z-5}{-2}", "", rules) is None
        False
        >>> same_line(gold, r"\frac{x-2}{-1}=y-1=\frac{z-6}{-2}", "", rules) is None
        True
    """
    del policy  # a line is exact
    if len(said) > _LONGEST or not _HINT.search(said):
        return None
    if any(is_whole(text) for text in (gold, said, prompt[:_LONGEST_PROMPT])):
        return None
    mine = _line(gold)
    theirs = _line(said) if mine is not None else None
    if mine is None or theirs is None or len(mine[0]) != len(theirs[0]):
        return None
    apart = tuple(one - other for one, other in zip(mine[0], theirs[0], strict=True))
    same = _parallel(mine[1], theirs[1]) and _parallel(mine[1], apart)
    return Verdict(True, "exact", "the same line") if same else None


def _parallel(one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> bool:
    return all(
        one[left] * other[right] == one[right] * other[left]
        for left in range(len(one))
        for right in range(left)
    )


@lru_cache(maxsize=4096)
def _line(text: str) -> Line | None:
    if _BOUND.search(text):
        return None
    plain = _NAME.sub("", _ANGLES.sub(lambda found: "()"[found[1] == "r" or found[2] == "⟩"], text))
    plain = _BY_VECTORS.sub(_summed, plain)
    try:
        node = parse(plain)
    except Unreadable:
        node = None
    if node is not None and (line := _of_equations(node)) is not None:
        return line
    points = points_of(plain)
    if points is None or len(points[1]) != 1 or len(points[0]) not in (2, 3):
        return None
    return (tuple(points[0]), tuple(points[1][0])) if any(points[1][0]) else None


def _summed(found: re.Match[str]) -> str:
    """Return (1 + (t)(1), 2 + (t)(-1)) for the sum (1, 2) + t(1, -1)."""
    base, steps = found[1].split(","), found[4].split(",")
    if len(base) != len(steps):
        return found[0]
    pairs = zip(base, steps, strict=True)
    return f"({','.join(f'({one}){found[2]}({found[3]})*({step})' for one, step in pairs)})"


def _of_equations(node: Node) -> Line | None:
    """Return the line of a = b = c in x, y and z, of that with z = 3, and of one in x and y."""
    while node.op in ("noted", "named"):
        node = node.args[0] if node.op == "noted" else node.args[1]
    parts = list(node.args) if node.op in ("list", "and") else [node]
    if not all(part.op == "rel" and set(part.args[0]) == {"="} for part in parts):
        return None
    if len(parts) == 1 and len(parts[0].args[1]) == 2:
        return _implicit(*parts[0].args[1])
    places: dict[str, tuple[Fraction, Fraction]] = {}
    chain = max(parts, key=lambda part: len(part.args[1]))
    if any(len(part.args[1]) != 2 for part in parts if part is not chain):
        return None
    for side in chain.args[1]:
        names = symbols(side)
        if len(names) == 1 and names <= {"t", "s", "k", "lambda"} and side.op == "sym":
            continue
        if len(names) != 1 or not names <= set("xyz") or not names.isdisjoint(places):
            return None
        (name,) = names
        at, slope = _linear(side, name)
        if at is None or not slope:
            return None
        places[name] = -at / slope, 1 / slope
    for part in parts:
        if part is chain:
            continue
        left, right = part.args[1]
        value = as_fraction(right)
        if left.op != "sym" or left.args[0] in places or value is None:
            return None
        places[left.args[0]] = value, Fraction(0)
    if set(places) != set("xyz"):
        return None
    point, way = zip(*(places[name] for name in "xyz"), strict=True)
    return point, way


def _implicit(left: Node, right: Node) -> Line | None:
    node = Node("+", left, Node("neg", right))
    if symbols(node) != {"x", "y"}:
        return None
    values = [_at(node, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (3, 5), (-2, 7))]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    at = known[0]
    a, b = known[1] - at, known[2] - at
    if known[3] != at + 3 * a + 5 * b or known[4] != at - 2 * a + 7 * b or not (a or b):
        return None
    point = (-at / a, Fraction(0)) if a else (Fraction(0), -at / b)
    return point, (b, -a)


def _at(node: Node, x: int, y: int) -> Fraction | None:
    return as_fraction(bound(bound(node, "x", Fraction(x)), "y", Fraction(y)))


def _linear(node: Node, name: str) -> tuple[Fraction | None, Fraction | None]:
    """Return the constant and the slope of an expression that is linear in a letter."""
    values = [as_fraction(bound(node, name, Fraction(at))) for at in (0, 1, 7)]
    known = [value for value in values if value is not None]
    if len(known) < len(values) or known[2] != known[0] + 7 * (known[1] - known[0]):
        return None, None
    return known[0], known[1] - known[0]
