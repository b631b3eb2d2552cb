"""Parsing of a whole answer: tokens in, one value tree out."""

from __future__ import annotations

from functools import lru_cache

from rewardkit_verifiers.math.lib.grammar.lexer import Token, tokens
from rewardkit_verifiers.math.lib.grammar.markup import undress
from rewardkit_verifiers.math.lib.grammar.parser import Parser
from rewardkit_verifiers.math.lib.grammar.values import DEEPEST_TREE, Node, Unreadable, depth

_NOISE = frozenset(
    ("therefore", "thus", "only", "hence", "so", "exactly", "approximately", "about")
)


def parse(text: str, grouped: bool = True) -> Node:
    r"""Parse an answer.

    Args:
        text: The answer as it is written.
        grouped: Whether `1,234` outside brackets is one number.

    Raises:
        Unreadable: It is no answer that the grammar knows, or exceeds a bound.

    Example:
        >>> parse(r"x = \frac{1}{2}")
        rel(('=',), (sym('x'), /(num(Fraction(1, 1)), num(Fraction(2, 1)))))
    """
    found, cause = _parse(text, grouped)
    if found is None:
        raise Unreadable(*cause)
    return found


@lru_cache(maxsize=4096)
def _parse(text: str, grouped: bool) -> tuple[Node | None, tuple[str, str]]:
    try:
        parser = Parser(_trimmed(tokens(undress(text), grouped)))
        node = parser.clause()
        if parser.here.kind != "end":
            raise Unreadable("syntax", f"{parser.here.value!r} is not expected there")
        if depth(node) > DEEPEST_TREE:
            raise Unreadable("too_deep", "a chain of operations is too long")
    except Unreadable as error:
        return None, (error.reason, error.detail)
    except (ZeroDivisionError, IndexError, RecursionError, ValueError) as error:
        return None, ("syntax", type(error).__name__)
    return node, ("", "")


def _trimmed(found: list[Token]) -> list[Token]:
    """Drop full stops and blank texts at the end, and leading separators."""
    end = len(found) - 1
    while end and (found[end - 1].value in (".", ",", ";", ":", " ", "?", "", "&", '"')):
        end -= 1
    start = 0
    while start < end and _is_lead(found, start):
        start += 1
    return [*(token for token in found[start:end] if token.value != '"'), found[-1]]


_LEADS = frozenset((",", " ", "?", "=", "Rightarrow", "implies", "to", '"', "approx", "=>", "->"))


def _is_lead(found: list[Token], at: int) -> bool:
    """Whether a token before the answer says nothing about it; .5 and :5 are not 5."""
    value = found[at].value
    if value in (":", "."):
        return found[at + 1].space or found[at + 1].kind not in ("num", "op")
    return value in _LEADS or value.lower() in _NOISE
