"""Quantities: a number with a unit, and whether it is a reference in another unit.

60 km/h is 16.7 m/s, and 300,000 m/s is not 300,000 km/s. Units and their sizes are those of the
library of mathematics; the three scales of temperature are added here.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from rewardkit.reading.words import visible
from rewardkit_verifiers.judge.lib.values import numbers_at
from rewardkit_verifiers.math.lib.decide.units import unit

# A reply rounds what it converts: 16.7 m/s for 60 km/h.
_ROUNDED = Fraction(1, 200)
_LONGEST = 40
_WORDS = 4
_UNIT = re.compile(r"[\s\\,~-]{0,3}((?:[^\W\d_]|[°µΩ$€/^²³·])+(?:\s?(?:\^\s?\{?-?\d\}?))?)")
_NEXT = re.compile(r"\s?((?:per\s)?(?:[^\W\d_]|[°/^²³·])+(?:\^\{?-?\d\}?)?)")
_TEMPERATURES: dict[str, tuple[Fraction, Fraction]] = {
    "celsius": (Fraction(1), Fraction(0)),
    "fahrenheit": (Fraction(5, 9), Fraction(-160, 9)),
    "temperature": (Fraction(1), Fraction(-5463, 20)),
}
_DEGREES = {
    "°c": "celsius", "°f": "fahrenheit", "degrees celsius": "celsius", "celsius": "celsius",
    "degrees fahrenheit": "fahrenheit", "fahrenheit": "fahrenheit", "degrees c": "celsius",
    "degrees f": "fahrenheit", "k": "temperature", "kelvin": "temperature",
    "degree celsius": "celsius", "degree fahrenheit": "fahrenheit", "℃": "celsius",
}  # fmt: skip


class Quantity(NamedTuple):
    """A quantity in a text: its place, what it measures, and how much in the base unit."""

    start: int
    end: int
    measure: str
    amounts: frozenset[Fraction]


def quantities_at(text: str) -> list[Quantity]:
    """Return the quantities of a text whose units are known, in order.

    Example:
        >>> [(one.measure, *one.amounts) for one in quantities_at("1 km, or 1000 m")]
        [('length', Fraction(1000, 1)), ('length', Fraction(1000, 1))]
    """
    found = []
    for start, end, values in numbers_at(text):
        named = _unit_behind(text, end)
        if named is not None:
            after, measure, size, offset = named
            amounts = frozenset(value * size + offset for value in values)
            found.append(Quantity(start, after, measure, amounts))
    return found


def _unit_behind(text: str, at: int) -> tuple[int, str, Fraction, Fraction] | None:
    """Return where the longest known unit behind a place ends, and what it says."""
    first = _UNIT.match(text, at)
    if first is None or first.end() - at > _LONGEST:
        return None
    start, end = first.start(1), first.end()
    ends = [end]
    for _ in range(_WORDS - 1):
        more = _NEXT.match(text, ends[-1])
        if more is None or more.end() - start > _LONGEST:
            break
        ends.append(more.end())
    for end in reversed(ends):
        words = text[start:end]
        degrees = _DEGREES.get(" ".join(words.casefold().split()))
        if degrees is not None:
            return end, "celsius", *_TEMPERATURES[degrees]
        known = unit(words)
        if known is not None and known[0] not in _TEMPERATURES:
            return end, known[0], known[1], Fraction(0)
    return None


def same_quantity(text: str, gold: str) -> bool:
    """Return whether every quantity of a text that measures the same is the reference.

    Example:
        >>> same_quantity("v = 16.7 m/s", "60 km/h"), same_quantity("60 m/s", "60 km/h")
        (True, False)
        >>> same_quantity("It boils at 212 °F.", "100 °C")
        True
    """
    wanted = quantities_at(visible(gold))
    if len(wanted) != 1:
        return False
    given = [one for one in quantities_at(visible(text)) if one.measure == wanted[0].measure]
    return bool(given) and all(_near(one, wanted[0]) for one in given)


def other_quantity(text: str, gold: str) -> bool:
    """Return whether a text has the number of a reference in another unit of the same measure.

    Example:
        >>> other_quantity("About 300,000 m/s", "300,000 km/s")
        True
    """
    wanted = quantities_at(visible(gold))
    if len(wanted) != 1:
        return False
    given = [one for one in quantities_at(visible(text)) if one.measure == wanted[0].measure]
    return bool(given) and not any(_near(one, wanted[0]) for one in given)


def _near(one: Quantity, other: Quantity) -> bool:
    return any(
        abs(left - right) <= _ROUNDED * max(abs(left), abs(right))
        for left in one.amounts
        for right in other.amounts
    )
