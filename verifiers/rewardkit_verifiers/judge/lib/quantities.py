"""Quantities: a number with a unit, and whether it is a reference in another unit.

60 km/h is 16.7 m/s, and 300,000 m/s is not 300,000 km/s. Units and their sizes are those of the
library of mathematics; the three scales of temperature are added here.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from rewardkit.reading.words import visible
from rewardkit_verifiers.judge.lib.values import in_e_notation, numbers_at
from rewardkit_verifiers.math.lib.decide.units import unit

# A reply rounds what it converts: 16.7 m/s for 60 km/h.
_ROUNDED = Fraction(1, 200)
_LONGEST = 40
_WORDS = 4
_UNIT = re.compile(r"[\s\\,~-]{0,3}((?:[^\W\d_]|[°µΩ$€/·])+(?:\s?\^\s?\{?-?\d\}?)?)")
_NEXT = re.compile(r"\s?((?:per\s)?(?:[^\W\d_]|[°/·])+(?:\^\{?-?\d\}?)?)")
# "cm2" is what is left of cm² in plain text; "3.844 × 10^5" is one number.
_POWER = re.compile(
    r"(?<=\d)\s?(?!e\d)(?:[a-zA-Zµ]{1,3}(?:\s?[/·⋅*]\s?|\s)){0,2}[a-zA-Zµ]{1,3}(?=[23](?![\w.,]))"
)
_HOURS = re.compile(
    r"(?<![\d:.,])(\d{1,3})(?:\s?h\s?([0-5]\d)(?!\d|\s?m)|:([0-5]\d)\s?h(?:ours?|rs?)?\b)"
)
_PARTS = str.maketrans({"¼": ".25", "½": ".5", "¾": ".75"})
_WITH_PART = re.compile(r"(?<=\d)\s?[¼½¾]")
_MATH = re.compile(r"\$(?=\S)([^$\n]{1,80}?)(?<=\S)\$(?!\d)")
_FEET = re.compile(r"(?<!\w)(\d{1,2})\s?['′’]\s?(\d{1,2})\s?(?:[\"″”]|'')")
_THOUSANDS = re.compile(r"[-+]?\d{1,3},\d{3}")
_JOINS = re.compile(r"\s*(?:,|and|und|et|y|e)?\s*", re.IGNORECASE)
_AN_HOUR = re.compile(r"\s+an?\s+(?=(?:hour|second|minute|day|week|year)\b)")
_PER_CUBE = re.compile(r"\s+per\s+(cubic|square)\s+(centi|deci|milli|kilo)?met(?:re|er)\b")
_SMALL = {"": "", "centi": "c", "deci": "d", "milli": "m", "kilo": "k"}
_PERCENT = re.compile(
    r"(?<=\d)\s?(?:per\s?cent|prozent|pour cent|por ciento|per cento|por cento|procent"
    r"|процент\w*)\b",
    re.I,
)
_HYPHEN = re.compile(r"(?<=[a-z])-(?=(?:hour|second|metre|meter)s?\b)")
_YEAR = Fraction(31_557_600)
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
    found: list[Quantity] = []
    for start, end, values in numbers_at(text):
        if _THOUSANDS.fullmatch(text[start:end]):
            values = frozenset([max(values)])
        named = _unit_behind(text, end)
        if named is not None:
            after, measure, size, offset = named
            amounts = frozenset(value * size + offset for value in values)
            one = Quantity(start, after, measure, amounts)
            joined = _joined(found[-1], one, text) if found else None
            found[-1:] = [joined] if joined else [*found[-1:], one]
    return found


def _joined(left: Quantity, right: Quantity, text: str) -> Quantity | None:
    """Return both as one, where they are parts of it: 1 h 30 min."""
    whole, part = max(left.amounts), max(right.amounts)
    apart = left.measure != right.measure or not 0 < part < whole
    if apart or not _JOINS.fullmatch(text, left.end, right.start):
        return None
    if whole % part == 0 and "," in text[left.end : right.start]:
        return None  # a list
    return Quantity(left.start, right.end, left.measure, frozenset([whole + part]))


def plain(text: str) -> str:
    """Return a text with powers of ten and of units as they are read here.

    Example:
        >>> plain("3.844 × 10^5 km, 28 cm²")
        '3.844e5 km, 28 cm^2'
    """
    text = _WITH_PART.sub(lambda found: found[0].strip().translate(_PARTS), in_e_notation(text))
    text = _FEET.sub(r"\1 ft \2 in ", visible(_MATH.sub(r"\1 ", text)))
    text = _HOURS.sub(lambda found: f"{found[1]} h {found[2] or found[3]} min", text)
    text = _PERCENT.sub("%", text)
    text = _PER_CUBE.sub(
        lambda found: f"/{_SMALL[found[2] or '']}m^{3 if found[1] == 'cubic' else 2}", text
    )
    text = _AN_HOUR.sub(" per ", _HYPHEN.sub(" ", text))
    return _POWER.sub(r"\g<0>^", text)


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
        if text[end : end + 1] == "-" or text[end : end + 1].isalpha():
            continue
        words = text[start:end]
        degrees = _DEGREES.get(" ".join(words.casefold().split()))
        if degrees is not None:
            return end, "celsius", *_TEMPERATURES[degrees]
        known = unit(words)
        if known is not None and known[0] == "years":
            return end, "time", known[1] * _YEAR, Fraction(0)
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
    wanted = quantities_at(plain(gold))
    if len(wanted) != 1:
        return False
    given = [one for one in quantities_at(plain(text)) if one.measure == wanted[0].measure]
    return bool(given) and all(_near(one, wanted[0]) for one in given)


def whole_quantity(gold: str) -> Quantity | None:
    """Return the quantity that a text is and nothing else: 2 hours 15 minutes.

    Example:
        >>> whole_quantity("2 hours 15 minutes").amounts
        frozenset({Fraction(8100, 1)})
        >>> whole_quantity("2 hours at most")
    """
    text = plain(gold).strip(" .")
    found = quantities_at(text)
    return found[0] if len(found) == 1 and text == text[found[0].start : found[0].end] else None


def never_near(text: str, gold: str) -> bool:
    """Return whether a text has quantities of what a reference measures, and none is it.

    Example:
        >>> never_near("2 h 50 min", "2 h 15 min"), never_near("135 min", "2 h 15 min")
        (True, False)
    """
    wanted = whole_quantity(gold)
    if wanted is None:
        return False
    given = [one for one in quantities_at(plain(text)) if one.measure == wanted.measure]
    return bool(given) and not any(_near(one, wanted) for one in given)


def other_quantity(text: str, gold: str) -> bool:
    """Return whether a text has the number of a reference in another unit of the same measure.

    Example:
        >>> other_quantity("About 300,000 m/s", "300,000 km/s")
        True
    """
    wanted = quantities_at(plain(gold))
    if len(wanted) != 1:
        return False
    found = quantities_at(plain(text))
    given = [one for one in found if one.measure == wanted[0].measure]
    if not given:  # 42 hours for 42 km
        spots = [spot[0] for spot in numbers_at(plain(text))]
        return bool(found) and all(
            any(one.start <= spot < one.end for one in found) for spot in spots
        )
    return not any(_near(one, wanted[0]) for one in given)


def _near(one: Quantity, other: Quantity) -> bool:
    return any(
        abs(left - right) <= _ROUNDED * max(abs(left), abs(right))
        for left in one.amounts
        for right in other.amounts
    )
