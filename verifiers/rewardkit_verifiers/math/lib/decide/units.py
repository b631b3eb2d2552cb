"""Units of measure: what they measure, how large they are, which words spell them."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from rewardkit_verifiers.math.lib.grammar.words import UNIT_WORDS, UNITS

PERCENT = frozenset(("percent", "percentage", "per cent", "%", "percents", "percentage points"))
DEGREES = frozenset(("degree", "degrees", "deg", "°"))
RADIANS = frozenset(("radian", "radians", "rad"))
_RAISED = re.compile(r"\s*\^\s*\{?\s*(\d)\s*\}?")
_SQUARE = re.compile(r"^(square|sq\.?|cubic|cu\.?)\s+(.*)$")
_PER = re.compile(r"\s*(?:/|\bper\b)\s*")


@lru_cache(maxsize=1024)
def unit(text: str) -> tuple[str, Fraction] | None:
    """Return what a unit measures and its size, or None for words that are no known unit.

    Example:
        >>> unit("square meters"), unit("km")
        (('area', Fraction(1, 1)), ('length', Fraction(1000, 1)))
        >>> unit("apples") is None
        True
    """
    spelt = _spelling(text)
    known = UNITS.get(spelt)
    if known is None:
        return None
    return known[0], Fraction(known[1])


def _spelling(text: str) -> str:
    text = _RAISED.sub(r"^\1", text.strip().strip(".").replace("\\", ""))
    halves = _PER.split(text)
    if len(halves) == 2:
        return f"{_one(halves[0])}/{_one(halves[1])}"
    return _one(text)


def _one(text: str) -> str:
    text = text.strip()
    match = _SQUARE.match(text.lower())
    if match:
        return f"{_one(match[2])}^{2 if match[1].startswith('sq') else 3}"
    base, mark, power = text.partition("^")
    base = base.strip()
    if base not in UNITS:
        lowered = base.lower()
        for guess in (base, lowered, lowered.rstrip("s"), lowered.removesuffix("es")):
            if guess in UNIT_WORDS:
                base = UNIT_WORDS[guess]
                break
            if guess in UNITS and len(guess) > 1:
                base = guess
                break
    return f"{base}{mark}{power}"
