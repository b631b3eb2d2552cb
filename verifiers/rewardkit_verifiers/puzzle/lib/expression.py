"""Arithmetic expressions read by hand and computed exactly."""

from __future__ import annotations

import re
from fractions import Fraction

LONGEST = 400
_DEEPEST = 40
_TOKEN = re.compile(r"\s*(\d{1,9}(?![\d.])|[()+\-*/])")
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "·": "*", "–": "-", "[": "(", "]": ")"})


_WORDS = {"times": "*", "cdot": "*", "div": "/", "left": "", "right": ""}
_LATEX = re.compile(rf"\\({'|'.join(_WORDS)})(?![A-Za-z])")


class NoExpression(ValueError):
    """A text is no arithmetic expression, or divides by zero."""


def compute(text: str) -> tuple[Fraction, list[int]]:
    r"""Return the value of an expression and the numbers in it.

    Whole numbers, `+ - * /` and brackets are read; powers, factorials and digits glued together
    are not.

    Raises:
        NoExpression: The text is none, is too long, or divides by zero.

    Example:
        >>> compute("(8 / 3 - 2) × 9"), compute(r"(8 - 2) \times 9")
        ((Fraction(6, 1), [8, 3, 2, 9]), (Fraction(54, 1), [8, 2, 9]))
    """
    if len(text) > LONGEST:
        raise NoExpression(f"longer than {LONGEST} characters")
    tokens: list[str] = []
    at, text = 0, _LATEX.sub(lambda found: _WORDS[found[1]], text).translate(_SIGNS).rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise NoExpression(f"{text[at : at + 20]!r} is no part of an expression")
        tokens.append(found[1])
        at = found.end()
    reader = _Reader(tokens)
    value = reader.total(0)
    if reader.at < len(tokens):
        raise NoExpression(f"{tokens[reader.at]!r} follows the expression")
    return value, [int(token) for token in tokens if token.isdigit()]


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def _next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def total(self, depth: int) -> Fraction:
        value = self.term(depth)
        while self._next() in ("+", "-") and self._next():
            sign = 1 if self._next() == "+" else -1
            self.at += 1
            value += sign * self.term(depth)
        return value

    def term(self, depth: int) -> Fraction:
        value = self.factor(depth)
        while self._next() in ("*", "/") and self._next():
            times = self._next() == "*"
            self.at += 1
            other = self.factor(depth)
            if not times and other == 0:
                raise NoExpression("it divides by zero")
            value = value * other if times else value / other
        return value

    def factor(self, depth: int) -> Fraction:
        token = self._next()
        self.at += 1
        if depth > _DEEPEST:
            raise NoExpression("nested too deeply")
        if token == "-":
            return -self.factor(depth + 1)
        if token.isdigit():
            return Fraction(int(token))
        if token != "(":
            raise NoExpression(f"{token or 'the end'!r} where a number should be")
        value = self.total(depth + 1)
        if self._next() != ")":
            raise NoExpression("a bracket is not closed")
        self.at += 1
        return value


def reaches(text: str, target: Fraction) -> tuple[bool, list[int]]:
    """Return whether an expression, or an equation `expression = target`, has the target's value.

    Raises:
        NoExpression: It is none.

    Example:
        >>> reaches("4*6 = 24", Fraction(24)), reaches("4*6 = 25", Fraction(24))[0]
        ((True, [4, 6]), False)
    """
    left, equals, right = text.rstrip(" .").partition("=")
    value, numbers = compute(left)
    if not equals:
        return value == target, numbers
    other, extra = compute(right)
    if len(extra) > 1 or "=" in right:
        raise NoExpression("more than one number stands behind the sign of equality")
    return value == target == other, numbers
