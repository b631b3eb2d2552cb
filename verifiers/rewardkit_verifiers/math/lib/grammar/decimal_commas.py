"""Decimal commas: 2,5 km, 0,25, (1,5; -2), where the text gives no list."""

from __future__ import annotations

import re

_LONGEST = 300
_COMMA = re.compile(r"(?<![\d.,{])(\d{1,15})(?:\{,\}|,)(\d{1,15})(?![\d.,]\d|\d)")
# 1,234 groups thousands, 0,125 does not.
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,|\{,\})\d{3}")
_POINT = re.compile(r"\d\.\d|\d,\s?\d+,")
_ZERO = re.compile(r"[\s$]*-?\d,0[\s$.]*")
_TIGHT = re.compile(r",(?=\S)")
_OPEN, _CLOSED = "([{", ")]}"


def pointed(text: str) -> str | None:
    r"""Return a text with its decimal commas as points; None where it has none for sure.

    Example:
        >>> pointed("2,5 km"), pointed("(1,5; -2)"), pointed("(1,5)"), pointed("1,234")
        ('2.5 km', '(1.5; -2)', None, None)
    """
    if "," not in text or len(text) > _LONGEST or _POINT.search(text):
        return None
    if _ZERO.fullmatch(text):
        return None  # -3 and 0, rather than -3.0
    commas = list(_COMMA.finditer(text))
    if not commas or any(_GROUPS.fullmatch(comma[0]) for comma in commas):
        return None
    apart = ";" in text or "|" in text
    if not apart and any(_in_brackets(text, comma.start()) for comma in commas):
        return None
    made = _COMMA.sub(r"\1.\2", text)
    # 3,-3,0 is a list whose other commas have no room behind them.
    return None if _TIGHT.search(made) else made


_MEASURE = re.compile(
    r"\s*-?\d{1,9},(?:\d{1,2}|\d{4,9})(?:\s|\\,|~)*(?:\\text|\\mathrm|\\?%|[A-Za-zµ°€])(?!\w*\()"
)


def measure(gold: str) -> str | None:
    r"""Return a reference such as `1,5 m` with a point: with a unit behind it it is no list.

    Example:
        >>> measure(r"1,5\text{ m}"), measure("1,5"), measure("1,234 m")
        ('1.5\\text{ m}', None, None)
    """
    if gold.count(",") != 1 or "." in gold or not _MEASURE.match(gold):
        return None
    return gold.replace(",", ".")


def _in_brackets(text: str, at: int) -> bool:
    """Whether a place lies inside brackets other than those of a command of LaTeX."""
    depth = 0
    for index, sign in enumerate(text[:at]):
        if sign in _OPEN and not (sign == "{" and text[index - 1 : index].isalpha()):
            depth += 1
        elif sign in _CLOSED and depth:
            depth -= 1
    return depth > 0
