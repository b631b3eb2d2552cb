r"""What a question asks for: an expression, an extreme, a rounded value, a residue."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

_LONGEST = 6_000
_ASKS = re.compile(
    r"\b(?:what (?:is|are|was)|find|compute|determine|evaluate|calculate|value of|solve for"
    r"|simplify)\b"
    r"[^.?$]{0,60}\$([^$\n]{1,120})\$[\s.?]*(?:\Z|[.?]|if\b|in\b|given\b|when\b|\?)",
    re.IGNORECASE,
)
_WHICH_VALUE = re.compile(r"\b(?:what|which) (?:\w+ )?values? of \$(\\?[A-Za-z]+)\$", re.IGNORECASE)
_LEAST = re.compile(
    r"\b(?:least|smallest|minimum|minimal|fewest|lowest|minimi[sz]e\w*)\b", re.IGNORECASE
)
_MOST = re.compile(
    r"\b(?:most|greatest|largest|maximum|maximal|highest|maximi[sz]e\w*)\b", re.IGNORECASE
)
_NEAR = re.compile(
    r"\b(?:nearest|round(?:ed|ing)?|decimals?|approximat\w*|estimate\w*|calculator)\b",
    re.IGNORECASE,
)
_RESIDUE = re.compile(
    r"\b(?:remainders?|residues?|modulo|mod|units? digits?|congruen\w*|last (?:two )?digits?"
    r"|inverse"
    r"|ones digit|divided by|divides by)\b|\\p?mod|\\equiv|left over",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\\[,;! ]|\\left|\\right|\s+")


def squeezed(formula: str) -> str:
    """Return a formula without its spaces, so that two spellings of one are the same."""
    return _SPACES.sub("", formula)


@lru_cache(maxsize=64)
def asked_expression(prompt: str) -> str:
    r"""Return the expression that a question asks for, with an equals sign; else an empty text.

    Example:
        >>> asked_expression("If $x=3$ and $y=x$, what is the value of $x + y$?")
        'x+y='
    """
    found = list(_ASKS.finditer(prompt[-_LONGEST:]))
    if not found:
        named = _WHICH_VALUE.search(prompt, max(0, len(prompt) - _LONGEST))
        return f"{named[1]}=" if named is not None else ""
    text = squeezed(found[-1][1]).rstrip(".,?")
    return "" if any(mark in text for mark in "=<>,") else f"{text}="


def asks_extreme(prompt: str) -> Literal["least", "most", ""]:
    """Return whether a question asks for the least or the most of something."""
    least, most = _LEAST.search(prompt) is not None, _MOST.search(prompt) is not None
    if least == most:
        return ""
    return "least" if least else "most"


def asks_near(prompt: str) -> bool:
    """Return whether a question asks for a rounded value."""
    return _NEAR.search(prompt) is not None


def asks_residue(prompt: str) -> bool:
    """Return whether a question asks for a remainder, or for a digit that one gives."""
    return _RESIDUE.search(prompt) is not None
