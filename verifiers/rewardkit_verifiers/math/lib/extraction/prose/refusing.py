"""Sentences with formulas that assert none of their values: they suppose, bound or compare."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.skeletons import VALUE, last_clause, skeleton_of
from rewardkit_verifiers.math.lib.extraction.prose.textbook import has_formula
from rewardkit_verifiers.math.lib.extraction.prose.tokens import values

_LONGEST = 1_500
_SUPPOSES = re.compile(
    r"\W*(?:(?:so|then|now|and|let us|let['’]s|we (?:may|can|could)) )?(?:suppose|supposing|assume"
    r"|assuming|imagine|perhaps|maybe|possibly|it is tempting|one might|some (?:say|claim))\b",
    re.IGNORECASE,
)
_UNREAL = frozenset(("did", "were", "had", "could", "was"))
_WORD = re.compile(r"[a-z]+")
_BOUNDED = re.compile(
    r"\b(?:fewer|less|more|greater|larger|smaller|higher|lower)(?: \w+)? than\s*\Z", re.IGNORECASE
)
_COMPARED = re.compile(
    rf"{VALUE}\s*(?:\w+\s)?(?:less|more|fewer|greater|smaller|larger) than (?:the )?{VALUE}\W*\Z"
)
_PLACED = re.compile(
    rf"[^{VALUE}]*\b(?:maximum|minimum|largest|smallest|greatest|least)\b[^{VALUE}]*\b(?:achieved"
    r"|attained|reached|occurs|obtained) (?:only )?(?:when|at|for|if)\b"
)
_ASKS_VALUE = re.compile(
    r"\b(?:maximum|minimum|largest|smallest|greatest|least)(?: possible)? value of\b", re.IGNORECASE
)
_ASKS_PLACE = re.compile(r"\b(?:for|at) (?:what|which)\b|\bwh(?:ere|en)\b", re.IGNORECASE)
_REJECTED = re.compile(
    r"\s*(?:is|are|was|were) (?:therefore |thus |then )?(?:extraneous|rejected|discarded|impossible"
    r"|invalid|wrong|incorrect|too (?:large|small|big))\b"
)


def refuses(sentence: str, prompt: str = "") -> bool:
    """Return whether a sentence with formulas asserts none of its values.

    Args:
        sentence: The last sentence of a reply.
        prompt: The question; what it supposes may be supposed.

    Example:
        >>> refuses("There are fewer than $8$ triples."), refuses("There are $8$ triples.")
        (True, False)
    """
    if len(sentence) > _LONGEST or not has_formula(sentence):
        return False
    skeleton, kept = skeleton_of(sentence, values(sentence))
    if not kept:
        return False
    clause, _ = last_clause(skeleton, kept)
    if _COMPARED.search(clause) is not None:
        return True
    if _PLACED.match(skeleton) and _ASKS_VALUE.search(prompt) and not _ASKS_PLACE.search(prompt):
        return True
    if len(kept) > 1:
        return False
    if _SUPPOSES.match(skeleton) is not None or _REJECTED.match(skeleton.partition(VALUE)[2]):
        return True
    if _BOUNDED.search(skeleton.partition(VALUE)[0]) is not None:
        return True
    words = set(_WORD.findall(skeleton.lower()))
    unreal = {"would", "if"} <= words and not words.isdisjoint(_UNREAL)
    return unreal and " would " not in prompt
