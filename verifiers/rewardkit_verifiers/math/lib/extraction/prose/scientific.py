"""A number that a sentence gives once more as a power of ten: 2,592,000 s, or 2.592 × 10⁶ s."""

from __future__ import annotations

import re
from decimal import Decimal

_AGAIN = re.compile(
    r"(?P<plain>(?<![\d.,])\d[\d,]{0,24}(?:\.\d{1,12})?)(?P<unit>\s?[^\W\d_]{0,12})"
    r",?\s+(?:or|i\.e\.|that is|which is)[, ]\s?"
    r"(?P<mantissa>\d(?:\.\d{1,12})?)\s?[×·x*]\s?10(?:\^\{?(?P<power>-?\d{1,2})\}?"
    r"|(?P<raised>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))\s?[^\W\d_]{0,12}(?P<end>[.!*]{0,4})\Z"
)
# 3.14: three digits and a point.
_FEWEST = 3
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def without_scientific(sentence: str) -> str:
    """Return a sentence without a power of ten at its end that repeats the number before it.

    Example:
        >>> without_scientific("= 2,592,000 s, or 2.592 × 10⁶ seconds.")
        '= 2,592,000 s.'
        >>> without_scientific("= 2,592,000 s, or 3.1 × 10⁶ seconds.")
        '= 2,592,000 s, or 3.1 × 10⁶ seconds.'
    """
    if "10" not in sentence:
        return sentence
    found = _AGAIN.search(sentence)
    if found is None:
        return sentence
    power = int(found["power"] or found["raised"].translate(_RAISED) or 0)
    again = Decimal(found["mantissa"]).scaleb(power)
    plain = Decimal(found["plain"].replace(",", ""))
    step = Decimal(1).scaleb(power - len(found["mantissa"].partition(".")[2]))
    near = len(found["mantissa"]) > _FEWEST and abs(plain - again) * 2 <= step
    if plain != again and not near:
        return sentence
    return f"{sentence[: found.end('unit')]}{found['end']}"
