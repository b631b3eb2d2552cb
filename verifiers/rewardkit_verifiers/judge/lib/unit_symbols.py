"""Units by their names and by their signs, where a question asks for a unit."""

from __future__ import annotations

import re

from rewardkit.reading.words import visible

_UNITS = {
    "Ω": "ohm", "N": "newton", "J": "joule", "W": "watt", "V": "volt", "A": "ampere",
    "Hz": "hertz", "Pa": "pascal", "C": "coulomb", "F": "farad", "H": "henry", "T": "tesla",
    "Wb": "weber", "S": "siemens", "K": "kelvin", "mol": "mole", "cd": "candela",
    "kg": "kilogram", "m": "metre", "s": "second", "lm": "lumen", "lx": "lux", "Bq": "becquerel",
    "Gy": "gray", "Sv": "sievert", "rad": "radian", "sr": "steradian", "kat": "katal",
    "L": "litre", "eV": "electronvolt", "dB": "decibel", "min": "minute", "h": "hour",
}  # fmt: skip
_OTHER = {
    "amp": "A", "meter": "m", "liter": "L", "kilogramm": "kg", "kilogramme": "kg",
    "sekunde": "s", "seconde": "s", "segundo": "s", "metro": "m", "kilogramo": "kg",
    "amperio": "A", "ampère": "A", "voltio": "V", "vatio": "W", "julio": "J", "ohmio": "Ω",
    "hercio": "Hz", "culombio": "C", "faradio": "F", "ом": "Ω", "ньютон": "N", "джоуль": "J",
    "ватт": "W", "вольт": "V", "паскаль": "Pa", "герц": "Hz", "\u2126": "Ω", "l": "L",
}  # fmt: skip
_BY_NAME = {name: sign for sign, name in _UNITS.items()} | _OTHER
_ASKS = re.compile(r"\b(?:unit|einheit|unité|unidad|unità|unidade|единиц\w*)\b", re.IGNORECASE)
_FORM = re.compile(
    r"\b(?:symbol|abbreviat\w*|sign|zeichen|abkürzung|symbole|símbolo|simbolo|spell\w*)\b", re.I
)
_DRESSED = re.compile(
    r"\W*(?:(?:it|that)(?:['’]s| is)\s+|the (?:si )?unit is\s+|it is called\s+|(?:in )?)?"
    r"(?:(?:the|an?|das|der|die|le|la|el|il|o|in)\s+|l['’])?"
    r"(?P<unit>[^\W\d_]+)(?:\s?\((?:the |symbol:? )?(?P<gloss>[^\W\d_]+)\))?\W*",
    re.IGNORECASE,
)


def same_unit(text: str, gold: str, prompt: str) -> bool:
    """Return whether a reply is the name of a unit for its sign, or the reverse.

    Example:
        >>> question = "What is the SI unit of electrical resistance?"
        >>> same_unit("the ohm", "Ω", question), same_unit("the volt", "Ω", question)
        (True, False)
        >>> same_unit("ohm", "Ω", "Which symbol has the unit of resistance?")
        False
    """
    if not _ASKS.search(prompt) or _FORM.search(prompt) or "?" in text:
        return False
    wanted = _sign(gold.strip().strip("$*` ."))
    found = _DRESSED.fullmatch(visible(text).strip().strip("$"))
    if not wanted or found is None or _sign(found["unit"]) != wanted:
        return False
    return found["gloss"] is None or _sign(found["gloss"]) == wanted


def _sign(word: str) -> str:
    if word in _UNITS:
        return word
    name = word.casefold()
    return _BY_NAME.get(name) or _BY_NAME.get(name.removesuffix("s"), "")
