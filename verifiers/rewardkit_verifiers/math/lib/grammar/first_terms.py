r"""Sequences whose first term is told apart: a_1 = 3, a_n = 2^{n-1} (n >= 2)."""

from __future__ import annotations

import re

_LONGEST = 200
_SPACE = r"(?:\s|\\[,;:! ]|\\q?quad(?![a-z])|\$|~)*"
_APART = re.compile(
    rf"{_SPACE}([A-Za-z])_\{{?1\}}?{_SPACE}={_SPACE}([^,;=，；]{{1,40}}?){_SPACE}"
    rf"(?:[,;，；]|\\text\s?\{{\s*(?:and|,)\s*\}}|\band\b|且){_SPACE}(?:(?:and|且){_SPACE})?"
    rf"\1_\{{?([a-z])(\+1)?\}}?{_SPACE}={_SPACE}([^,;=，；]{{1,80}}?){_SPACE}[,，]?{_SPACE}[(（]?{_SPACE}"
    rf"(?:\\text\s?\{{\s*(?:for|when|if|where)\s*\}}|for|when|if|where)?{_SPACE}"
    rf"\3{_SPACE}(?:\\geqslant|\\geq?(?![a-z])|≥|>=){_SPACE}(?(4)1|2){_SPACE}[)）]?{_SPACE}\.?{_SPACE}"
)


def with_first_term(text: str) -> str | None:
    r"""Return a sequence with its first term apart as one with cases, or None for another text.

    Example:
        >>> with_first_term(r"$a_1=3,\ a_n=2^{n-1}\ (n\ge 2)$")
        'a_n=\\begin{cases}3,&n=1\\\\2^{n-1},&n\\ge 2\\end{cases}'
        >>> with_first_term("a_1 = 3, a_2 = 4") is None
        True
    """
    found = _APART.fullmatch(text) if "_" in text and len(text) <= _LONGEST else None
    if found is None:
        return None
    name, first, letter, next_one, rest = found.groups()
    if next_one:
        # a_{n+1} = 2n + 1 for n >= 1 is a_n = 2(n - 1) + 1 for n >= 2.
        rest = re.sub(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", f"({letter}-1)", rest)
    cases = rf"{first},&{letter}=1\\{rest},&{letter}\ge 2"
    return rf"{name}_{letter}=\begin{{cases}}{cases}\end{{cases}}"
