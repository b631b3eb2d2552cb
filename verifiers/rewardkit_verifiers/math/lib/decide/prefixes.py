"""Units with a prefix of the SI: mA and MA, kilovolts, nF; small and large letters differ."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

_POWERS = {
    "p": -12, "n": -9, "u": -6, "μ": -6, "µ": -6, "m": -3, "c": -2, "d": -1, "h": 2, "k": 3,
    "M": 6, "G": 9, "T": 12,
}  # fmt: skip
_WORD_POWERS = {
    "pico": -12, "nano": -9, "micro": -6, "milli": -3, "centi": -2, "deci": -1, "hecto": 2,
    "kilo": 3, "mega": 6, "giga": 9, "tera": 12,
}  # fmt: skip
# What a unit measures, and its size in the unit that the table of known units has for that.
_BASES: dict[str, tuple[str, str]] = {
    "m": ("length", "1"), "g": ("mass", "1"), "s": ("time", "1"), "L": ("cube", "1/1000"),
    "l": ("cube", "1/1000"), "A": ("current", "1"), "V": ("voltage", "1"), "W": ("power", "1"),
    "Hz": ("frequency", "1"), "Pa": ("pressure", "1"), "J": ("energy", "1"), "N": ("force", "1"),
    "eV": ("charged energy", "1"), "F": ("capacity", "1"), "C": ("charge", "1"), "T": ("flux", "1"),
    "H": ("inductance", "1"), "mol": ("amount", "1"), "K": ("temperature", "1"),
    "ohm": ("resistance", "1"), "Ω": ("resistance", "1"),
    "Wh": ("energy", "3600"), "Ah": ("charge", "3600"),
    "bar": ("pressure", "100000"), "Bq": ("activity", "1"),
    "Gy": ("dose", "1"), "Sv": ("equivalent dose", "1"), "Wb": ("magnetic flux", "1"),
    "S": ("conductance", "1"), "cal": ("energy", "4184/1000"), "B": ("data", "1"),
    "lm": ("light", "1"), "lx": ("illuminance", "1"),
}  # fmt: skip
_WORD_BASES = {
    "meter": "m", "metre": "m", "gram": "g", "gramme": "g", "second": "s", "liter": "L",
    "litre": "L", "amp": "A", "ampere": "A", "volt": "V", "watt": "W", "hertz": "Hz",
    "pascal": "Pa", "joule": "J", "newton": "N", "electronvolt": "eV", "electron-volt": "eV",
    "farad": "F", "coulomb": "C", "tesla": "T", "henry": "H", "henrie": "H", "mole": "mol",
    "kelvin": "K", "ohm": "ohm", "watt-hour": "Wh", "watt hour": "Wh", "becquerel": "Bq",
    "gray": "Gy", "sievert": "Sv", "weber": "Wb", "siemen": "S", "siemens": "S", "calorie": "cal",
    "byte": "B", "bar": "bar",
}  # fmt: skip
_SYMBOL = re.compile(rf"([{''.join(_POWERS)}])({'|'.join(map(re.escape, _BASES))})")
_WORD = re.compile(rf"({'|'.join(_WORD_POWERS)})({'|'.join(_WORD_BASES)})s?")
# Degrees of acidity, candela and decibel; small parts of what is never parted so.
_OTHERS = frozenset(("pH", "dB", "cd", "Gm", "hm", "hs", "Ml", "ds", "Tm"))
_OF_ANY = frozenset("mgLl")
_UPPER = {"KB": "kB", "KJ": "kJ", "KW": "kW", "KV": "kV", "KHz": "kHz", "KPa": "kPa", "KN": "kN"}


@lru_cache(maxsize=1024)
def prefixed(text: str) -> tuple[str, Fraction] | None:
    """Return what a unit with a prefix measures and its size, or None for any other words.

    Example:
        >>> prefixed("mA"), prefixed("MA"), prefixed("pH")
        (('current', Fraction(1, 1000)), ('current', Fraction(1000000, 1)), None)
        >>> prefixed("kilovolts")
        ('voltage', Fraction(1000, 1))
    """
    text = text.strip().strip(".").replace("\\", "").replace("Omega", "Ω")
    text = "".join(text.split()) if text[:1] in "μµ" else text
    text = _UPPER.get(text, text)
    if text in _OTHERS:
        return None
    found = _SYMBOL.fullmatch(text)
    if found is not None and (found[1] not in "cdh" or found[2] in _OF_ANY):
        power, base = _POWERS[found[1]], found[2]
    elif (spelt := _WORD.fullmatch(text.lower())) is not None:
        power, base = _WORD_POWERS[spelt[1]], _WORD_BASES[spelt[2]]
    else:
        return None
    measure, size = _BASES[base]
    return measure, Fraction(size) * Fraction(10) ** power


def of_base(text: str) -> tuple[str, Fraction] | None:
    """Return what a unit without a prefix measures, such as T or F beside mT or nF, or None.

    Example:
        >>> of_base("T"), of_base("teslas"), of_base("apples")
        (('flux', Fraction(1, 1)), ('flux', Fraction(1, 1)), None)
    """
    text = text.strip().strip(".").replace("\\", "").replace("Omega", "Ω")
    word = text.lower()
    base = _BASES.get(text) or _BASES.get(
        _WORD_BASES.get(word) or _WORD_BASES.get(word.removesuffix("s"), "")
    )
    return None if base is None else (base[0], Fraction(base[1]))
