"""Statements about all or some values: their quantifier, what it binds, and what is said of it."""

from __future__ import annotations

import re

_LONGEST = 300
_QUANTIFIERS = {
    "\\forall": "all",
    "∀": "all",
    "\\exists": "some",
    "∃": "some",
}
_STATEMENT = re.compile(
    r"\s*\$?\s*(\\forall|\\exists|∀|∃)\s*(.{1,80}?)\s*"
    r"(?:(?:,|:|;|，|：|；|\\colon|\\mid|\\q?quad|\\[,; ]|\bs\.t\."
    r"|\\text\s?\{[\s,;]*(?:such that|s\.\s?t\.|we have)?[\s,:]*\})\s*)+(.{1,160}?)\s*\$?\s*\.?\s*",
    re.DOTALL,
)  # fmt: skip


def quantified(text: str) -> tuple[str, str, str] | None:
    r"""Return the quantifier, what it binds and what is said, or None for any other text.

    Example:
        >>> quantified(r"\exists x \in R, x^2 < 0"), quantified(r"∀x>0: 3^x \ge x^2")
        (('some', 'x \\in R', 'x^2 < 0'), ('all', 'x>0', '3^x \\ge x^2'))
    """
    if len(text) > _LONGEST:
        return None
    found = _STATEMENT.fullmatch(text)
    return None if found is None else (_QUANTIFIERS[found[1]], found[2], found[3])
