"""Remarks that are no remarks: they give the value of the expression before them."""

from __future__ import annotations

import re
from fractions import Fraction

from rewardkit_verifiers.math.lib.extraction.prose.tokens import key, values

# 3 × $1.25, 12 − 5 apples: an operation with no = behind it, and at most few words.
_OPERATES = re.compile(
    r"[\d)]\s?[^\W\d_€％%]{0,8}[€％%]?(?:\s?[×·*÷]\s?"
    r"|\s[-+−–/:]\s)[＄$€£]?\d[\d.,]*[^\d=≈()]{0,24}\Z"
)
_TWICE = re.compile(r"\b(?:twice|thrice|double|triple|half of)\s[＄$€£]?\d[\d.,]*[^\d=≈()]{0,24}\Z")
_DIGIT = re.compile(r"\d")
_PERCENT = re.compile(r"(\d[\d.,]{0,12})\s?(?:%|percent\b|per cent\b|Prozent\b|pour cent\b)")
_SHARE = re.compile(r"(?<![\d.,/])(0?[.,]\d{1,12}|1(?:[.,]0+)?|\d{1,6}/\d{1,6})\Z")
_ROUNDING = Fraction(1, 2)
_ABOUT = re.compile(
    r"\b(?:about|roughly|approximately|around|nearly|almost|circa|rund|environ|not|per|more|less"
    r"|than|of|because|since|as)\b|[≈~<>≤≥]",
    re.IGNORECASE,
)
_LONGEST = 120


def ends_on_operation(text: str) -> bool:
    """Return whether a text ends on an operation that is not worked out.

    Example:
        >>> ends_on_operation("They cost 3 × 1.25 dollars"), ends_on_operation("3 × 4 = 12")
        (True, False)
    """
    begin = max(0, len(text) - _LONGEST)
    return _OPERATES.search(text, begin) is not None or _TWICE.search(text, begin) is not None


def result_of(before: str, remark: str) -> str:
    """Return the value that a remark gives of what stands before it; empty where it only restates.

    Args:
        before: The words before the remark.
        remark: The remark with the words that lead to it.

    Example:
        >>> result_of("They cost 3 × 1.25 dollars", ", which is 3.75 dollars")
        '3.75 dollars'
        >>> result_of("It is 0.25", ", which is 40%"), result_of("It is 1/3", ", which is 33.3%")
        ('40%', '')
    """
    first = _DIGIT.search(remark)
    if first is None or _ABOUT.search(remark, 0, first.start()):
        return ""
    begin = first.start()
    while begin and remark[begin - 1] in "＄$€£*-−":
        begin -= 1
    rest = remark[begin:].lstrip()
    if ends_on_operation(before):
        return rest if len(values(rest)) == 1 and not ends_on_operation(rest.rstrip(".")) else ""
    return rest if _is_percent(before, rest) else ""


def said_as_result(sentence: str) -> str:
    """Return a sentence with *so* before the value that *or* or *that's* gives of an operation.

    Example:
        >>> said_as_result("They cost 3 × 1.25 dollars, that's 3.75 dollars.")
        'They cost 3 × 1.25 dollars, so 3.75 dollars.'
        >>> said_as_result("It takes 60 minutes, that's 1 hour.")
        ''
    """
    said = _SAID.search(sentence)
    if said is None:
        return ""
    before = sentence[: said.start()]
    rest = result_of(before, sentence[said.start() :])
    return f"{before}, so {rest}" if rest else ""


_SAID = re.compile(
    r",?\s(?:or|that(?:['’]s|\sis|\smakes)|this is|das (?:sind|macht|ergibt)|(?:cela|ça) fait"
    r"|esto es|isso (?:é|dá)|questo fa|это)\s(?=[＄$€£*]{0,4}\d[^,;:=]{0,30}\Z)",
    re.IGNORECASE,
)


def _is_percent(before: str, rest: str) -> bool:
    """Whether a share is followed by a percentage that is exactly its own, or is not at all."""
    said, share = _PERCENT.match(rest), _SHARE.search(before)
    if said is None or share is None:
        return False
    percent = _number(said[1])
    part = _number(share[1])
    if percent is None or part is None:
        return False
    apart = abs(percent - 100 * part)
    return apart == 0 or apart > _ROUNDING


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(key(text.rstrip(".,").replace(",", ".")))
    except (ValueError, ZeroDivisionError):
        return None
