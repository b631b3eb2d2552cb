"""Answers in words, and the canonical text of any answer."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.grammar.values import Node
from rewardkit_verifiers.math.listed import listed

_COMMANDS = re.compile(
    r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mbox|operatorname|left|right|displaystyle|"
    r"big|Big|bigg|Bigg|boxed|fbox|boldsymbol|bm)(?![a-zA-Z])|\\[,;:!> ]|\\q?quad|~|\$"
)
_FRACTION = re.compile(r"\\[dtc]frac")
_SPACE = re.compile(r"\s+")
_FILLER = re.compile(r"\b(?:the|a|an|is|are)\b")
_OUTSIDE = " .,;:\"'`"
_NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen twenty"
        )
    )
}
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
    if "\\" in text or "~" in text or "$" in text:
        text = _COMMANDS.sub(" ", text)
    text = text.strip()
    if len(text.split(None, 1)) > 1:
        text = _LISTED_DIGITS.sub(";", _BETWEEN_DIGITS.sub("~", text))
        text = _SPACE.sub("", text)
    if "{" in text:
        text = _BARE_GROUP.sub(r"\1", text)
    return text.strip(_OUTSIDE)


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


def number_word(text: str) -> int | None:
    """Return the number that a word such as `five` names."""
    return _NUMBER_WORDS.get(words(text))


def parts(text: str) -> list[str]:
    """Split words at commas, `and` and `or`."""
    return [piece for piece in _SPLIT.split(text) if piece.strip()]
