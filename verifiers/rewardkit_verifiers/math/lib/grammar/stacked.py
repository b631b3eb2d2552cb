r"""Formulas of which each row of a matrix holds one token, written as one line again."""

from __future__ import annotations

import re

_LONGEST = 2_000
_FRAME = re.compile(r"\\(?:begin|end)\s*\{[pb]?matrix\}")
_ROWS = re.compile(r"\\\\")
# A raised or lowered blank is meant for the token in the next row.
_EMPTY_SCRIPT = re.compile(r"([_^])\s?\{\s*\}\s*(\\?[A-Za-z]+|\d+(?:\.\d+)?)")
_NAME = re.compile(
    r"(?:\\text\s?\{[A-Za-z ]{1,30}\}\s*)+(?:\\?[A-Za-z]{1,8}(?:\s?_\s?\{?\w\}?)?)?\s*="
)
# Two of these side by side, with a blank row between them, cannot be factors.
_OPENS_NUMBER = re.compile(r"\d|\\[dt]?frac")
_ENDS_NUMBER = re.compile(r"[\d}]\s*$")


def unstacked(text: str) -> str | None:
    r"""Return the formula that the rows of a matrix spell token by token, or None.

    Rows are joined; numbers with a blank row between them are values of a list.

    Example:
        >>> unstacked(r"\begin{matrix} 2 \\ ^{} \\ 99 \end{matrix}")
        '2 ^{99}'
        >>> unstacked(r"\begin{matrix} 5 \\ \\ \dfrac{ \\ 3 \\ }{ \\ 2 \\ } \end{matrix}")
        '5 , \\dfrac{ 3 }{ 2 }'
    """
    if len(text) > _LONGEST or len(_FRAME.findall(text)) != 2:
        return None
    parts: list[str] = []
    depth = 0
    blank = False
    for row in _ROWS.split(_FRAME.sub("", text)):
        token = row.strip()
        if not token or token == "\\,":
            blank = True
            continue
        apart = blank and not depth and parts and _OPENS_NUMBER.match(token)
        if apart and _ENDS_NUMBER.search(parts[-1]) and not parts[-1].endswith("{}"):
            parts.append(",")
        parts.append(token)
        depth += token.count("{") - token.count("}")
        blank = False
    line = _EMPTY_SCRIPT.sub(r"\1{\2}", " ".join(parts))
    return _NAME.sub("", line, count=1).strip() or None
