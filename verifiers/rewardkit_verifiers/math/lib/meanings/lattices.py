"""Families of solutions over the whole numbers: the same points from another base or direction."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.exact import bound
from rewardkit_verifiers.math.lib.decide.scalar import Verdict, as_fraction
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, symbols
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST, _LONGEST_PROMPT, _MOST_PARAMETERS = 300, 8_000, 3
_WHOLE = re.compile(
    r"\bintegers?\b|\bintegral\b|\bwhole numbers?|\\mathbb\s?\{?Z|ℤ|\\in\s*Z\b|整数|ganze"
    r"|\bentiers?\b"
    r"|\benter[oa]s?\b|\binter[oi]\b|\binteir[oa]s?\b|цел|Diophant",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,;.]*(?:\$[\s,;.]*)?(?:\\q?quad\s*)*(?:\(|\\text\s?\{|\b)?\s*(?:,\s*)?(?:where|for"
    r"|with|here|when|wo|wobei|mit"
    r"|où|avec|donde|con|其中|\(?\$?\s?[a-z](?:\s*,\s*[a-z])*\s*(?:\\in\b|∈|\\text|(?:is|are"
    r"|being|any|an)\b)).*\Z",
    re.DOTALL,
)
_LEAD = re.compile(r"\A[^=$\\(]*[:：]\s*")
_SEVERAL = re.compile(r"[,;&]|\\\\|\band\b")
_LETTER = re.compile(r"(?<![\\A-Za-z])[A-Za-z](?![A-Za-z])")
Coset = tuple[list[Fraction], list[list[Fraction]]]
"""A point of a family, and the steps that lead to the others."""


def is_family(gold: str) -> bool:
    """Whether a reference gives several unknowns by parameters that run over whole numbers."""
    several = _SEVERAL.search(gold) is not None and _LETTER.search(gold) is not None
    return several and len(gold) <= _LONGEST and _coset(gold, ()) is not None


def same_points(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    """Compare two families of whole solutions; None where they are none, or differ.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task; it, or one of the two, says that the parameters are whole.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> rules, asked = PRESETS["default"], "Find all integer solutions of $3x + 5y = 1$."
        >>> same_points("x = 2 + 5t, y = -1 - 3t", "x = -3 - 5s, y = 2 + 3s", asked, rules).equal
        True
        >>> same_points("x = 2 + 5t, y = -1 - 3t", "x = 2 + 5s, y = -1 + 3s", asked, rules) is None
        True
    """
    del policy  # a family is exact
    if len(said) > _LONGEST:
        return None
    if not any(_WHOLE.search(text) for text in (gold, said, prompt[:_LONGEST_PROMPT])):
        return None
    mine = _coset(gold, ())
    theirs = _coset(said, _names(gold)) if mine is not None else None
    if mine is None or theirs is None or len(mine[0]) != len(theirs[0]):
        return None
    apart = [one - other for one, other in zip(mine[0], theirs[0], strict=True)]
    one, other = _basis(mine[1]), _basis(theirs[1])
    same = (
        _holds(one, apart)
        and all(_holds(one, step) for step in theirs[1])
        and all(_holds(other, step) for step in mine[1])
    )
    return Verdict(True, "exact", "the same whole solutions") if same else None


def is_whole(text: str) -> bool:
    """Whether a text speaks of whole numbers."""
    return _WHOLE.search(text) is not None


def points_of(text: str) -> Coset | None:
    """Return the base and the steps of points whose entries stand in the order x, y, z; or None."""
    return _coset(text, ())


def _names(text: str) -> tuple[str, ...]:
    found = _entries(text)
    return tuple(found) if found and "" not in found else ()


@lru_cache(maxsize=4096)
def _coset(text: str, names: tuple[str, ...]) -> Coset | None:
    """Return the points that a text gives: a base, and a step for each parameter."""
    found = _entries(text)
    if found is None or len(found) < 2:
        return None
    if names and set(found) == set(names):
        values = [found[name] for name in names]
    elif "" not in found and not names:
        values = [found[name] for name in sorted(found)]
    else:
        values = list(found.values())
    letters = sorted(frozenset().union(*map(symbols, values)) - set(found))
    if not 0 < len(letters) <= _MOST_PARAMETERS:
        return None
    lines = [_line(value, letters) for value in values]
    kept = [line for line in lines if line is not None]
    if len(kept) < len(lines):
        return None
    steps = [[line[at + 1] for line in kept] for at in range(len(letters))]
    return [line[0] for line in kept], steps


def _entries(text: str) -> dict[str, Node] | None:
    """Return the values by their names, or by places where a tuple names none."""
    for part in dict.fromkeys((text, _TAIL.sub("", text), _TAIL.sub("", _LEAD.sub("", text)))):
        try:
            node = parse(part)
        except Unreadable:
            continue
        if (found := _of_node(node)) is not None:
            return found
    return None


def _of_node(node: Node) -> dict[str, Node] | None:
    if node.op in ("noted", "named"):
        return _of_node(node.args[0] if node.op == "noted" else node.args[1])
    if node.op == "builder":
        return _of_node(node.args[0])
    if node.op == "set" and len(node.args) == 1:
        return _of_node(node.args[0])
    if node.op == "tuple":
        return {f"#{place}": value for place, value in enumerate(node.args[2])}
    if node.op == "rel" and node.args[0] == ("=",):
        left, right = node.args[1]
        if left.op == "sym":
            return {left.args[0]: right}
        if left.op == right.op == "tuple" and len(left.args[2]) == len(right.args[2]):
            if any(name.op != "sym" for name in left.args[2]):
                return None
            pairs = zip(left.args[2], right.args[2], strict=True)
            return {name.args[0]: value for name, value in pairs}
        return None
    if node.op in ("list", "and"):
        found: dict[str, Node] = {}
        for part in node.args:
            if part.op == "rel" and part.args[0][0] in ("in", ">=", ">", "<", "<="):
                if part.args[0] != ("in",):
                    return None
                continue
            if part.op == "qty" and part.args[0].op == "sym" and "integer" in part.args[1]:
                continue
            inner = _of_node(part)
            if inner is None or not found.keys().isdisjoint(inner):
                return None
            found |= inner
        return found or None
    return None


def _line(value: Node, letters: list[str]) -> list[Fraction] | None:
    """Return the constant and the coefficients of a linear expression, or None."""

    def at(point: dict[str, int]) -> Fraction | None:
        node = value
        for letter in letters:
            node = bound(node, letter, Fraction(point.get(letter, 0)))
        return as_fraction(node)

    start = at({})
    units = [at({letter: 1}) for letter in letters]
    far = at({letter: 3 + 4 * place for place, letter in enumerate(letters)})
    if start is None or far is None:
        return None
    steps = [unit - start for unit in units if unit is not None]
    if len(steps) < len(units):
        return None
    expected = start + sum(step * (3 + 4 * place) for place, step in enumerate(steps))
    squared = at(dict.fromkeys(letters, -2))
    return [start, *steps] if far == expected and squared == start - 2 * sum(steps) else None


def _basis(steps: list[list[Fraction]]) -> list[list[Fraction]]:
    """Return steps in echelon form that reach the same points."""
    rows = [list(step) for step in steps]
    found: list[list[Fraction]] = []
    for place in range(len(rows[0]) if rows else 0):
        pivot: list[Fraction] | None = None
        rest: list[list[Fraction]] = []
        for row in rows:
            here = row
            while here[place]:
                if pivot is None or not pivot[place]:
                    pivot, here = here, [Fraction(0)] * len(here)
                    continue
                times = here[place] // pivot[place]
                here = [one - times * other for one, other in zip(here, pivot, strict=True)]
                if here[place]:
                    pivot, here = here, pivot
            if any(here):
                rest.append(here)
        if pivot is not None:
            found.append(pivot)
        rows = rest
    return found


def _holds(basis: list[list[Fraction]], point: list[Fraction]) -> bool:
    """Whether whole multiples of the steps lead to a point."""
    left = list(point)
    for row in basis:
        place = next(at for at, value in enumerate(row) if value)
        times = left[place] / row[place]
        if times.denominator != 1:
            return False
        left = [one - times * other for one, other in zip(left, row, strict=True)]
    return not any(left)
