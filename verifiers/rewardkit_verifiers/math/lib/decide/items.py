"""What an answer holds: the value without its remarks, the items of lists, the entries of rows."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from rewardkit_verifiers.math.lib.decide import relations, text
from rewardkit_verifiers.math.lib.decide.quantity import summed
from rewardkit_verifiers.math.lib.decide.scalar import same_value, value_of
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, has, num, rebuilt
from rewardkit_verifiers.math.lib.spoken import words

_MOST_ITEMS = 64
COLLECTIONS = frozenset(("list", "or", "and", "set", "dots"))


def bare(node: Node) -> Node:
    """Return an answer without labels, remarks and statements of what its letters are."""
    node = summed(node)
    while node.op in ("noted", "named"):
        node = node.args[0] if node.op == "noted" else node.args[1]
    if node.op == "qty" and node.args[0].op == "text":
        node = node.args[0]
    if node.op in ("list", "and"):
        # `x = k pi, k in Z` says what k is; the answer is the rest.
        said = [part for part in node.args if not _is_domain(part)]
        if len(said) == 1:
            return bare(said[0])
        if said and len(said) < len(node.args):
            return Node(node.op, *said)
    if node.op == "builder":
        return _general(node)
    if node.op == "cases" and all(
        condition is None and value.op == "rel" and value.args[0] == ("=",)
        for value, condition in node.args[0]
    ):
        return Node("list", *(value for value, _ in node.args[0]))
    if node.op == "text":
        return text.meaning(node.args[0]) or node
    return node


def _general(node: Node) -> Node:
    """Return the value of {x | x = k pi, k in Z}; any other set as it is."""
    head, condition = node.args
    said = bare(condition)
    if head.op == "rel" and head.args[0] == ("in",):
        head = head.args[1][0]
    if head.op == "sym" and said.op == "rel" and said.args[0] == ("=",):
        value: Node
        left, value = said.args[1]
        if left.op == "sym" and left.args == head.args:
            return value
    return node


def _is_domain(node: Node) -> bool:
    if node.op != "rel" or node.args[0] != ("in",):
        return False
    name, domain = node.args[1]
    whole = domain.op == "bigset" or (domain.op == "sym" and domain.args[0] in "ZNQR")
    return name.op == "sym" and whole


def items(node: Node) -> list[Node] | None:
    """Return what a collection holds, with plus-minus written out; None for a single value."""
    if node.op in COLLECTIONS:
        found: list[Node] = []
        for arg in filled(node.args):
            inner = items(arg) if arg.op in ("list", "or", "and") or has(arg, "pm", "mp") else None
            found += [arg] if inner is None else inner
            if len(found) > _MOST_ITEMS:
                raise Unreadable("too_large", f"more than {_MOST_ITEMS} values")
        return found
    if has(node, "pm", "mp") and node.op != "rel":
        if node.op == "tuple":
            return _independent(node)
        return [_signed(node, 1), _signed(node, -1)]
    if node.op == "rel" and has(node, "pm", "mp"):
        found_label = relations.labelled(node)
        if found_label is not None and found_label.value.op in (*COLLECTIONS, "tuple"):
            return items(found_label.value)
        return [_signed(node, 1), _signed(node, -1)]
    return None


def filled(args: tuple[Node, ...]) -> tuple[Node, ...]:
    r"""Return whole numbers with an ellipsis between them, 1, 2, \dots, 9, written out."""
    at = next((index for index, arg in enumerate(args) if arg.op == "dots" and not arg.args), 0)
    if not 0 < at < len(args) - 1 or any(arg.op != "num" for arg in (*args[:at], *args[at + 1 :])):
        return args
    shown, last = [arg.args[0] for arg in args[:at]], args[at + 1].args[0]
    step = shown[-1] - shown[-2] if at > 1 else Fraction(1)
    steps = {two - one for one, two in pairwise(shown)}
    more = (last - shown[-1]) / step if step else Fraction(0)
    if len(steps) > 1 or more.denominator > 1 or not 1 < more <= _MOST_ITEMS:
        return args
    between = (num(shown[-1] + step * index) for index in range(1, int(more)))
    return (*args[:at], *between, *args[at + 1 :])


def _signed(node: Node, sign: int) -> Node:
    if node.op in ("pm", "mp"):
        left, right = node.args
        right = _signed(right, sign)
        if (node.op == "pm") != (sign > 0):
            right = Node("neg", right)
        return right if left is None else Node("+", _signed(left, sign), right)
    if not has(node, "pm", "mp"):
        return node
    return rebuilt(node, lambda child: _signed(child, sign))


def _independent(node: Node) -> list[Node]:
    """Write out a tuple in which each plus-minus may be taken on its own."""
    opener, closer, entries = node.args
    rows: list[tuple[Node, ...]] = [()]
    for entry in entries:
        options = [_signed(entry, 1), _signed(entry, -1)] if has(entry, "pm", "mp") else [entry]
        rows = [(*row, option) for row in rows for option in options]
        if len(rows) > _MOST_ITEMS:
            raise Unreadable("too_large", "too many signs")
    return [Node("tuple", opener, closer, row) for row in rows]


def row(node: Node) -> list[Node] | None:
    """Return the entries of a tuple, or of a matrix with one row or one column."""
    if node.op == "rel":
        found = relations.labelled(node)
        return None if found is None else row(bare(found.value))
    if node.op == "tuple":
        entries = list(node.args[2])
        # n = 3, m = 2 beside another such solution is (2, 3).
        return by_name(entries) if entries and entries[0].op == "rel" else entries
    if node.op == "matrix":
        rows = node.args[0]
        if len(rows) == 1:
            return list(rows[0])
        if all(len(row) == 1 for row in rows):
            return [row[0] for row in rows]
    return None


def by_name(many: list[Node]) -> list[Node]:
    """Return x = 3, y = 4 in the order of the names: `y = 4, x = 3` is the point (3, 4).

    Names that are no neighbours in the alphabet say nothing about the order.
    """
    names: list[tuple[str, int]] = []
    for item in many:
        found = relations.labelled(item)
        symbol = found.names[0] if found and found.names and found.names[0].op == "sym" else None
        match = _INDEXED.fullmatch(symbol.args[0]) if symbol else None
        if match is None:
            return many
        names.append((match[1], int(match[2] or 0)))
    letters = sorted({ord(letter) for letter, _ in names})
    neighbours = letters[-1] - letters[0] == len(letters) - 1
    if len(set(names)) < len(names) or not neighbours or len(letters) not in (1, len(names)):
        return many
    return [many[index] for index in sorted(range(len(many)), key=names.__getitem__)]


_INDEXED = re.compile(r"([A-Za-z])(?:_\{?(\d{1,4})\}?)?")


def distinct(items: list[Node]) -> list[Node]:
    """Return the items without those that equal an earlier one."""
    kept: list[Node] = []
    for item in items:
        if not any(repr(item) == repr(other) or (_plain(item, other) and same_value(item, other))
                   for other in kept):  # fmt: skip
            kept.append(item)
    return kept


def _plain(*nodes: Node) -> bool:
    return not any(has(node, "tuple", "rel", "text", "set", "matrix", "list") for node in nodes)


def fingerprint(node: Node) -> str:
    """Return digits that equal values share, or an empty text for what has no value."""
    inner = relations.labelled(node)
    value = value_of(inner.value if inner else node)
    return "" if value is None else value.context.nstr(value, 12)


def named_crosswise(item: Node, other: Node, theirs: list[Node]) -> bool:
    """Whether a value meets one of another name although the answer gives its name elsewhere.

    `5 boys` is no `5 girls`, and P(A) = 1/2 no P(B) = 1/2, where the answer speaks of both.

    Args:
        item: A value of the reference.
        other: The value of the answer that it would meet.
        theirs: All values of the answer.
    """
    mine, name = _name(item), _name(other)
    return "" not in (mine, name) and mine != name and mine in map(_name, theirs)


def _name(node: Node) -> str:
    if node.op == "qty":
        return words(node.args[1])
    named = node.op == "rel" and node.args[1][0].op == "app"
    return repr(node.args[1][0]) if named else ""
