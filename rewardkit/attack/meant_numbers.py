"""The number that a reference is or means: figures, fractions, powers of ten, words for numbers."""

from __future__ import annotations

import re
from fractions import Fraction

_NUMBER = re.compile(r"[-+]?(\d{1,30}(,\d{3})*(\.\d{1,30})?|\.\d{1,30})%?")
_QUOTIENT = re.compile(
    r"(-?)\s*(?:(\d{1,15})\s*/\s*(\d{1,15})|\\[dt]?frac\s*\{(-?\d{1,15})\}\s*\{(\d{1,15})\})"
)
_POWER = re.compile(
    r"([-+]?\d{1,15}(?:\.\d{1,15})?)(?:[eE]|\s*(?:\*|x|×|\\times)\s*10\^)\{?([-+]?\d{1,2})\}?"
)
_BELOW_TWENTY = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: value for value, word in enumerate(_BELOW_TWENTY)} | {
    word: 10 * (at + 2) for at, word in enumerate(_TENS)
}
_FRACTIONS = {
    "a half": Fraction(1, 2),
    "half": Fraction(1, 2),
    "one half": Fraction(1, 2),
    "a third": Fraction(1, 3),
    "one third": Fraction(1, 3),
    "a quarter": Fraction(1, 4),
    "one quarter": Fraction(1, 4),
}


def as_number(text: str) -> Fraction | None:
    """Return the number that a text is, or None.

    Example:
        >>> as_number("1,250.5"), as_number("5 km")
        (Fraction(2501, 2), None)
    """
    plain = text.strip()
    if len(plain) > 60 or not _NUMBER.fullmatch(plain):
        return None
    scale = 100 if plain.endswith("%") else 1
    return Fraction(plain.rstrip("%").replace(",", "")) / scale


def meant_number(text: str) -> Fraction | None:
    r"""Return the number that a text means: also a quotient, a power of ten or a word for it.

    Example:
        >>> meant_number("1/2"), meant_number("-\\frac{3}{4}"), meant_number("1e3")
        (Fraction(1, 2), Fraction(-3, 4), Fraction(1000, 1))
        >>> meant_number("forty-two"), meant_number("one hundred five"), meant_number("one day")
        (Fraction(42, 1), Fraction(105, 1), None)
    """
    plain = text.strip().strip("$").strip()
    if len(plain) > 60:
        return None
    found = as_number(plain)
    if found is not None:
        return found
    if match := _QUOTIENT.fullmatch(plain):
        above, below = match[2] or match[4], match[3] or match[5]
        value = Fraction(int(above), int(below)) if int(below) else None
        return -value if match[1] and value is not None else value
    if match := _POWER.fullmatch(plain):
        return Fraction(match[1]) * Fraction(10) ** int(match[2])
    return _of_words(plain.casefold())


def _of_words(text: str) -> Fraction | None:
    """Return the number that words below a thousand say, or None."""
    if text in _FRACTIONS:
        return _FRACTIONS[text]
    words = text.replace("-", " ").split()
    sign = -1 if words[:1] in (["minus"], ["negative"]) else 1
    words = words[sign < 0 :]
    total = 0
    if len(words) > 1 and words[1] == "hundred" and _WORDS.get(words[0], 0) in range(1, 10):
        total = 100 * _WORDS[words[0]]
        words = words[2 + (words[2:3] == ["and"]) :]
        if not words:
            return Fraction(sign * total)
    if not 1 <= len(words) <= 2 or any(word not in _WORDS for word in words):
        return None
    values = [_WORDS[word] for word in words]
    if len(values) == 2 and not (values[0] >= 20 and 1 <= values[1] <= 9):
        return None
    return Fraction(sign * (total + sum(values)))
