"""Habits of writing that mean one thing: decimal commas, dotted thousands, times, units, counts."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.grammar.words import UNIT_WORDS, UNITS

# 3{,}14 is a decimal comma, 1{,}234 groups thousands; so do the dots of 1.234.567 and 1.234,56.
_DECIMAL_COMMA = re.compile(r"(?<=\d)\{,\}(?=\d)(?!\d{3}(?!\d))")
_LEADING_ZERO = re.compile(r"(?<![\d.,}])0\{,\}(?=\d)")
_DOTTED_GROUPS = re.compile(
    r"(?<![\d.,])\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d+)?|\.\d{3},\d{1,2})(?![\d.,])"
)
# 0.6363... repeats the digits that it shows twice; 1.41421... shows the first of many.
_DOTS = r"(?:\\[lc]?dots(?![a-z])|\.{3,})"
_REPEATING = re.compile(rf"(?<![\d.])(\d{{1,20}}\.\d{{0,6}}?)(\d{{1,6}}?)\2+{_DOTS}(?!\s*[\d,])")
_BEGUN = re.compile(rf"(\d\.\d{{3,40}})\s?{_DOTS}(?!\s*[\d,])")
_TIME = re.compile(r"\d:\d\d(?!\d)")
_CLOCK = re.compile(
    r"(?<=\d)(?:[\s~]|\\[,;: ])*"
    r"(?:\\(?:text|mathrm)\s{0,4}\{\s{0,4}([AaPp])\.?\s?[Mm]\.?\s{0,4}\}"
    r"|([AaPp])\.?\s?[Mm](?![A-Za-z])\.?)"
)
_CODES = re.compile(r"(?<=\d)(?:\s|\\[,;: ])*(?:USD|EUR|GBP|INR|CNY|RMB|JPY)\b")
# \mathrm{m\,s^{-2}} is m/s^2.
_UNIT_GROUP = re.compile(r"\\(?:mathrm|text)\s{0,4}\{([^{}]*\^\s?\{-[1-3]\}\s*)\}")
_PER = re.compile(r"(?:\s|\\[,;: ]|\\cdot(?![a-z]))*([A-Za-z]+)\s?\^\s?\{-([1-3])\}")
_SPACED_DEGREE = re.compile(r"(?<=\d)(?:\\[,;: ]|\s|~)+(?=\^\s?\{?\s?\\circ)")
# 25^\circ\mathrm{C} is a temperature, and no angle times a letter.
_TEMPERATURE = re.compile(
    r"(?<=\d)\^\s?(?:\{\s?\\circ\s?\}|\\circ)\s?"
    r"(?:\\(?:text|mathrm)\s?\{\s?([CF])\s?\}|([CF])(?![A-Za-z(]))(?=\s*$)"
)
_SCALES = {"C": "Celsius", "F": "Fahrenheit"}
# {}_{10}C_3 is how schools write a binomial coefficient.
# 11001_{(2)}
_BASE_IN_BRACKETS = re.compile(
    r"(?<=[\dA-F])\s?_\s?(?:\{\s?\(\s?(\d{1,2})\s?\)\s?\}|\(\s?(?=\d{1,2}\s?\)\W*\Z)(\d{1,2})\s?\))"
)
_COUNT = re.compile(
    r"(?:\{\s?\})?(?<![A-Za-z\d])[_^]\s?(?:\{(\d{1,9})\}|(\d))\s?\\?C\s?_\s?(?:\{(\d{1,9})\}|(\d))"
)
_UNIT_VECTOR = re.compile(
    r"\\(?:mathbf|hat|vec|boldsymbol|bm|textbf)\s?(?:\{\s?\\?([ijk])(?:math)?\s?\}|\\?([ijk])(?![a-z]))"
    r"|\\hat\s?\{?\s?\\mathbf\s?\{([ijk])\}\s?\}?"
)


_MOD = (
    r"(?:\\(?:bmod|mod|operatorname\s?\{mod\}|mathrm\s?\{mod[\s~\\]*\}"
    r"|text\s?\{\s?mod\s?\})|mod)(?![a-z])"
)
# n = 1 mod 4, (mod 4), (\bmod 4), but no 7 mod 4 without a congruence before it.
_MODULUS = re.compile(
    r"(?<=[\d}kn ])\s*(?:\\[,;: ]|\\quad)?\s*(?:\\left\s?)?"
    rf"\(\s*{_MOD}[\s\\~,]*\{{?([\w^]{{1,12}})\}}?\s*(?:\\right\s?)?\)"
    r"|(?:(?<=\\equiv )|(?<=\\equiv)|(?<=equiv\s\d)|(?<=equiv\d)|(?<=equiv\s\d\s)"
    rf"|(?<=equiv\d\s)|(?<=equiv\s\s\d\s))\s*{_MOD}\s*\{{?(\d{{1,12}})\}}?"
)
# [a, b[ and ]a, b] are half-open intervals.
_FRENCH = re.compile(
    r"(?<![\w)}])\]\s*[^\[\](){}|]{1,60},[^\[\](){}|]{1,60}[\]\[](?![\w(])"
    r"|(?<![\w)}])\[\s*[^\[\](){}|]{1,60},[^\[\](){}|]{1,60}\[(?![\w(])"
)
_DOTTED = re.compile(r"\.(\d*)\\dot\s?\{?(\d)\}?(\d*)\\dot\s?\{?(\d)\}?")
# Colours that can be read, and room that is left for what is not printed.
_SHOWN = re.compile(
    r"\\(?:text)?color\s?\{(?:red|blue|green|magenta|purple|orange|teal|black|brown|cyan)\}"
    r"(?:\s?\{([^{}]*)\})?"
)
_UNSEEN = re.compile(r"\\[hv]?phantom\s?\{[^{}]*\}")
_SEAL = re.compile(
    r"(?:\\(?:quad|,|;| )){0,8}\s{0,20}(?:\\(?:checkmark|blacksquare|square|Box|qed|QED|Halmos)"
    r"|[✅✓✔☑∎■□])\uFE0F?\s*(?=\$*\s*\.?\s*$)"
)
_MINUS = re.compile(
    r"^\s*(?:\\(?:text|mathrm)\s?\{\s?(?:negative|minus)\s?\}|(?:negative|minus)(?=\s))\s*(?=[\d\\])()",
    re.IGNORECASE,
)


# Everything but some values: the complement of a set.
_EXCEPT = re.compile(
    r"^\s*(?:\\text\s?\{)?\s*(?:all|every|any)\s+(?:real\s+)?(?:numbers?|reals?|values?|x)"
    r"(?:\s+of\s+x)?,?\s+(?:except|but|excluding|other than)(?:\s+for)?\s*(?:x\s*=)?\s*\}?\s*"
    r"(?:x\s*=\s*)?([^A-Za-z{}]{1,60})$"
)


# 2AB_{12} is one numeral, not a product.
_NUMERAL = re.compile(r"^\s*(\d[\dA-Z]*[A-Z][\dA-Z]*)_\s?\{?(1[1-9]|2\d|3[0-6])\}?\s*$")


_BRACED_NUMERAL = re.compile(r"^[\s$]*\(\s*([\dA-F]{1,60})\s*\)_(?=\s?\{?\s?(?:\d|\\text))")
# 2.7 \\mathrm{g/cm^3}: letters of a unit, and no quotient of letters.
_UPRIGHT_UNIT = re.compile(
    r"(?<=\d)((?:\s|\\[ ,;]|~)*)\\mathrm\s?\{([A-Za-z\d/^ {}]{3,20}?)\}(?=[\s$.]*$)"
)
# 47 \\mathrm{~N} / \\mathrm{C}: a space before upright letters begins a unit.
_SPACED_UNIT = re.compile(
    r"(?<=[\d}])((?:[\s$]|\\[ ,;]|~)*)"
    r"(\\mathrm\s?\{\s?(?:~|\\[ ,;])\s?[A-Za-z]"
    r"(?:[^{}=+]|\{[^{}]{0,12}\}|(?<=[A-Za-z])\}){0,60}\$?)(?=[\s.]*$)"
)
_UNIT_DRESS = re.compile(r"\\mathrm|\\cdot|\\[ ,;]|[{}~$]")
# 2.57 10^{11}: the sign between is left out.
_POWER_OF_TEN = re.compile(
    r"^(\s*\$?\s*-?\d{1,20}(?:\.\d{1,20})?)(?:[\s~$]|\\[ ,;])+10\s?\^(?=\s?[{\d-])"
)
# 3 hours and 20 minutes is one length of time.
_UNITS_JOINED = re.compile(
    r"(?<=[\d}\s])((?:\\text\s?\{)?\s*(?:hours?|hrs?|minutes?|mins?|days?|weeks?|years?|months?|feet|foot|ft|yards?"
    r"|miles?|pounds?|lbs?|met(?:er|re)s?|kilomet(?:er|re)s?|km|kg|kilograms?|dollars?|degrees?))\s*,?\s+and\s*"
    r"(\}?)\s*(?=\d[\d.]*\s*(?:\\text\s?\{\s*)?(?:minutes?|mins?|seconds?|secs?|hours?|days?|months?|weeks?|inch"
    r"|in\b|feet|ounces?|oz|cent|grams?|g\b|met(?:er|re)s?|m\b))"
)


def _turned(interval: str) -> str:
    """Return a French interval as the one with round brackets at its open ends."""
    opener = "(" if interval[0] == "]" else "["
    closer = ")" if interval[-1] == "[" else "]"
    return f"{opener}{interval[1:-1]}{closer}"


def settled(text: str) -> str:
    r"""Return a text with such habits written in the one way that the grammar reads.

    Example:
        >>> settled("3{,}14"), settled("1.234.567"), settled(r"0.6363\ldots")
        ('3.14', '1234567', '0.\\overline{63}')
    """
    if "." in text or "{,}" in text:
        text = english(text)
        if "dots" in text or "..." in text:
            text = _BEGUN.sub(r"\1", _REPEATING.sub(r"\1\\overline{\2}", text))
    if "mod" in text:
        text = _MODULUS.sub(lambda found: rf"\pmod{{{(found[1] or found[2]).strip()}}}", text)
    if "[" in text or "]" in text:
        text = _FRENCH.sub(lambda found: _turned(found[0]), text)
    if "\\dot" in text:
        text = _DOTTED.sub(r".\1\\overline{\2\3\4}", text)
    if "color" in text or "phantom" in text:
        text = _SHOWN.sub(r"\1", _UNSEEN.sub("", text))
    if "except" in text or "but" in text or "excl" in text:
        text = _EXCEPT.sub(r"\\mathbb{R}\\setminus\\{\1\\}", text)
    if "mathrm" in text:
        text = _SPACED_UNIT.sub(_as_unit, _UPRIGHT_UNIT.sub(_as_text, text))
    if "\\mu" in text or "\\Omega" in text:
        text = _MICRO.sub(lambda found: rf"{found[1]}\text{{ {_micro(found)}}}", text)
    if "10" in text:
        text = _POWER_OF_TEN.sub(r"\1 \\times 10^", text)
    if " and" in text:
        text = _UNITS_JOINED.sub(r"\1 \2", text)
    if "_{(" in text or "_(" in text:
        text = _BASE_IN_BRACKETS.sub(lambda base: f"_{{{base[1] or base[2]}}}", text)
    if ")_" in text:
        text = _BRACED_NUMERAL.sub(r"\1_", text)
    text = _NUMERAL.sub(r"\\text{\1}_{\2}", text)
    if "\\" in text or not text.isascii():
        text = _SEAL.sub("", text)
    text = _MINUS.sub(r"-\1", text)
    if ":" in text and _TIME.search(text):
        text = _CLOCK.sub(lambda half: rf"\text{{ {(half[1] or half[2]).lower()}m}}", text)
    text = _CODES.sub("", text)
    if "circ" in text:
        text = text.replace("{ }^", "^").replace("{}^", "^")
        text = _SPACED_DEGREE.sub("", text)
        text = _TEMPERATURE.sub(lambda found: rf"\text{{ {_SCALES[found[1] or found[2]]}}}", text)
    if "{-" in text and "^" in text:
        text = _UNIT_GROUP.sub(lambda group: rf"\text{{{_divided(group[1])}}}", text)
    if "C" in text and "_" in text:
        text = _COUNT.sub(_as_binomial, text)
    if "\\" in text and len(_UNIT_VECTOR.findall(text)) > 1:
        text = _UNIT_VECTOR.sub(
            lambda unit: rf"\variable{{{unit[1] or unit[2] or unit[3]}hat}}", text
        )
    return text


def _as_text(found: re.Match[str]) -> str:
    words = _LETTERS.findall(found[2])
    known = all(word in UNITS or word in UNIT_WORDS for word in words)
    return rf"{found[1]}\text{{ {found[2]}}}" if words and known else found[0]


def written_out(reference: str) -> str:
    """Return a reference in which 4(5/11), a mixed number of Chinese sets, is no product.

    Example:
        >>> written_out("4(5/11)"), written_out("(1/3)"), written_out("4(11/5)")
        ('4 5/11', '1/3', '4(11/5)')
    """
    found = _MIXED.fullmatch(reference)
    if found is None or (found[1] and int(found[2]) >= int(found[3])):
        return reference
    return f"{found[1]} {found[2]}/{found[3]}".strip()


_MIXED = re.compile(r"\s*(\d{0,9})\s?\(\s?\(?(\d{1,9})\)?\s?/\s?\(?(\d{1,9})\)?\s?\)\s*", re.ASCII)


# 11 \\mu \\mathrm{T}, 1000 \\Omega.
_MICRO = re.compile(
    r"(?<=\d)((?:[\s$]|\\[ ,;]|~)*)"
    r"(?:\\(?:mu|upmu)\s?(?:\\(?:mathrm|text)\s?\{\s?~?)?([A-Zgmsl])\}?"
    r"|(?:\\mathrm\s?\{\s?~?)?([kM]?)\s?\}?\s?\\Omega\}?)\s*\$?(?=[\s.]*$)"
)


def _micro(found: re.Match[str]) -> str:
    return f"u{found[2]}" if found[2] else f"{found[3] or ''}ohm"


def _as_unit(found: re.Match[str]) -> str:
    if "-" in found[2]:
        return found[0]
    unit = " ".join(_UNIT_DRESS.sub(" ", found[2]).replace("^ ", "^").split())
    return found[0] if "\\" in unit else rf"{found[1]}\text{{ {unit}}}"


_LETTERS = re.compile(r"[A-Za-z]+")


def english(text: str) -> str:
    """Return a text whose decimal points are points, and whose thousands have no dots.

    Example:
        >>> english("1.234.567,89")
        '1234567.89'
    """
    if "{,}" in text:
        text = _DECIMAL_COMMA.sub(".", _LEADING_ZERO.sub("0.", text))
    return _DOTTED_GROUPS.sub(lambda run: run[0].replace(".", "").replace(",", "."), text)


def _divided(unit: str) -> str:
    """Return m s^{-2} as m/s^2; two divisors would be read from the left and stay as they are."""
    if len(_PER.findall(unit)) != 1:
        return unit
    return _PER.sub(lambda per: f"/{per[1]}" + (f"^{per[2]}" if per[2] != "1" else ""), unit)


def _as_binomial(count: re.Match[str]) -> str:
    return rf"\binom{{{count[1] or count[2]}}}{{{count[3] or count[4]}}}"
