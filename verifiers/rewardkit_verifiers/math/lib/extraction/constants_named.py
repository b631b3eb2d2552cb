"""What a reply says of the constants of its answer: y = A e^{2x}, A an arbitrary constant."""

from __future__ import annotations

import re

_LONGEST = 100
_LETTER = r"\$?[A-Za-z](?:_\{?\d\}?)?\$?"
_NAMED = re.compile(
    r"(?<=\S)(?:\s*[,;]\s*\(?(?:(?:where|with|and|here|for)\s+)?|\s*\((?:where\s+|with\s+)?"
    rf"|\s+(?:where|with|for)\s+){_LETTER}"
    rf"(?:\s*(?:,|and)\s*{_LETTER}){{0,3}}\s+(?:(?:is|are|being)\s+)?(?:an?\s+|any\s+|the\s+|some\s+)?"
    r"(?:(?:arbitrary|real|free|complex|integration)\s+){0,3}"
    r"constants?(?:\s+of\s+integration)?\)?\.?\s*\Z"
)


_WHOLE = re.compile(
    rf"(?<=\S)(?:\s*[,;]\s*\(?|\s*\(|\s+)(?:(?:where|with|for|mit|avec|con|com|где|wobei|où|donde)\s+)?"
    rf"(?:(?:any|all|every|some)\s+)?(?:integers?\s+{_LETTER}"
    rf"|{_LETTER}\s?(?:(?:is|ist|est|es|é|è)\s+)?(?:(?:an?\s+)?(?:any\s+|arbitrary\s+)?integer|entier|entero"
    r"|ganzzahlig|inteiro|intero|целое(?: число)?|(?:为|為|是)?(?:任意)?整[数數])"
    r"|(?<=mit\s)[a-z]\s?∈\s?[Zℤ]|(?<=где\s)[a-z]\s?∈\s?[Zℤ]|(?<=avec\s)[a-z]\s?∈\s?[Zℤ])\)?[.。]?\s*\Z"
)
_INTEGERS = ("integer", "entier", "entero", "ganzz", "inteir", "intero", "целое", "整", "ℤ", "∈ Z")


VALUE_ENDS = frozenset("0123456789}$")


def without_constants(text: str) -> str:
    """Return a formula without the words at its end that name its constants.

    Example:
        >>> without_constants("y = A e^{2x}, A an arbitrary constant")
        'y = A e^{2x}'
        >>> without_constants("It is a constant"), without_constants("x = 2")
        ('It is a constant', 'x = 2')
    """
    if text[-1:] in VALUE_ENDS or (text[-1:] == "." and text[-2:-1] in VALUE_ENDS):
        return text  # nothing is named behind a value
    tail = text[-_LONGEST:]
    if "constant" in tail:
        found = _NAMED.search(tail)
    elif any(map(tail.__contains__, _INTEGERS)):
        found = _WHOLE.search(tail)
    else:
        return text
    kept = text if found is None else text[: len(text) - len(tail) + found.start()]
    return kept if any(map(kept.__contains__, "=+^")) else text
