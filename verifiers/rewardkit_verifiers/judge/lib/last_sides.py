r"""The last side of a chain of equations, by its value: $(\frac12)^3 = \frac18$ for 0.125."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rewardkit.reading.vocabulary import NOT
from rewardkit.reading.words import folded_words
from rewardkit_verifiers.math.lib.plain_number import read_number

_LONGEST = 300
_FRACTION = re.compile(
    r"(?P<minus>[-\u2212]?)\s?(?:\\[dt]?frac\s*(?:\{\s*(\d{1,9})\s*\}|(\d))"
    r"\s*(?:\{\s*(\d{1,9})\s*\}|(\d))"
    r"|(\d{1,9})\s?/\s?(\d{1,9}))"
)
_DECIMAL = re.compile(r"[-\u2212]?\d{1,12}(?:[.,]\d{1,12})?")
_VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅛": "1/8", "⅜": "3/8"}
_PERCENT = re.compile(r"\s?(?:\\?%|percent|per cent|Prozent)$")
_START = re.compile(r"[\s$*_]+")
_END = re.compile(r"(?:\\[)\]]|[\s$*_.!])+\Z")


def last_side_is(text: str, golds: Sequence[Any], numbers: Sequence[Fraction]) -> bool:
    r"""Return whether a chain ends with the value of a reference, as a fraction or in percent.

    Args:
        text: The final answer.
        golds: The references.
        numbers: What they are as numbers.

    Example:
        >>> last_side_is(r"$\left(\frac12\right)^3=\frac18$", ["0.125"], [Fraction(1, 8)])
        True
        >>> last_side_is(r"$1-\frac18=\frac78$", ["0.125"], [Fraction(1, 8)])
        False
    """
    if "=" not in text or len(text) > _LONGEST or "≠" in text or "\\ne" in text:
        return False
    value = _value(text.rpartition("=")[2])
    if value is None or set(folded_words(text)) & NOT:
        return False
    hundredfold = any("%" in str(gold) for gold in golds)
    return value in numbers or (hundredfold and 100 * value in numbers)


def _value(side: str) -> Fraction | None:
    start = _START.match(side)
    bare = side[start.end() if start else 0 :]
    end = _END.search(bare[-12:])
    bare = bare[: len(bare) - len(end[0])] if end else bare
    percent = _PERCENT.search(bare)
    bare = bare[: percent.start()] if percent else bare
    bare = _VULGAR.get(bare, bare)
    found = _FRACTION.fullmatch(bare)
    if found is not None:
        over, under = (int(one) for one in found.groups()[1:] if one)
        value = Fraction(-over if found["minus"] else over, under) if under else None
    else:
        plain = _DECIMAL.fullmatch(bare)
        number = read_number(bare.replace("\u2212", "-").replace(",", ".")) if plain else None
        value = None if number is None or not percent else Fraction(number)
    return value / 100 if percent and value is not None else value
