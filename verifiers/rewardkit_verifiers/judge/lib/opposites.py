"""Yes and no by the opposite of what a question asks: composite where it asks for prime."""

from __future__ import annotations

import re

from rewardkit.reading.vocabulary import NO, NOT, OR, YES
from rewardkit.reading.words import folded_set, folded_words, visible

_PAIRS = """
prime composite
even odd
rational irrational
finite infinite
convergent divergent
converge diverges
converge diverge
invertible singular
alive dead
possible impossible
vertebrate invertebrate
legal illegal
soluble insoluble
symmetric asymmetric
consistent inconsistent
dependent independent
linear nonlinear
bounded unbounded
equal unequal
reversible irreversible
renewable nonrenewable
conductor insulator
guilty innocent
"""
_OPPOSITE: dict[str, set[str]] = {}
for _one, _other in map(str.split, _PAIRS.strip().splitlines()):
    _OPPOSITE.setdefault(_one, set()).add(_other)
    _OPPOSITE.setdefault(_other, set()).add(_one)
_ASKS = re.compile(r"(?:.*[.!?,:]\s+)?(?:is|are|was|were|does|do|can)\b", re.I | re.DOTALL)
_CLAUSE = re.compile(r"(?<=[.!])\s+|[;:(–—\n]|,\s+|\s(?:because|since|as)\s")
_PLAIN = folded_set(
    "so it s is are was were the a an this that number hence therefore thus they and"
)
_LONGEST = 200


def says_opposite(text: str, gold: str, prompt: str) -> bool:
    """Return whether a reply says no by the opposite of the one property that is asked for.

    Example:
        >>> says_opposite("91 is 7 × 13, so it's composite.", "No", "Is 91 a prime number?")
        True
        >>> says_opposite("It's composite.", "Yes", "Is 91 a prime number?")
        False
    """
    wanted = folded_words(visible(gold))
    if len(wanted) != 1 or wanted[0] not in NO or len(text) > _LONGEST or "?" in text:
        return False
    if not _ASKS.match(prompt):
        return False
    asked = set(folded_words(prompt))
    opposites = {other for word in asked for other in _OPPOSITE.get(word, ())} - asked
    shown = visible(text)
    said = set(folded_words(shown))
    if not opposites & said or asked & (NOT | OR) or said & (NOT | YES | (OR - {"o"})):
        return False
    named = {word for word in asked if _OPPOSITE.get(word)}
    if named & said:
        return False
    clauses = [set(folded_words(one)) for one in _CLAUSE.split(shown)]
    return any(one & opposites and one <= opposites | _PLAIN | asked for one in clauses)
