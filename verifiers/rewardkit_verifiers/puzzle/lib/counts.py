"""One whole number, in digits or English words, that a short answer states."""

from __future__ import annotations

import re

from rewardkit.reading.standing import standing
from rewardkit_verifiers.follow.lib.word_set import word_set

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: number for number, word in enumerate(_SMALL)} | {"no": 0, "none": 0}
_WORDS |= {word: 20 + 10 * place for place, word in enumerate(_TENS)}
_PIECE = re.compile(r"\d[\d,.]*|[^\W\d_]+|\S")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
# Marks that may stand around a number without changing it.
_HARMLESS = frozenset("*_`\"'.,:!()$\\{}-–’")
# Words that make a bound, a guess, a denial or another number of one.
_CHANGING = word_set(
    """
    about above almost and approx approximately around at below between but cannot can't dozen
    either except fewer half hundred hundreds if less maybe million minus more most nearly neither
    nor not or over perhaps plus point possibly probably roughly should than thousand times under
    unless unlike unsure versus vs without wrong n't t
    """
)
_LONGEST = 200
# A sum that is right says one number, in two ways.
_SUM = re.compile(r"\s*(\d{1,6}(?:\s*\+\s*\d{1,6}){1,40})\s*=\s*\**(\d{1,8})\**\s*\.?\s*")


def stated_count(text: str) -> int | None:
    """Return the one whole number that a short answer states, or None.

    A sentence may stand around it, or a sum before it that is right; a second number, a hedge, a
    bound or a denial may not.

    Example:
        >>> stated_count("There are twenty-one apples."), stated_count("**12**")
        (21, 12)
        >>> [stated_count(text) for text in ("12 or 13", "at least 3", "3.5", "-2", "5+7")]
        [None, None, None, None, None]
    """
    if len(text) > _LONGEST:
        return None
    total = _SUM.fullmatch(text)
    if total is not None and sum(map(int, re.findall(r"\d+", total[1]))) == int(total[2]):
        return int(total[2])
    found: list[int] = []
    tens = False
    before, at, end = "", 0, 0
    for match in _PIECE.finditer(text.lower()):
        piece = match[0]
        number = _WORDS.get(piece)
        if piece[0].isdigit():
            number = _digits(piece)
            if number is None or before == "-":
                return None
        if number is None:
            if piece in _CHANGING or not (piece.isalpha() or piece in _HARMLESS):
                return None
            tens = tens and piece in "-–"
        elif tens and piece in _SMALL[1:10]:
            found[-1] += number
            tens, end = False, match.end()
        else:
            found.append(number)
            tens = piece in _TENS
            at, end = match.span()
        before = piece
    if len(found) != 1 or standing(text, at, end, number=True):
        return None
    return found[0]


def _digits(piece: str) -> int | None:
    plain = piece.rstrip(".,")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 12 else None
