"""Answers of two or three numbers in other signs: scores, odds, shares, coordinates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from rewardkit.reading.vocabulary import NOT, OR
from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.number_words import numbers_in_words

_LONGEST = 120
_NUMBER = r"[-\u2212]?\d+(?:\.\d+)?(?:/\d+)?"
_SCORE = re.compile(r"(\d{1,3})\s?(?:[-:–]|to)\s?(\d{1,3})", re.IGNORECASE)
_SHARE = re.compile(r"(?:^|.*\s)([\w-]+)\s+(?:in|out of)\s+(?:an?\s+)?([\w-]+)", re.DOTALL)
_TUPLE = re.compile(rf"\(?\s*{_NUMBER}(?:\s*[,;|]\s*{_NUMBER}){{1,2}}\s*\)?")
_NAMED = re.compile(rf"\b([xyzabc])\s*=\s*({_NUMBER})(?![\w.])")
_COUNTED = re.compile(r"how many (?:\w+ ){0,1}?(\w{3,})", re.IGNORECASE)
_EACH = re.compile(r"(?<![\w.,])(\d[\d,.]*\d|\d)\s+(?:[a-z]+\s+)??([^\W\d_]{3,})")
_STEM = 4


def same_pair(text: str, gold: str) -> bool:
    """Return whether a short text is a pair or triple of numbers, or a share, as a reference is.

    Example:
        >>> same_pair("3 to 1", "3-1"), same_pair("1:3", "3-1"), same_pair("one in six", "1/6")
        (True, False, True)
        >>> same_pair("x = 2, y = -1", "(2, -1)"), same_pair("x = -1, y = 2", "(2, -1)")
        (True, False)
    """
    said, wanted = visible(text).strip(" .*$`"), visible(gold).strip(" .*$`")
    if len(said) > _LONGEST or len(wanted) > _LONGEST:
        return False
    scores = (_SCORE.fullmatch(wanted), _SCORE.fullmatch(said))
    if scores[0] and scores[1]:
        return scores[0].groups() == scores[1].groups()
    if _is_share(said, wanted):
        return True
    points = (_point(wanted), _point(said))
    return points[0] is not None and points[0] == points[1]


def is_share(text: str, numbers: Sequence[Fraction]) -> bool:
    """Return whether a short text says a percentage as a share: one in four, 1/4, 2 out of 8.

    Example:
        >>> is_share("one in four", [Fraction(25)]), is_share("by 1/4", [Fraction(25)])
        (True, True)
        >>> is_share("one in five", [Fraction(25)])
        False
    """
    said = visible(text).strip(" .*$`")
    if len(said) > _LONGEST or set(folded_words(said)) & (NOT | OR):
        return False
    share = _SHARE.fullmatch(said)
    if share is not None and len(folded_words(said)) <= 2 * _STEM:
        part, whole = _value(share[1]), _value(share[2])
        return bool(part is not None and whole and 100 * part / whole in numbers)
    found = re.fullmatch(
        r"(?:by |it is |exactly |it drops by )?(\d{1,4})/(\d{1,4})(?: of \w+)?", said
    )
    return bool(found and int(found[2]) and Fraction(100 * int(found[1]), int(found[2])) in numbers)


def _is_share(said: str, wanted: str) -> bool:
    share = _SHARE.fullmatch(said)
    parts = re.fullmatch(r"(\d+)/(\d+)", wanted)
    if share is None or parts is None or len(folded_words(said)) > 2 * _STEM:
        return False
    part, whole = _value(share[1]), _value(share[2])
    return bool(
        part is not None and whole and part / whole == Fraction(int(parts[1]), int(parts[2]))
    )


def _value(word: str) -> Fraction | None:
    if word.isdecimal() and word.isascii():
        return Fraction(int(word))
    found = numbers_in_words(word)
    return found[0] if len(found) == 1 else None


def _point(text: str) -> tuple[Fraction, ...] | None:
    if _TUPLE.fullmatch(text):
        return tuple(map(_number, re.findall(_NUMBER, text)))
    named = _NAMED.findall(text)
    rest = _NAMED.sub(" ", text)
    if len(named) < 2 or any(map(str.isdigit, rest)) or len(folded_words(rest)) > _STEM:
        return None
    names = [name for name, _ in named]
    if len(set(names)) < len(names):
        return None
    return tuple(_number(value) for _, value in sorted(named))


def _number(text: str) -> Fraction:
    over = text.replace("\u2212", "-").split("/")
    whole = Fraction(over[0])
    return whole / int(over[1]) if len(over) > 1 and int(over[1]) else whole


def counted(text: str, prompt: str) -> str:
    """Return the count of what a question asks how many there are, out of several counts.

    Example:
        >>> counted("A cube has 6 faces, 8 vertices and 12 edges.", "How many edges has a cube?")
        '12 edges'
    """
    asked = _COUNTED.search(prompt)
    if asked is None or len(text) > 2 * _LONGEST:
        return text
    counts = _EACH.findall(text)
    stem = asked[1].casefold()[:_STEM]
    mine = {f"{number} {noun}" for number, noun in counts if noun.casefold().startswith(stem)}
    others = [noun for _, noun in counts if not noun.casefold().startswith(stem)]
    nouns = {noun.casefold()[:_STEM] for noun in others}
    plain = len(others) == len(nouns) and not _HEDGED.search(text)
    plain = plain and all(noun.endswith("s") for noun in others)
    plain = plain and not set(folded_words(text)) & (OR | NOT)
    return mine.pop() if len(mine) == 1 and others and plain else text


_HEDGED = re.compile(
    r"\b(?:not|or|but|instead|minus|plus|times|each|per|so|no|never)\b|[=+×*÷?−]", re.I
)
