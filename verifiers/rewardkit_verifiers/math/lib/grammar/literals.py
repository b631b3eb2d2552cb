"""Numbers as they are written: decimals, mixed numbers, repeating decimals, other bases."""

from __future__ import annotations

from fractions import Fraction

from rewardkit_verifiers.math.lib.grammar.cursor import Cursor
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, num


def number(parser: Cursor, text: str) -> Node:
    """Make a literal, with repeating decimals and a base when they are written."""
    if parser.sees("overline") and "." in text:
        return _repeating(parser, text)
    if parser.sees("_"):
        parser.next()
        base = subscript(parser)
        return Node("based", text.lstrip("0") or "0", base)
    if "e" in text or "E" in text:
        size = int(text.lower().partition("e")[2])
        if abs(size) > 400:
            return Node("huge", text.lower())
    value = Fraction(text.rstrip(".") if text.endswith(".") else text)
    if text.isdigit():
        return num(value + _fraction_beside(parser))
    if "." in text and not text.endswith("."):
        mantissa = text.lower().partition("e")[0]
        return Node("dec", value, len(mantissa.partition(".")[2]))
    return Node("num", value)


def _fraction_beside(parser: Cursor) -> Fraction:
    r"""Move over the fraction of a mixed number, such as 2 2/3 or 1\frac12, and return it."""
    shape = parser.tokens[parser.at : parser.at + 7]
    spelt = [token.value for token in shape]
    if spelt[0] == "frac" and spelt[1:2] == ["{"] and spelt[3:5] == ["}", "{"]:
        parts, size = (shape[2], shape[5]), 7
    elif spelt[0] == "frac" and len(shape) > 1 and len(spelt[1]) == 2:
        parts, size = (
            (shape[1]._replace(value=spelt[1][0]), shape[1]._replace(value=spelt[1][1])),
            2,
        )
    elif len(shape) > 3 and shape[0].space and spelt[1] == "/" and not shape[1].space:
        parts, size = (shape[0], shape[2]), 3
    else:
        return Fraction(0)
    top, bottom = parts
    whole = top.kind == bottom.kind == "num" and top.value.isdigit() and bottom.value.isdigit()
    if whole and 0 < int(top.value) < int(bottom.value):
        parser.at += size
        return Fraction(int(top.value), int(bottom.value))
    return Fraction(0)


def _repeating(parser: Cursor, text: str) -> Node:
    r"""Read 0.1\overline{23} as the fraction it is."""
    parser.next()
    parser.expects("{")
    block = parser.next().value
    parser.expects("}")
    if not block.isdigit() or len(block) > 50:
        raise Unreadable("syntax", "a repeating decimal repeats digits")
    places = len(text.partition(".")[2])
    tail = Fraction(int(block), (10 ** len(block) - 1) * 10**places)
    return num(Fraction(text.rstrip(".")) + tail)


def subscript(parser: Cursor) -> str:
    """Return what stands in a subscript, as text."""
    if not parser.takes("{"):
        token = parser.next()
        if token.value in ("{", "}") or token.kind == "end":
            raise Unreadable("syntax", "a subscript is missing")
        return token.value
    depth = 1
    parts: list[str] = []
    while True:
        token = parser.next()
        if token.kind == "end":
            raise Unreadable("syntax", "a subscript is not closed")
        depth += (token.value == "{") - (token.value == "}")
        if not depth:
            return "".join(parts)
        if token.value not in ("{", "}"):
            parts.append(token.value)
