"""Brackets of every kind: groups, tuples, intervals, sets, absolute values, arguments."""

from __future__ import annotations

from rewardkit_verifiers.math.lib.grammar.cursor import Cursor
from rewardkit_verifiers.math.lib.grammar.precedence import BARS
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable

_CLOSERS = {"(": (")", "]"), "[": ("]", ")"), "]": ("[",), "\\{": ("\\}",), "{": ("}",)}


def bracket(parser: Cursor, opener: str) -> Node:
    """Read what follows an opening bracket, up to and with its closer."""
    if opener in BARS:
        return parser.nested(lambda: _absolute(parser, opener))
    return parser.nested(lambda: _bracket(parser, opener))


def _absolute(parser: Cursor, bar: str) -> Node:
    # Only a bar whose side is not written closes at the next one; inside others it opens.
    parser.bars = int(bar in ("|", "||"))
    colon, parser.colon_divides = parser.colon_divides, True
    inner = parser.expression()
    parser.colon_divides = colon
    if parser.takes("rangle"):
        return Node("opaque", "ket", inner)
    parser.expects(f"{bar[1:]}>" if bar.startswith("<") else bar)
    return Node("fn", "norm" if "||" in bar else "abs", inner)


def _bracket(parser: Cursor, opener: str) -> Node:
    closers = _CLOSERS[opener]
    if parser.here.value in closers and opener != "]":
        parser.next()
        if opener in ("\\{", "{"):
            return Node("empty")
        return Node("tuple", opener, closers[0], ())
    parser.reversed_brackets += opener == "]"
    builder = opener in ("\\{", "{")
    colon, parser.colon_divides = parser.colon_divides, not builder
    items, condition = items_until(parser, closers, builder)
    parser.colon_divides = colon
    parser.reversed_brackets -= opener == "]"
    closer = parser.next().value
    if closer not in closers:
        raise Unreadable("syntax", f"{opener!r} is not closed")
    if condition is not None:
        return Node("builder", _one(items), condition)
    if (opener in ("(", "[") and closer != _CLOSERS[opener][0]) or opener == "]":
        if len(items) != 2:
            raise Unreadable("syntax", "an interval has two ends")
        return Node("range", opener, closer, items[0], items[1])
    if opener == "{":
        return items[0] if len(items) == 1 else Node("set", *items)
    if opener == "\\{":
        return Node("set", *items)
    if len(items) == 1 and items[0].op not in ("rel",):
        return items[0]
    return Node("tuple", opener, closer, tuple(items))


def items_until(
    parser: Cursor, closers: tuple[str, ...], builder: bool
) -> tuple[list[Node], Node | None]:
    """Read items between commas; of a set, also the condition after a bar or colon."""
    items = [parser.item()]
    while True:
        if parser.takes(",") or parser.takes(";"):
            if parser.here.value in closers:
                return items, None
            items.append(parser.item())
        elif builder and parser.here.value in ("|", ":", "mid") and parser.here.kind != "end":
            parser.next()
            return items, parser.clause()
        elif parser.here.kind == "word" and parser.here.value in ("and", "or") and builder:
            parser.next()
            items.append(parser.item())
        else:
            return items, None


def arguments(parser: Cursor) -> tuple[Node, ...]:
    """Read the bracketed arguments of a function, between commas."""
    group = parser.takes("{")
    opener = parser.next().value
    closers = _CLOSERS.get(opener)
    if closers is None or opener == "]":
        raise Unreadable("syntax", "arguments stand in brackets")

    def read() -> Node:
        items, _ = items_until(parser, closers, False)
        return Node("list", *items)

    found = parser.nested(read)
    if parser.next().value != closers[0]:
        raise Unreadable("syntax", "arguments are not closed")
    if group:
        parser.expects("}")
    return found.args


def _one(items: list[Node]) -> Node:
    return items[0] if len(items) == 1 else Node("list", *items)
