"""What a reader of a reply would not see, or would see struck out: no part of what it says."""

from __future__ import annotations

import re

# <s> is left out: it is also the token that begins a text.
_ELEMENT = re.compile(
    r"<(?P<name>del|strike|template|script|style|noscript"
    r"|(?P<other>span|div|p|b|i|em|small|font|details|sup|sub|a|u|strong|label|section|li|td|ins|mark|code)(?=[^<>]{0,200}"
    r"(?:\bhidden\b|display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0)))\b[^<>]{0,200}>",
    re.IGNORECASE,
)
# A link of Markdown that nothing refers to, as comments are written there.
_NOTE = re.compile(
    r"^[ \t]{0,3}\[(?://|comment|_|#)\]:[ \t]*(?:#|<>)[ \t]*[(\"'][^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_STRUCK = re.compile(r"(?<!~)~~(?=[^\s~])([^~\n]{1,200})(?<=\S)~~(?!~)")
_PHANTOM = re.compile(
    r"\\(?:[hv]?phantom|sout|cancel|xcancel|bcancel|st|color\{white\}|textcolor\{white\})"
    r"\s?\{[^{}\n]{0,200}\}"
)


def seen(text: str) -> str:
    r"""Return the text without comments, hidden elements and what is struck out.

    Takes time in proportion to the length of the text.

    Example:
        >>> seen("<!-- 42 --> <del>42</del> 48 <span hidden>42</span>").split()
        ['48']
        >>> seen("a < b, ~~42~~ 48, \\phantom{42}").split()
        ['a', '<', 'b,', '48,']
    """
    if "<" in text:
        text = _without_elements(_without_comments(text))
    if "]:" in text:
        text = _NOTE.sub(" ", text)
    if "~~" in text:
        text = _STRUCK.sub(" ", text)
    return _PHANTOM.sub(" ", text) if "\\" in text else text


def _without_comments(text: str) -> str:
    parts, start = [], 0
    while (opened := text.find("<!--", start)) >= 0:
        parts.append(text[start:opened])
        closed = text.find("-->", opened + 4)
        # A comment without an end hides all that follows.
        start = closed + 3 if closed >= 0 else len(text)
    return " ".join([*parts, text[start:]]) if parts else text


def _without_elements(text: str) -> str:
    parts, start = [], 0
    lower = text.lower()
    ends: dict[str, int] = {}
    for found in _ELEMENT.finditer(text):
        if found.start() < start:
            continue
        close = f"</{(found['other'] or found['name']).lower()}"
        # Each kind of end is looked for once from a place on: many openings stay linear.
        if close not in ends or 0 <= ends[close] < found.end():
            ends[close] = lower.find(close, found.end())
        if ends[close] < 0:
            continue
        parts.append(text[start : found.start()])
        after = text.find(">", ends[close])
        start = after + 1 if after >= 0 else len(text)
    return " ".join([*parts, text[start:]]) if parts else text
