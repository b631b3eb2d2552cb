"""Whether a number is said in another unit than the question or the accepted answers name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit_verifiers.text.lib.mentions import Alias, Mention
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


def _form(word: str) -> str:
    said = tokens(word)
    return said[0].form if said else word.casefold()


def _units_asked(prompt: str) -> list[str]:
    """Return the units that a question wants: how many years, in degrees Celsius."""
    return [
        form for found in _ASKED.finditer(prompt) for form in (one.form for one in tokens(found[1]))
    ]


_ASKED = re.compile(r"\b(?:how many|in|what|number of)\s+((?:\w+\s*){1,3})", re.IGNORECASE)
