r"""Whole answers: lists, relations, labels, units and the words around them.

answer   = clause (("or" | "and" | ";") clause)*
clause   = item ("," item)*
item     = label? relation unit? remark?
relation = expression (("=" | "<" | "\in" | ...) expression)*
"""

from __future__ import annotations

from rewardkit_verifiers.math.lib.grammar.cursor import Cursor
from rewardkit_verifiers.math.lib.grammar.quantities import (
    ENDS,
    begins_condition,
    cases_of,
    connective,
    is_remark,
    skip_quantifier,
    skip_remark,
    with_words,
)
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable
from rewardkit_verifiers.math.lib.grammar.words import RELATIONS
from rewardkit_verifiers.math.lib.word_lists import listed

# `if 1: 51` names nothing: what it says holds under a condition, or is denied.
_NO_NAMES = frozenset(
    listed("if when unless suppose assuming provided except not no never wrong maybe perhaps")
)
_COPULAS = frozenset(("is", "are", "equals", "be"))
_LONGEST_LABEL = 12


def clause(parser: Cursor) -> Node:
    """Read items between commas, semicolons, `and` and `or`."""
    groups: list[Node] = []
    joins: list[str] = []
    while True:
        items = [item(parser)]
        if parser.sees("forall"):
            skip_quantifier(parser)
        while parser.sees(","):
            parser.next()
            if parser.here.kind == "end" or parser.here.value in ("}", "\\}", ")"):
                break
            if connective(parser):
                break
            if begins_condition(parser):
                items[-1] = with_words(parser, items[-1])
                continue
            if is_remark(parser):
                skip_remark(parser)
                break
            items.append(item(parser))
            if parser.sees("forall"):
                skip_quantifier(parser)
        if parser.sees("forall"):
            skip_remark(parser)
        groups.append(cases_of(items) or (items[0] if len(items) == 1 else Node("list", *items)))
        join = connective(parser)
        if not join:
            break
        parser.next()
        while connective(parser) or parser.sees(","):
            parser.next()
        joins.append(join)
    if not joins:
        return groups[0]
    if (cases := cases_of(groups)) is not None:
        return cases
    if all(group.op == "list" for group in groups) and (
        set(joins) == {"list"} or _assigned(groups)
    ):
        # p = 5, q = 2 or p = 7, q = 2: each group is one solution.
        return Node("list", *(Node("tuple", "(", ")", group.args) for group in groups))
    flat: list[Node] = []
    for group in groups:
        flat.extend(group.args if group.op == "list" and len(set(joins)) == 1 else (group,))
    return Node("and" if set(joins) == {"and"} else "or" if "or" in joins else "list", *flat)


def _assigned(groups: list[Node]) -> bool:
    return all(
        len(group.args) == len(groups[0].args)
        and all(part.op == "rel" and part.args[0] == ("=",) for part in group.args)
        for group in groups
    )


def item(parser: Cursor) -> Node:
    """Read one value with its label, unit and remarks."""
    begin = parser.at
    label = _label(parser)
    start = parser.at
    token = parser.here
    if token.kind in ("text", "word") and not (token.kind == "word" and _is_name(parser)):
        node = _words(parser)
    else:
        node = relation(parser)
    while parser.condition_follows():
        parser.at = parser.closer_of(parser.at) + 1
    if parser.here.kind in ("text", "word") and parser.at > start:
        node = with_words(parser, node)
    if parser.at == begin:
        # Whoever reads item after item must come to an end.
        raise Unreadable("syntax", f"{parser.here.value!r} begins no value")
    return Node("named", label, node) if label else node


def _is_name(parser: Cursor) -> bool:
    after = parser.tokens[parser.at + 1]
    return after.value in ("_", "(") or (after.value in RELATIONS and after.kind == "op")


def _label(parser: Cursor) -> str:
    """Move over `Minimum:` or `Sequence 1:` and return it."""
    at = parser.at
    parts: list[str] = []
    while parser.tokens[at].kind in ("text", "word") or (parts and parser.tokens[at].kind == "num"):
        if parser.tokens[at].kind == "word" and parser.tokens[at].value in ("and", "or"):
            break
        parts.append(parser.tokens[at].value)
        at += 1
        if parts[-1].endswith((":", " is", " are")) or parts[-1] in _COPULAS:
            break
        if len(parts) > _LONGEST_LABEL:
            return ""
    if not parts or parts[0].lower() in _NO_NAMES:
        return ""
    if parts[-1].endswith((":", "=", " is", " are")) and parser.tokens[at].kind != "end":
        parser.at = at
        return " ".join(parts)
    if parts[-1] in _COPULAS and parser.tokens[at].kind not in ("end", "op"):
        parser.at = at
        return " ".join(parts)
    if parser.tokens[at].value in (":", "=", "is") and parser.tokens[at].kind == "op":
        if parser.tokens[at + 1].kind == "end":
            return ""
        parser.at = at + 1
        return " ".join(parts)
    return ""


def _words(parser: Cursor) -> Node:
    """Read a run of words as text."""
    parts: list[str] = []
    while (
        parser.here.kind not in ("end",)
        and parser.here.value not in ENDS
        and not connective(parser)
    ):
        parts.append(parser.next().value)
        if parser.here.kind == "op" and parser.here.value == ".":
            parts.append(parser.next().value)
    words = " ".join(parts).strip()
    return Node("text", words)


def relation(parser: Cursor) -> Node:
    """Read a chain of relations, or a lone expression."""
    sides = [parser.expression()]
    ops: list[str] = []
    while True:
        token = parser.here
        op = RELATIONS.get(token.value) if token.kind in ("op", "cmd") else None
        if token.kind == "cmd" and token.value == "not":
            parser.next()
            inner = RELATIONS.get(parser.here.value, "")
            op = {"=": "!=", "in": "notin"}.get(inner, f"not {inner}")
        if op is None or op == ":" or (op == "mid" and not parser.colon_divides):
            break
        parser.next()
        if parser.here.kind == "end" or parser.here.value in ENDS:
            raise Unreadable("syntax", f"nothing follows {token.value!r}")
        right = parser.expression() if parser.here.kind not in ("text", "word") else _words(parser)
        if op == "in" and right.op != "set" and parser.depth == 0:
            right = _listed(parser, right)
        ops.append(op)
        sides.append(right)
    return Node("rel", tuple(ops), tuple(sides)) if ops else sides[0]


def _listed(parser: Cursor, first: Node) -> Node:
    r"""Read `k \in 1,2,3`: the commas belong to the set."""
    if first.op not in ("num", "neg", "dec"):
        return first
    items = [first]
    while parser.takes(","):
        items.append(parser.expression())
    return Node("set", *items) if len(items) > 1 else first
