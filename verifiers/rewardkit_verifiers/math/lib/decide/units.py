"""Units of measure: what they measure, how large they are, which words spell them."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.prefixes import prefixed
from rewardkit_verifiers.math.lib.grammar.foreign_units import english_unit
from rewardkit_verifiers.math.lib.grammar.words import UNIT_WORDS, UNITS

PERCENT = frozenset(("percent", "percentage", "per cent", "%", "percents", "percentage points"))
DEGREES = frozenset(("degree", "degrees", "deg", "°"))
RADIANS = frozenset(("radian", "radians", "rad"))
_RAISED = re.compile(r"\s*\^\s*\{?\s*(-?\d)\s*\}?")
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
    if text.strip() not in UNITS and (scaled := prefixed(text)) is not None:
        return scaled
    known = UNITS.get(_spelling(text)) or UNITS.get(_spelling(english_unit(text)))
    if known is None:
        return _composed(text)
    return known[0], Fraction(known[1])


# What each measure is of length, mass, time and current, and the size of its unit in metre, gram,
# second and ampere.
_MADE_OF: dict[str, tuple[tuple[int, int, int, int], int]] = {
    "length": ((1, 0, 0, 0), 1), "mass": ((0, 1, 0, 0), 1), "time": ((0, 0, 1, 0), 1),
    "area": ((2, 0, 0, 0), 1), "cube": ((3, 0, 0, 0), 1), "speed": ((1, 0, -1, 0), 1),
    "acceleration": ((1, 0, -2, 0), 1), "force": ((1, 1, -2, 0), 1000),
    "energy": ((2, 1, -2, 0), 1000), "power": ((2, 1, -3, 0), 1000),
    "pressure": ((-1, 1, -2, 0), 1000), "frequency": ((0, 0, -1, 0), 1),
    "current": ((0, 0, 0, 1), 1), "charge": ((0, 0, 1, 1), 1), "voltage": ((2, 1, -3, -1), 1000),
    "resistance": ((2, 1, -3, -2), 1000), "flux": ((0, 1, -2, -1), 1000),
}  # fmt: skip
_NAMED = {parts: (name, size) for name, (parts, size) in _MADE_OF.items()}
_FACTOR = re.compile(r"([A-Za-zµμΩ°]+)\s*(?:\^\s*\{?\s*(-?[1-4])\s*\}?)?")
_JOINTS = re.compile(r"(?:\s|\*|·|cdot|\.)+")
_LONGEST = 30


def _composed(text: str) -> tuple[str, Fraction] | None:
    """Return the measure and size of a product such as kg m/s^2, of units that are known."""
    over = _PER.split(text.strip().strip(".").replace("\\", "").replace("(", "").replace(")", ""))
    if len(text) > _LONGEST or len(over) > 2 or not any(mark in text for mark in "/^*· "):
        return None
    total, size = [0, 0, 0, 0], Fraction(1)
    for sign, part in zip((1, -1), over, strict=False):
        for factor in filter(None, _JOINTS.split(_RAISED.sub(r"^\1", part))):
            found = _FACTOR.fullmatch(factor)
            known = (UNITS.get(_one(found[1])) or prefixed(found[1])) if found else None
            if found is None or known is None or known[0] not in _MADE_OF:
                return None
            dimensions, base = _MADE_OF[known[0]]
            power = sign * int(found[2] or 1)
            total = [whole + power * one for whole, one in zip(total, dimensions, strict=True)]
            size *= (Fraction(known[1]) * base) ** power
    name, base = _NAMED.get((total[0], total[1], total[2], total[3]), (str(total), 1))
    return name, size / base


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
