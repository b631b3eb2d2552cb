"""Chains of equalities: `12*3 = 36` says 36, and `2+2 = 5` says two things."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.grammar.labels import unlabelled
from rewardkit_verifiers.math.lib.plain_number import Number, has_other_value, read_number
from rewardkit_verifiers.math.lib.policy import PRESETS

_LONGEST = 400
_MOST_SIDES = 6
# An `=` that is part of another relation makes the text a statement, not a value.
_OTHER_RELATION = re.compile(
    r"[<>≠≤≥≈~:+*/^-]\s*=|(?<!\d)!\s*=|!=|==|=\s*[<>~]|[<>≤≥≠]|\\(?:neq?|leq?|geq?|lt|gt|not|approx|sim)(?![A-Za-z])"
)
# `x`, `x_1`, `f(2)`, `\text{Total cost}`: names of what the last side gives the value of.
_LEAD = re.compile(
    r"(?:\b(?:the|my|our|final|answer|result|solution|value|total|is|so|thus|hence|therefore"
    r"|we|get|have|it|and)\b|[\s:,*])*+",
    re.IGNORECASE,
)
_NAME = re.compile(
    # Words are not given back a letter at a time: that takes the fifth power of their length.
    r"(?:\\(?:text|mathrm)\s*)?(?:[\s{}$'’\\]*+[A-Za-z]++(?:_\{?\w{1,8}\}?)?){1,5}['’′]{0,3}"
    r"(?:\(\s*(?:[A-Za-z]|-?\d{1,6})\s*\))?[\s{}$'’\\]*"
)


def last_side(text: str) -> Number | None:
    r"""Return the number that a chain of equalities ends with, or None when it gives none.

    Each earlier side must be the name of something or have the value of the last side, so
    that a false equality, which says two things at once, is no answer.

    Args:
        text: What a mark of a final answer holds.

    Example:
        >>> last_side("12*3 = 36"), last_side("x = 72/2 = 36"), last_side("2+2 = 5")
        (36, 36, None)
    """
    if len(text) > _LONGEST:
        return None
    labelled = unlabelled(text)
    if labelled is not None and (stated := read_number(labelled)) is not None:
        # P(X = 2) = 3/8: what stands before the last sign only names it.
        return stated
    if "=" not in text or _OTHER_RELATION.search(text):
        return None
    lead = _LEAD.match(text)
    *before, last = (side.strip() for side in text[lead.end() if lead else 0 :].split("="))
    if not before[0]:
        del before[0]  # nothing but an introduction
    if len(before) >= _MOST_SIDES or not all(before):
        return None
    number = read_number(last)
    if number is None:
        return None
    for side in before:
        if _NAME.fullmatch(side):
            if has_other_value(side):
                return None
        elif not same(last, side, PRESETS["default"]):
            return None
    return number
