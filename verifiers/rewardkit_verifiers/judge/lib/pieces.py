"""The steps of a solution as spans of its text: paragraphs, or lines where it has only one."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

Split = Literal["auto", "paragraphs", "lines"]
Span = tuple[int, int]
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?![^\S\n]*(?:\n|\Z))[^\n]*)*")
_LINE = re.compile(r"\S[^\n]*")


def pieces(text: str, split: Split = "auto", most: int = 40) -> list[Span]:
    r"""Return the start and end of each step; neighbours are joined where there are too many.

    Args:
        text: The solution.
        split: `paragraphs` between blank lines, `lines`, or `auto`: lines where a text has only
            one paragraph.
        most: The most steps.

    Example:
        >>> text = "First, 2 + 2.\n\nThat is 4.\nDone."
        >>> [text[start:end] for start, end in pieces(text)]
        ['First, 2 + 2.', 'That is 4.\nDone.']
    """
    spans = [_trimmed(text, found.span()) for found in _PARAGRAPH.finditer(text)]
    if split == "lines" or (split == "auto" and len(spans) < 2):
        spans = [_trimmed(text, found.span()) for found in _LINE.finditer(text)]
    if len(spans) <= most:
        return spans
    cuts = [len(spans) * at // most for at in range(most + 1)]
    return [(spans[one][0], spans[other - 1][1]) for one, other in pairwise(cuts)]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    return start, start + len(text[start:end].rstrip())
