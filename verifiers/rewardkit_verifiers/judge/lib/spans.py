"""Bounds and spans that are the answer: "at least 18" for a minimum, "from 1939 to 1945"."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from fractions import Fraction

_LIMIT = re.compile(
    r"\b(?:min(?:imum|imal)?|max(?:imum|imal)?|limit|at (?:least|most)|up to|no (?:more|less"
    r"|fewer) than"
    r"|threshold|lower bound|upper bound|smallest|largest|lowest|highest|youngest|required|allowed"
    r"|greatest|the (?:most|fewest|least)(?! (?:popular|common|likely|famous|important))|maximale?"
    r"|minimale?|größte\w*|kleinste\w*|au (?:plus|maximum|moins|minimum)|mayor número|menor número"
    r"|mindest\w*|höchst\w*|mínim\w*|máxim\w*|minimo|massimo|минимальн\w*|максимальн\w*)\b",
    re.IGNORECASE,
)
_NO_LESS = re.compile(
    r"\b(?:no|not) (?:less|fewer|younger|lower) than\s+"
    r"|\b(?:can(?:not|['’]t)|impossible|not (?:possible|enough)|won['’]t|never|nobody)\b"
    r"[^.;\d]{0,40}\b(?:less|fewer|younger) than\s+",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"\b(?:no|not) (?:more|older|higher) than\s+|\b(?:can(?:not|['’]t)|impossible|won['’]t|never)\b"
    r"[^.;\d]{0,40}\b(?:more|older) than\s+",
    re.IGNORECASE,
)


def with_limits(text: str) -> str:
    """Return a text whose denied bounds are bounds: "no fewer than 4" is "at least 4".

    Example:
        >>> with_limits("no fewer than 4"), with_limits("You can't do it with less than 4.")
        ('at least 4', 'You at least 4.')
    """
    return _NO_MORE.sub("at most ", _NO_LESS.sub("at least ", text))


_NEARLY = re.compile(
    r"\b(?:just|slightly|a little|a bit|well)\s+(?:under|over|above|below|short of)|\b(?:nearly"
    r"|almost"
    r"|close to|over|more than|upwards of|fast|knapp|presque|casi|quasi|почти)\b",
    re.IGNORECASE,
)
_ROUND = 1000
_SPAN = re.compile(
    r"\b(?:from|between)\s+(?P<first>\d{1,4})\s*(?:to|until|till|through|and|-|–"
    r"|—)\s*(?P<last>\d{1,4})\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"\b(?:begin|began|start|started|break out|broke out|open|opened)\b", re.I)
_ENDS = re.compile(r"\b(?:end|ended|finish|finished|stop|stopped|over|close[sd]?)\b", re.I)


def limit_asked(prompt: str) -> bool:
    """Return whether a question asks for a least or a greatest value, so that a bound is one.

    Example:
        >>> limit_asked("What is the minimum age to vote?"), limit_asked("How old is he?")
        (True, False)
    """
    return _LIMIT.search(prompt) is not None


def limit_kept(text: str, prompt: str) -> bool:
    """Return whether a bound may answer a question for a limit: not "under 18" for the least age.

    Example:
        >>> [limit_kept(said, "The minimum age?") for said in ("at least 18", "under 18")]
        [True, False]
    """
    if not limit_asked(prompt):
        return False
    least, most = _LEAST.search(prompt), _MOST.search(prompt)
    if bool(least) == bool(most):
        return True
    if _BEYOND.search(text) and not _BEYOND.search(prompt):
        return False  # less than the most is not the most
    return not (_BELOW if least else _ABOVE).search(text)


_LEAST = re.compile(
    r"\b(?:min(?:imum|imale?)?|at least|lower bound|smallest|lowest|youngest|mindest\w*|mínim\w*"
    r"|the (?:fewest|least)|kleinste\w*|au (?:moins|minimum)|menor número"
    r"|minimo|минимальн\w*)\b",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(?:max(?:imum|imale?)?|at most|up to|upper bound|largest|highest|höchst\w*|máxim\w*|massimo"
    r"|greatest|the most|größte\w*|au (?:plus|maximum)|mayor número"
    r"|максимальн\w*)\b",
    re.IGNORECASE,
)
_BEYOND = re.compile(r"(?<!no )(?<!not )\b(?:less|fewer|more) than\s+[\d*_$]", re.IGNORECASE)
_BELOW = re.compile(
    r"\b(?:under|below|less than|fewer than|younger than|at most|up to|unter)\b", re.I
)
_ABOVE = re.compile(r"\b(?:over|above|more than|older than|at least|from|über|mindestens)\b", re.I)


def roughly(text: str, numbers: Sequence[Fraction]) -> bool:
    """Return whether a large round number is said to be nearly reached, or just passed.

    Example:
        >>> roughly("just under 300,000 km/s", [Fraction(300_000)])
        True
        >>> roughly("over 42", [Fraction(42)])
        False
    """
    rounded = all(value >= _ROUND and value % 100 == 0 for value in numbers)
    return rounded and _NEARLY.search(text) is not None


def of_a_span(text: str, prompt: str) -> str:
    """Return a text with the end of a span that a question asks for in its place.

    Example:
        >>> of_a_span("It lasted from 1939 to 1945.", "When did it begin?")
        'It lasted 1939.'
    """
    begins, ends = _BEGINS.search(prompt), _ENDS.search(prompt)
    if bool(begins) == bool(ends):
        return text
    return _SPAN.sub(r"\g<first>" if begins else r"\g<last>", text)


def compares(text: str, golds: Sequence[Fraction], asked: Set[Fraction]) -> bool:
    """Return whether a text only sets two numbers of the question in their true order: 9.1 < 9.9.

    Example:
        >>> pair = {Fraction("9.11"), Fraction("9.9")}
        >>> compares("9.11 < 9.9", [Fraction("9.9")], pair), compares("9.9 < 9.11", [], pair)
        (True, False)
    """
    found = _RELATION.fullmatch(text.strip(" .$*`"))
    if found is None or not set(golds) <= set(asked):
        return False
    left, right = Fraction(found[1].replace(",", "")), Fraction(found[3].replace(",", ""))
    below = found[2].startswith(("<", "≤", "\\l"))
    return {left, right} <= set(asked) and (left < right if below else left > right)


_RELATION = re.compile(r"(-?[\d,]+(?:\.\d+)?)\s*(<|>|\\lt|\\gt)\s*(-?[\d,]+(?:\.\d+)?)")
