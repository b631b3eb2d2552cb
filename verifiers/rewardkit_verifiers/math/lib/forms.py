"""The form that a prompt asks for: factored, in lowest terms, solved for the unknown."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from rewardkit_verifiers.math.lib.asked import formulas, key
from rewardkit_verifiers.math.lib.decide.relations import is_solved, same_equation
from rewardkit_verifiers.math.lib.grammar.values import Node, has, symbols, walk
from rewardkit_verifiers.math.lib.grammar.words import FLIPPED

_FACTOR = re.compile(r"\bfactor(?:i[sz]e|ed|ing|i[sz]ation)?\b(?!ial)", re.IGNORECASE)
_FACTORED = re.compile(r"\bfactori[sz](?:e|ation)\b|\bproduct of primes\b", re.IGNORECASE)
_PRIMES = re.compile(r"\binto (?:its )?primes?\b|\bprime (?:factor|decomposition)", re.IGNORECASE)
_AS_FRACTION = re.compile(r"\bas an? (?:\w+ )?fraction\b(?! of)", re.IGNORECASE)
_EXPAND = re.compile(r"\b(?:expand|multiply out)", re.IGNORECASE)
_SIMPLIFY = re.compile(r"\b(?:simplif|reduce)", re.IGNORECASE)
_LOWEST = re.compile(
    r"\b(?:lowest terms|simplest (?:radical |fractional? |exact )?form|simplif(?:y|ied)"
    r"|reduced (?:fraction|form)|irreducible fraction)\b",
    re.IGNORECASE,
)
_RATIONAL = re.compile(r"\brationali[sz]", re.IGNORECASE)
# Where these are asked for, 2x + y = 0 is an answer and no task.
_CURVES = re.compile(
    r"\b(?:lines?|planes?|asymptotes?|axis|axes|directrix|locus|tangents?|normals?|bisectors?"
    r"|circles?|parabolas?|ellipses?|hyperbolas?|curves?|equations? (?:of|for|whose|with)"
    r"|(?:write|find|give|state) (?:an|the) (?:equation|inequality))\b",
    re.IGNORECASE,
)
_MOST_RADICAND = 10**12


def wrong_form(mine: Node, theirs: Node, prompt: str) -> bool:
    """Whether a prompt asks for a form that the reference has and the answer has not.

    Args:
        mine: The answer.
        theirs: The reference.
        prompt: The task.
    """
    if _LOWEST.search(prompt) and reducible(mine) and not reducible(theirs):
        return True
    if _RATIONAL.search(prompt) and _root_below(mine) and not _root_below(theirs):
        return True
    if mine.op in ("dec", "pct") and theirs.op == "/" and _AS_FRACTION.search(prompt):
        return True
    if _PRIMES.search(prompt) and _is_prime_product(theirs) and not _is_prime_product(mine):
        return True
    if not symbols(mine):
        whole = _whole(mine) and theirs.op in ("*", "^")
        return whole and _FACTORED.search(prompt) is not None
    product, other = _is_product(theirs), _is_product(mine)
    if product and not other and mine.op == "+" and _FACTOR.search(prompt):
        return True
    if theirs.op == "+" and other and _EXPAND.search(prompt):
        return True
    simplify = _SIMPLIFY.search(prompt) is not None
    return simplify and _divides(mine) and not _divides(theirs)


def unsolved(mine: Node, theirs: Node, prompt: str, strict: bool) -> bool:
    """Whether an answer states a relation that is still to be solved, where the reference is.

    Args:
        mine: The answer.
        theirs: The reference.
        prompt: The task; its own relation is never an answer to it.
        strict: Whether every such relation is refused, asked for or not.
    """
    open_ = [one for one in _relations(mine) if _is_open(one)]
    if not open_ or any(map(_is_open, _relations(theirs))):
        return False
    if strict:
        return True
    if not prompt:
        return False
    asked = [one for one in formulas(prompt) if one.op == "rel"]
    for one in open_:
        if any(key(one) == key(other) or _equivalent(other, one) for other in asked):
            return True
    return is_solved(theirs) and mine.op == "rel" and _CURVES.search(prompt) is None


def _relations(node: Node) -> Iterator[Node]:
    """Yield the relations that an answer consists of, those of set-builder notation with them."""
    if node.op == "rel":
        yield node
    elif node.op in ("list", "or", "and", "union", "set"):
        for part in node.args:
            yield from _relations(part)
    elif node.op == "builder":
        yield from _relations(node.args[1])
    elif node.op in ("noted", "named"):
        yield from _relations(node.args[node.op == "named"])


def _is_open(node: Node) -> bool:
    """Whether a relation of one letter leaves that letter to be found: 2x = 8, |x - 3| < 4."""
    ops, sides = node.args
    if not set(ops) <= set(FLIPPED) or len(symbols(node)) != 1 or has(node, "app", "text"):
        return False
    return all(side.op != "sym" for side in sides)


def _equivalent(asked: Node, one: Node) -> bool:
    return symbols(asked) == symbols(one) and same_equation(asked, one).equal is True


def reducible(node: Node) -> bool:
    """Whether a fraction of whole numbers is not in lowest terms, or a root not taken out."""
    return any(
        (
            part.op == "/"
            and all(_whole(side) for side in part.args)
            and math.gcd(*(int(side.args[0]) for side in part.args)) > 1
        )
        or (part.op == "fn" and part.args[0] == "sqrt" and _has_square(part.args[1]))
        for part in walk(node)
    )


def _is_prime_product(node: Node) -> bool:
    """Whether a node is a product of two primes or more, perhaps with powers."""
    factors = node.args if node.op == "*" else (node,)
    bases = [factor.args[0] if factor.op == "^" else factor for factor in factors]
    several = len(factors) > 1 or factors[0].op == "^"
    return several and all(_whole(base) and is_prime(int(base.args[0])) for base in bases)


def is_prime(value: int) -> bool:
    """Whether a number is a prime below a bound."""
    return 1 < value < _MOST_RADICAND and all(
        value % divisor for divisor in range(2, min(math.isqrt(value), 10**6) + 1)
    )


def _whole(node: Node) -> bool:
    return node.op == "num" and bool(node.args[0].denominator == 1)


def _has_square(node: Node) -> bool:
    if not _whole(node) or not 4 <= node.args[0] <= _MOST_RADICAND:
        return False
    value, divisor = int(node.args[0]), 2
    if math.isqrt(value) ** 2 == value:
        return True
    # A square divisor is p * p with p up to the cube root, or leaves a square once those are out.
    while divisor**3 <= value:
        if value % (divisor * divisor) == 0:
            return True
        if value % divisor == 0:
            value //= divisor
        divisor += 1
    return value > 1 and math.isqrt(value) ** 2 == value


def _root_below(node: Node) -> bool:
    return any(
        part.op == "/"
        and any(
            one.op == "fn" and one.args[0] in ("sqrt", "cbrt", "root") for one in walk(part.args[1])
        )
        for part in walk(node)
    )


def _is_product(node: Node) -> bool:
    """Whether a node is a product or power of sums."""
    if node.op == "^":
        return bool(node.args[0].op == "+")
    return node.op == "*" and any(part.op == "+" or _is_product(part) for part in node.args)


def _divides(node: Node) -> bool:
    return any(part.op == "/" and bool(symbols(part.args[1])) for part in walk(node))
