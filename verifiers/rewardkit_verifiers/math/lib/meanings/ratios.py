"""Ratios with the names of their terms: v_B : v_A = 5 : 4 is no ratio of A to B."""

from __future__ import annotations

import re

_LONGEST, _LONGEST_PROMPT = 200, 8_000
_TERM = r"\\?[A-Za-z]{1,12}(?:_\s?\{?\s?(?:\\(?:text|mathrm)\s?\{)?\w{1,12}\}{0,2})?"
# v_B : v_A = 5 : 4, S_{ABC}/S_{DEF} = 2 : 3.
_NAMED = re.compile(
    rf"[\s$]*({_TERM})\s?(?::|：|∶|\\colon|/|to)\s?({_TERM})\s?(?:=|is|为|是)\s?"
    r"[\s$]*\d[\d.,\s]*(?::|：|∶|\\colon|to)",
)
_RATIO = re.compile(
    r"\bratio\b|\bverhältnis|\brapport\b|\braz[oóã]\w*|\brapporto\b|отношени|之比|的比",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.?!。?!](?=\s|\Z)|[。?!]")
_MARKS = re.compile(r"[\\{}\s]|text|mathrm")


def has_ratio(gold: str) -> bool:
    """Whether a reference is a ratio without names, such as 5:4."""
    return _PLAIN.fullmatch(gold) is not None


_PLAIN = re.compile(r"[\s$]*\d[\d.,]{0,12}\s?(?::|：|∶)\s?\d[\d.,]{0,12}[\s$]*")


def is_turned(said: str, prompt: str) -> bool:
    """Whether an answer names the terms of its ratio in the other order than its task.

    Args:
        said: The answer.
        prompt: The task, which asks for the ratio of one to the other.

    Example:
        >>> asked = "Find the ratio of A's speed to B's speed."
        >>> is_turned("v_B:v_A = 5:4", asked), is_turned("v_A:v_B = 5:4", asked)
        (True, False)
    """
    found = _NAMED.match(said) if len(said) <= _LONGEST else None
    if found is None:
        return False
    terms = [_MARKS.sub("", term) for term in found.groups()]
    names = [term.rpartition("_")[2] for term in terms]
    for sentence in _SENTENCE.split(prompt[:_LONGEST_PROMPT]):
        word = _RATIO.search(sentence)
        if word is None:
            continue
        plain = _MARKS.sub(" ", sentence)
        for one, other in (terms, names):
            first, second = _at(one, plain), _at(other, plain)
            if one != other and first >= 0 and second >= 0:
                return second < first
    return False


def _at(name: str, sentence: str) -> int:
    found = re.search(rf"(?<![A-Za-z_]){re.escape(name)}(?![A-Za-z_])", sentence)
    return -1 if found is None else found.start()
