"""Habits of writing that mean one thing: decimal commas, dotted thousands, times, units, counts."""

from __future__ import annotations

import re

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
# {}_{10}C_3 is how schools write a binomial coefficient.
_COUNT = re.compile(
    r"(?:\{\s?\})?(?<![A-Za-z\d])[_^]\s?(?:\{(\d{1,9})\}|(\d))\s?\\?C\s?_\s?(?:\{(\d{1,9})\}|(\d))"
)
_UNIT_VECTOR = re.compile(
    r"\\(?:mathbf|hat|vec|boldsymbol|bm|textbf)\s?(?:\{\s?\\?([ijk])(?:math)?\s?\}|\\?([ijk])(?![a-z]))"
    r"|\\hat\s?\{?\s?\\mathbf\s?\{([ijk])\}\s?\}?"
)


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
    if ":" in text and _TIME.search(text):
        text = _CLOCK.sub(lambda half: rf"\text{{ {(half[1] or half[2]).lower()}m}}", text)
    text = _CODES.sub("", text)
    if "{-" in text and "^" in text:
        text = _UNIT_GROUP.sub(lambda group: rf"\text{{{_divided(group[1])}}}", text)
    if "C" in text and "_" in text:
        text = _COUNT.sub(_as_binomial, text)
    if "\\" in text and len(_UNIT_VECTOR.findall(text)) > 1:
        text = _UNIT_VECTOR.sub(
            lambda unit: rf"\variable{{{unit[1] or unit[2] or unit[3]}hat}}", text
        )
    return text


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
