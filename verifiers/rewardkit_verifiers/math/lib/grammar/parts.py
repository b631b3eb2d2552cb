"""Answers to the parts (a), (b) of a question, as one answer in their order."""

from __future__ import annotations

import re

_LONGEST = 400
_MARK = re.compile(
    r"(?:\\text\s?\{\s*)?\(?\b([a-f]|i{1,3}|iv|(?<=\()[1-6](?=\)[\s$]))\)\s*:?\s*\}?\s*",
    re.IGNORECASE,
)
_ORDERS = ("abcdef", ("i", "ii", "iii", "iv"), "123456")
_SEPARATORS = " ,;\n$"


def in_parts(text: str) -> str | None:
    r"""Return the values of `(a) 3, (b) 5` as a tuple, or None where a text has no such parts.

    Example:
        >>> in_parts("(a) 3, (b) 5"), in_parts("(b) 5, (a) 3"), in_parts("(a, b)")
        ('(3, 5)', None, None)
    """
    if len(text) > _LONGEST or ")" not in text:
        return None
    text = text.strip().strip("$")
    marks = list(_MARK.finditer(text))
    if len(marks) < 2 or marks[0].start() or not any(
        [mark[1].lower() for mark in marks] == list(order[: len(marks)]) for order in _ORDERS
    ):  # fmt: skip
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    values = [
        text[mark.end() : end].strip(_SEPARATORS) for mark, end in zip(marks, ends, strict=True)
    ]
    whole = all(values) and not any("," in value for value in values)
    return f"({', '.join(values)})" if whole else None
