"""Shortest texts that a regular expression matches, with its last group cut out as a form."""

from __future__ import annotations

import re

# The parser of `re`, which has no public name: a pattern is read, never run.
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from rewardkit.attack.replies import Form

_LONGEST = 400
_MARK = "\ue000"  # a private character that stands for the captured answer
_SIGNS = re.compile(r"[\\\[\](){}*+?.^$|]")
_CATEGORIES = {
    "CATEGORY_SPACE": " ",
    "CATEGORY_DIGIT": "0",
    "CATEGORY_WORD": "x",
    "CATEGORY_NOT_SPACE": "x",
    "CATEGORY_NOT_DIGIT": "x",
    "CATEGORY_NOT_WORD": " ",
}


def form_of(pattern: str) -> Form | None:
    r"""Return the form in which a pattern captures an answer, or None for a text without a group.

    Example:
        >>> form = form_of(r"<answer>\s*(.+?)\s*</answer>$")
        >>> form.fill("4")
        '<answer>4</answer>'
    """
    if not _SIGNS.search(pattern) or len(pattern) > _LONGEST:
        return None
    try:
        tree = _parser.parse(pattern)
    except (re.error, OverflowError, RecursionError):
        return None
    last = tree.state.groups - 1
    text = _written(tree, last)
    if text is None:
        return None
    if last and text.count(_MARK) == 1:
        before, _, after = text.partition(_MARK)
        return Form(f"pattern {pattern[:40]}", before, after, markup=bool(before or after))
    return None


def match_of(pattern: str) -> str | None:
    r"""Return a short text that a pattern matches, or None where it is no pattern.

    Example:
        >>> match_of(r"<think>.*?</think>\s*<answer>.*?</answer>")
        '<think></think><answer></answer>'
    """
    if not _SIGNS.search(pattern) or len(pattern) > _LONGEST:
        return None
    try:
        return _written(_parser.parse(pattern), 0)
    except (re.error, OverflowError, RecursionError):
        return None


def _written(tree: Any, marked: int) -> str | None:
    out = []
    for op, given in tree:
        piece = _piece(op, given, marked)
        if piece is None:
            return None
        out.append(piece)
    return "".join(out)


def _piece(op: Any, given: Any, marked: int) -> str | None:
    name = str(op)
    if name == "LITERAL":
        return chr(given)
    if name in ("ANY", "NOT_LITERAL"):
        return "x" if name == "ANY" or given != ord("x") else "y"
    if name == "IN":
        return _one_of(given)
    if name in ("AT", "ASSERT_NOT", "ASSERT"):
        return ""
    if name == "BRANCH":
        return _written(given[1][0], marked)
    if name == "SUBPATTERN":
        return _MARK if marked and given[0] == marked else _written(given[3], marked)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, _, inner = given
        text = _written(inner, marked)
        if text is not None and _MARK in text:
            return text
        return None if text is None else text * min(least, 50)
    return None


def _one_of(given: Any) -> str | None:
    first, value = given[0]
    if str(first) == "NEGATE":
        refused = {value for op, value in given[1:] if op is _constants.LITERAL}
        return next((one for one in "x 0-" if ord(one) not in refused), None)
    if str(first) == "LITERAL":
        return chr(value)
    if str(first) == "RANGE":
        return chr(value[0])
    return _CATEGORIES.get(str(value))
