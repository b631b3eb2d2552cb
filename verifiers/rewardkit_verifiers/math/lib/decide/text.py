"""Answers in words, and the canonical text of any answer."""

from __future__ import annotations

import re
from fractions import Fraction

from rewardkit_verifiers.math.lib.grammar.values import Node
from rewardkit_verifiers.math.lib.word_lists import listed

_COMMANDS = re.compile(
    r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mbox|operatorname|left|right|displaystyle|"
    r"big|Big|bigg|Bigg|boxed|fbox|boldsymbol|bm)(?![a-zA-Z])|\\[,;:!> ]|\\q?quad|~|\$"
)
_CLOSED_COMMA = re.compile(r"(?<=\d)(?:\{,\}|,)\\!\s?(?=\d{3}(?!\d))")
_FRACTION = re.compile(r"\\[dtc]frac")
_SPACE = re.compile(r"\s+")
_FILLER = re.compile(r"\b(?:the|a|an|is|are)\b")
_OUTSIDE = " .,;:\"'`"
# A point or colon before a digit belongs to it: .5 is no 5, and :5 is the end of a ratio.
_BEFORE = " ,;\"'`"
_NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen twenty"
        )
    )
}
_MOST_NUMBER_WORDS = 12
_TENS = {
    word: 10 * value
    for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_ROUND = frozenset(("hundred", *_SCALES))
_PARTS = {
    word: value
    for value, word in enumerate(
        listed("half third quarter fifth sixth seventh eighth ninth tenth"), 2
    )
} | {"halve": 2, "fourth": 4}
_EMPTY = Node("empty")
_REALS = Node("bigset", "R")
_MEANINGS = {
    **dict.fromkeys(
        ("no solution", "no solutions", "no real solution", "no real solutions", "empty set",
         "there no solution", "there no solutions", "no such solution", "no root", "no real roots",
         "emptyset", "no roots"), _EMPTY),
    **dict.fromkeys(
        ("all real numbers", "all reals", "all real x", "real numbers", "any real number",
         "every real number", "reals", "set of all real numbers", "all real"), _REALS),
    **dict.fromkeys(("infinity", "positive infinity"), Node("const", "inf")),
    "negative infinity": Node("neg", Node("const", "inf")),
    **dict.fromkeys(("dne", "does not exist", "undefined", "not defined", "doesn t exist"),
                    Node("opaque", "undefined")),
}  # fmt: skip
_SPLIT = re.compile(r"\s*(?:,|;|\band\b|\bor\b|&)\s*")
_BARE_GROUP = re.compile(r"\{([A-Za-z\d])\}(?![A-Za-z\d])")
# 3 4 is not 34, and 12, 345 is not 12,345.
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
_LISTED_DIGITS = re.compile(r",\s+(?=\d{3})")


def canonical(text: str) -> str:
    r"""Return a text with everything removed that never carries meaning.

    Example:
        >>> canonical(r"$\left( \dfrac{1}{2},\, x \right)$") == canonical(r"(\frac12, x)")
        True
    """
    if text.isalnum():
        return text
    if "\\" in text:
        text = _FRACTION.sub(r"\\frac", text)
    if "\\!" in text:
        text = _CLOSED_COMMA.sub("", text)
    if "\\" in text or "~" in text or "$" in text:
        text = _COMMANDS.sub(" ", text)
    text = text.strip()
    if len(text.split(None, 1)) > 1:
        text = _LISTED_DIGITS.sub(";", _BETWEEN_DIGITS.sub("~", text))
        text = _SPACE.sub("", text)
    if "{" in text:
        text = _BARE_GROUP.sub(r"\1", text)
    return text.rstrip(_OUTSIDE).lstrip(_BEFORE)


def words(text: str) -> str:
    """Return words in lower case without articles and punctuation around them.

    Example:
        >>> words("The Circle.")
        'circle'
    """
    text = text.lower().replace("\\", " ").replace("{", " ").replace("}", " ")
    text = re.sub(r"[.,;:!?\"'`$*()]", " ", text)
    return _SPACE.sub(" ", _FILLER.sub(" ", text)).strip()


def meaning(text: str) -> Node | None:
    """Return the mathematics that set phrases such as `no solution` stand for.

    Example:
        >>> meaning("No real solutions.")
        empty()
    """
    return _MEANINGS.get(words(text))


def number_word(text: str) -> Fraction | None:
    """Return the number that words such as `forty-two` or `two thirds` name.

    Example:
        >>> number_word("forty-two"), number_word("Two thirds."), number_word("one two")
        (Fraction(42, 1), Fraction(2, 3), None)
    """
    spoken = words(text).replace("-", " ").split()
    if not spoken or len(spoken) > _MOST_NUMBER_WORDS:
        return None
    minus = spoken[0] in ("minus", "negative")
    *lead, last = spoken[minus:] or ("",)
    part = _PARTS.get(last) or _PARTS.get(last.removesuffix("s"))
    if part is not None:
        top = _whole_number(lead) if lead else 1
        value = None if top is None else Fraction(top, part)
    else:
        whole = _whole_number([*lead, last])
        value = None if whole is None else Fraction(whole)
    return -value if minus and value is not None else value


def ordinal(text: str) -> int | None:
    """Return the place that a word such as `third` or `twenty-first` names, up to 99.

    Example:
        >>> ordinal("third"), ordinal("Twenty-first"), ordinal("three")
        (3, 21, None)
    """
    *lead, last = words(text).replace("-", " ").split() or [""]
    irregular = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9,
                 "twelfth": 12}  # fmt: skip
    stem = last.removesuffix("ieth") + "y" if last.endswith("ieth") else last.removesuffix("th")
    place = irregular.get(last)
    if place is None and stem != last:
        place = _NUMBER_WORDS.get(stem) or _TENS.get(stem)
    if place is None or not lead:
        return place
    tens = _TENS.get(lead[0]) if len(lead) == 1 else None
    return None if tens is None or place > 9 else tens + place


def _whole_number(spoken: list[str]) -> int | None:
    if spoken == ["zero"]:
        return 0
    total = here = 0
    for place, word in enumerate(spoken):
        unit, ten = _NUMBER_WORDS.get(word, 0), _TENS.get(word, 0)
        if unit and not here % (10 if unit < 10 and here % 100 != 10 else 100):
            here += unit
        elif ten and not here % 100:
            here += ten
        elif word == "hundred" and 0 < here < 10:
            here *= 100
        elif word in _SCALES and here and (not total or total % (1000 * _SCALES[word]) == 0):
            total, here = total + here * _SCALES[word], 0
        elif not (word == "and" and place < len(spoken) - 1 and spoken[place - 1] in _ROUND):
            return None
    return total + here


def condition(text: str) -> str:
    """Return the words of a condition without those that only introduce it.

    Example:
        >>> condition("if n is even") == condition("n even")
        True
    """
    return " ".join(word for word in words(text).split() if word not in _INTRODUCTIONS)


_INTRODUCTIONS = frozenset(("if", "when", "for", "whenever", "and"))


def places(remark: str) -> tuple[str, ...]:
    """Return the numbers of a remark that says where a value holds, such as `at x = 1`.

    Example:
        >>> places("at x = 1"), places("since 3*4 = 12")
        (('1',), ())
    """
    return tuple(_DIGITS.findall(remark)) if remark.lower().startswith(("at ", "when ")) else ()


_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def parts(text: str) -> list[str]:
    """Split words at commas, `and` and `or`."""
    return [piece for piece in _SPLIT.split(text) if piece.strip()]
