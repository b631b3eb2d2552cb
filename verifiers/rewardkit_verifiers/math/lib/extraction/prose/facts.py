"""Two things that a sentence gives a value each: neither is what it concludes."""

from __future__ import annotations

import re

_VERBS = (
    r"(?:costs?|has|have|had|gets?|got|earns?|weighs?|takes?|took|pays?|paid|holds?|contains?|lasts?"
    r"|needs?)"
)
_VERB = re.compile(rf"\b({_VERBS})\s+(?:exactly |only |just )?\Z", re.IGNORECASE)
_JOINS = re.compile(r"\b(?:and|while|whereas|but)\b", re.IGNORECASE)
# Words of one who adds up: together they cost 35.
_SUMS = (
    r"\b(?:together|total|altogether|all|both|now|then|finally|left|overall|so|thus|therefore|hence"
    r"|still|combined)\b"
)
_ALL = re.compile(_SUMS, re.IGNORECASE)
_IS = re.compile(
    r"\b(?:and|while|und|et|y|e|и)\b.*\b(?:is|are|was|were|ist|est|es|é"
    r"|è)\s*\Z",
    re.IGNORECASE,
)
_SAME_VERB = re.compile(
    rf"\b({_VERBS})\s+[$€£＄-]?\d[\d.,/]*,?\s+(?:[a-z]+\s+)?(?:and|while|whereas|but)\s"
    rf"(?![^\d=.]*{_SUMS})[^\d=.]*\b\1\s+[$€£＄-]?\d",
    re.IGNORECASE,
)


def two_facts(before: str, between: str) -> bool:
    """Return whether two values, each behind its verb, belong to two things.

    Args:
        before: The clause up to the first value.
        between: What stands between both.

    Example:
        >>> two_facts("The shirt costs ", " and the hat costs "), two_facts("It costs ", ", ")
        (True, False)
    """
    if _IS.search(between):
        return True
    one, other = _VERB.search(before), _VERB.search(between)
    if one is None or other is None or not _JOINS.search(between) or _ALL.search(between):
        return False
    return one[1].lower() == other[1].lower()


def repeats_verb(sentence: str) -> bool:
    """Return whether a sentence says the same of two things: she has 20 and he has 35.

    Example:
        >>> repeats_verb("She has 20 and he has 35."), repeats_verb("He has 20 and then has 35.")
        (True, False)
    """
    return _SAME_VERB.search(sentence) is not None
