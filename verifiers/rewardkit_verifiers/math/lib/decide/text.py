"""Answers in words, and the canonical text of any answer."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.grammar.values import Node
from rewardkit_verifiers.math.lib.spoken import words

_COMMANDS = re.compile(
    r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mbox|operatorname|left|right|displaystyle|"
    r"big|Big|bigg|Bigg|boxed|fbox|boldsymbol|bm)(?![a-zA-Z])|\\[,;:!> ]|\\q?quad|~|\$"
)
_CLOSED_COMMA = re.compile(r"(?<=\d)(?:\{,\}|,)\\!\s?(?=\d{3}(?!\d))")
_FRACTION = re.compile(r"\\[dtc]frac")
_SPACE = re.compile(r"\s+")
_OUTSIDE = " .,;:\"'`"
# A point or colon before a digit belongs to it: .5 is no 5, and :5 is the end of a ratio.
_BEFORE = " ,;\"'`"
_QUOTES = frozenset("'\"")
_MINUTES = re.compile(r"\d(?:''?|\")\Z")
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
    if text[-1:] in _QUOTES and _MINUTES.search(text) is not None and text[0] not in _QUOTES:
        return text.lstrip(_BEFORE)  # 15' and 15'' are minutes and seconds, or feet and inches
    return text.rstrip(_OUTSIDE).lstrip(_BEFORE)


def meaning(text: str) -> Node | None:
    """Return the mathematics that set phrases such as `no solution` stand for.

    Example:
        >>> meaning("No real solutions.")
        empty()
    """
    spoken = words(text)
    found = _MEANINGS.get(spoken)
    if found is None and _UNDEFINED.fullmatch(spoken):
        return Node("opaque", "undefined")
    return _EMPTY if found is None and _NOTHING.fullmatch(spoken) else found


_UNDEFINED = re.compile(
    r"(?:limit|integral|series|sum|inverse|derivative|value|it|expression|slope)"
    r" (?:does not exist|doesn t exist|undefined|not defined)"
)
_NOTHING = re.compile(
    r"(?:there )?(?:exists? )?no (?:(?:such|real|integer|positive|possible|valid|natural) )*"
    r"(?:solutions?|functions?|integers?|values?|pairs?|triples?|numbers?|polynomials?|primes?"
    r"|roots?|sequences?|triangles?|points?)(?: exists?)?|none"
)


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
