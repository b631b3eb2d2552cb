"""Amounts with their units in words: squared metres, per hour, two hours and a quarter."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.grammar.foreign_units import english_unit
from rewardkit_verifiers.math.lib.grammar.words import UNIT_WORDS, UNITS
from rewardkit_verifiers.math.lib.word_lists import listed

_WORD = r"[^\W\d_]{1,16}"
# No text without one of these words, or an h behind a number, is changed.
MEASURING = frozenset(
    listed(
        "squared squared. cubed cubed. por pour per pro par al all y und et e en и на в h hr hrs"
    )
)
# 25 por ciento.
_PERCENT = re.compile(r"(?<=[\d}])\s*(?:por\s?cien(?:to)?|por\s?cento|per\s?cento|pour\s?cent)\b")
_SQUARED = re.compile(r"(?<=[\d}\s)])([A-Za-zµ]{1,12})\s+(squared|cubed)\b")
# km por hora, Kilometer pro Stunde.
_PER = re.compile(rf"(?<=[\s\d}}])({_WORD})\s+(?:por|pro|par|al|на|в)\s+({_WORD})")
_AND = re.compile(
    rf"(?<=[\s\d])({_WORD})\s+(?:y|und|et|e|и|en)\s+(?=\d{{1,6}}(?:[.,]\d{{1,3}})?\s?({_WORD}))"
)
_DURATION = re.compile(
    r"\s*(\d{1,4})\s?h(?:rs?|ours?)?\.?\s?(\d{1,2})\s?m(?:ins?|inutes?)?\.?"
    r"(?:\s?(\d{1,2})\s?s(?:ecs?|econds?)?\.?)?\s*"
)


def measured(text: str) -> str:
    r"""Return a text whose units stand as the grammar reads them, where they stand in words.

    Example:
        >>> measured("48 cm squared"), measured("25 por ciento"), measured("x squared")
        ('48 cm^2', '25\\%', 'x squared')
        >>> measured("2h 45min"), measured("90 km por hora")
        ('2\\text{ h} 45\\text{ min}', '90 km/hora')
    """
    if "h" in text and (duration := _DURATION.fullmatch(text)) is not None:
        named = zip(duration.groups(), ("h", "min", "s"), strict=True)
        return " ".join(rf"{size}\text{{ {name}}}" for size, name in named if size)
    if " " not in text or MEASURING.isdisjoint(text.split()):
        return text
    text = _PERCENT.sub(r"\\%", text)
    text = _SQUARED.sub(_power, text)
    text = _PER.sub(_quotient, text)
    return _AND.sub(_beside, text)


def is_unit(word: str) -> bool:
    """Whether a word, perhaps of several, spells a unit of measure."""
    known = word in UNITS or any(
        one in UNIT_WORDS for one in (word, word.lower(), word.lower().removesuffix("s"))
    )
    return known or english_unit(word) != word


def _power(found: re.Match[str]) -> str:
    if not is_unit(found[1]):
        return found[0]
    return f"{found[1]}^{2 if found[2] == 'squared' else 3}"


def _quotient(found: re.Match[str]) -> str:
    return f"{found[1]}/{found[2]}" if is_unit(found[1]) and is_unit(found[2]) else found[0]


def _beside(found: re.Match[str]) -> str:
    return f"{found[1]} " if is_unit(found[1]) and is_unit(found[2]) else found[0]


_SHORT = re.compile(
    r"[\s$\\€£]*(\d{1,9}(?:\.\d{1,6})?)\s?([kKMB])(?:\s?(?:dollars|USD|euros?|€))?[\s$.]*"
)
_SIZES = {"k": 3, "K": 3, "M": 6, "B": 9}


def short_size(text: str) -> str | None:
    """Return an amount such as 70k, $1.2M or 2B in digits, or None.

    Example:
        >>> short_size("70k"), short_size("$1.2M"), short_size("2x")
        ('70000', '1200000', None)
    """
    found = _SHORT.fullmatch(text)
    if found is None:
        return None
    whole, _, decimals = found[1].partition(".")
    zeros = _SIZES[found[2]] - len(decimals)
    return f"{whole}{decimals}{'0' * zeros}" if zeros >= 0 else None
