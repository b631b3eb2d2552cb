"""Values that a closing list gives one a line: - x = 2, - x = 3."""

from __future__ import annotations

import re

_ITEM = re.compile(r"[ \t]*(?:[-*•+–]|\(?\d{1,2}[.)])[ \t]+(?P<value>[^\n]{1,60}?)[ \t.;,]*")
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")
_VALUE = re.compile(r"\d|\\[a-z]|[π∞]")
_MOST = 20


def listed(rest: str) -> str:
    r"""Return the values of a list that is all there is, joined; empty for anything else.

    Example:
        >>> listed("- $x = 2$\n- $x = 3$"), listed("- 2\n- 3\n\nNo, only 2."), listed("- 2")
        ('x = 2, x = 3', '', '')
    """
    lines = [line for line in rest.strip()[: _MOST * 80].split("\n") if line.strip()]
    if not 2 <= len(lines) <= _MOST or len(rest) > _MOST * 80:
        return ""
    found: list[str] = []
    for line in lines:
        item = _ITEM.fullmatch(line)
        if item is None:
            return ""
        value = item["value"].strip("$* ")
        if _WORD.search(value) or not _VALUE.search(value) or "$" in value:
            return ""
        found.append(value)
    return ", ".join(found)
