"""Whether a number is said in another unit than the one wanted, or as the end of a range."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit_verifiers.text.lib.mentions import Alias, Mention
from rewardkit_verifiers.text.lib.overshadowed import kind_of
from rewardkit_verifiers.text.lib.tokens import listed, tokens

_DIMENSIONS = tuple(
    frozenset(listed(units))
    for units in (
        "nanosecond microsecond millisecond ms second s minute hour h day week fortnight month year"
        " decade century millennium",
        "nanometer nm micrometer millimeter centimeter meter m kilometer inch foot yard mile"
        " parsec au",
        "milligram mg gram g kilogram tonne ton pound ounce oz stone",
        "celsius fahrenheit kelvin c f k",
        "milliliter ml liter l gallon pint quart",
        "joule j kilojoule kj calorie kilocalorie kcal kwh",
        "pa kpa hpa pascal psi bar atm",
        "volt ampere watt kilowatt ohm hertz pascal newton",
        "dollar euro pound yen rupee franc peso yuan cent usd eur gbp",
        "kph mph knot",
        "million billion trillion thousand hundred",
        "bit byte kilobyte megabyte gigabyte terabyte kb mb gb tb",
    )
)
_RANGES_ON = re.compile(r"\s?(?:to|–|-|~|through)\s?\d[\d,.]*(?!\w)(?!\s?[=-])")
_RANGED = re.compile(r"(?<![\d.=+*/-])\b\d[\d,.]*\s?(?:to|–|~|through)\s?$")
_RANGE = re.compile(r"\b(?:from|between|range|score|ratio|to)\b|\d\s?-\s?\d", re.IGNORECASE)
_BEFORE = 12
_UNITS = frozenset[str]().union(*_DIMENSIONS)
_UNIT = re.compile(r"\s{0,2}(?:-\s?)?(?:(?:degrees?|deg)\s{1,3})?([^\W\d_]{1,12})(?![\w'’])")
_NAMES = frozenset(listed("c f k s m g l h j au"))


def another_unit(text: str, mention: Mention, aliases: Sequence[Alias], prompt: str) -> bool:
    """Return whether a number is followed by a unit that is not the one wanted.

    Args:
        text: The reply.
        mention: Where an accepted answer is said.
        aliases: The accepted answers.
        prompt: The question.
    """
    if not mention.alias.forms[-1][0].isdigit() or len(mention.alias.forms) > 1:
        return False
    found = _UNIT.match(text, mention.end)
    if found is None:
        return False
    unit = _form(found[1])
    if unit not in _UNITS:
        return False
    wanted = {form for one in aliases for form in one.forms} | set(_units_asked(prompt))
    expected = wanted & _UNITS
    short = {form[0] for form in expected if form[0] in _NAMES}
    return bool(expected) and unit not in expected | short


def in_range(text: str, mention: Mention, prompt: str) -> bool:
    """Return whether a number is an end of a range: 206 to 213.

    Args:
        text: The reply.
        mention: Where an accepted answer is said.
        prompt: The question, which may ask for a range.
    """
    if kind_of(mention, text) != "number" or _RANGE.search(prompt):
        return False
    before = text[max(0, mention.start - _BEFORE) : mention.start]
    return bool(_RANGES_ON.match(text, mention.end) or _RANGED.search(before))


def _form(word: str) -> str:
    said = tokens(word)
    return said[0].form if said else word.casefold()


def _units_asked(prompt: str) -> list[str]:
    """Return the units that a question wants: how many years, in degrees Celsius."""
    return [
        form for found in _ASKED.finditer(prompt) for form in (one.form for one in tokens(found[1]))
    ]


_ASKED = re.compile(r"\b(?:how many|in|what|number of)\s+((?:\w+\s*){1,3})", re.IGNORECASE)
