"""Replies that answer first: what stands behind explains it, lists other data or is a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from rewardkit.reading.vocabulary import AFTERTHOUGHT, BUT, OR
from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.values import numbers_at

_ROW = re.compile(r"\A\s*\||\S\s*\|\s*\S|\A[\s|:-]*-{3}[\s|:-]*\Z")
_TOTAL = re.compile(
    r"\W*(?:total|sum|answer|result|difference|overall|summe|gesamt|合计|总计)", re.I
)
# Words that conclude, go on to another value or take back: then the last number is the answer.
_GOES_ON = folded_set(
    "therefore so thus hence answer answers final finally conclusion result gives makes leaves"
    " becomes now then after afterwards altogether total left remain remains remaining correct"
    " wait sum yields actually instead fact adding subtracting plus minus add subtract equals"
    " mean means rather"
    " each per also one"
)
_SMALL = folded_set(
    "the a an of in on at to from by for and or is are was were be been do does did has have had"
    " what which how many much who when where why this that these those it its there all each"
    " following"
    " image picture figure graph chart table please find as with than if into"
)
_COURTESY = re.compile(
    r"\W*(?:sure|ok|okay|certainly|of course|i understand|great|yes)\b[^\d]*\Z", re.I
)
_ASIDE = re.compile(r",\s+(?:with|at|which|where|when|reach(?:ed|ing))\b")
_AGAIN = re.compile(
    r"\b(?:it|this|that|he|she)(?:['’]s|\s+(?:is|was|has|had))\s+(?:[a-z]+\s+){0,2}\W*\d", re.I
)
_HELP = re.compile(r"\b(?:let me know|do you (?:want|have|need)|hope this|anything else)\b", re.I)
_ENOUGH, _FEWEST, _MOST = Fraction(3, 5), 2, 60


def without_rows(pieces: list[str]) -> list[str]:
    """Return the sentences without the rows of a table that stands behind them.

    A table that ends on a total, or in front of which no number is given, is left as it is.

    Example:
        >>> without_rows(["It is week 3.", "Week | Grams", "--- | ---", "2 | 200", "3 | 300"])
        ['It is week 3.']
    """
    rows = [at for at, piece in enumerate(pieces) if "|" in piece and _ROW.search(piece)]
    if len(rows) < _FEWEST or any(_TOTAL.match(pieces[at].lstrip("| ")) for at in rows):
        return pieces
    if not any(numbers_at(visible(piece)) for piece in pieces[: rows[0]]):
        return pieces
    table = frozenset(rows)
    return [piece for at, piece in enumerate(pieces) if at not in table]


def answered_first(pieces: Sequence[str], golds: Sequence[Fraction], prompt: str) -> str | None:
    """Return the first sentence where it says the question with a reference as its one new number.

    None where a later sentence concludes, goes on or says more of the question.

    Example:
        >>> rest = ["They stand for 2014, 2015 and 2016.", "Their values are 12 and 25."]
        >>> asked = "How many bars lie below 40?"
        >>> answered_first(["There are 3 bars below 40.", *rest], [Fraction(3)], asked)
        'There are 3 bars below 40.'
    """
    sentences = [one for one in pieces if not _HELP.search(one)]
    while sentences and _COURTESY.match(sentences[0]):
        sentences = sentences[1:]
    if not 1 < len(sentences) <= _MOST or "?" in sentences[0]:
        return None
    first = sentences[0]
    head = _ASIDE.split(first, maxsplit=1)[0]
    asked = {value for spot in numbers_at(visible(prompt)) for value in spot[2]}
    if not _new(head, asked) or not _new(head, asked) <= set(golds):
        return None
    words = set(folded_words(visible(prompt))) - _SMALL
    share = len(words & set(folded_words(visible(head))))
    if len(words) < _FEWEST or share < _ENOUGH * len(words):
        return None
    stops = _GOES_ON | AFTERTHOUGHT | BUT | OR
    for sentence in sentences[1:]:
        said = set(folded_words(visible(sentence)))
        if said & stops or "=" in sentence or _AGAIN.search(sentence) or len(said & words) >= share:
            return None
    return head


def _new(sentence: str, asked: set[Fraction]) -> set[Fraction]:
    return {value for spot in numbers_at(visible(sentence)) for value in spot[2]} - asked
