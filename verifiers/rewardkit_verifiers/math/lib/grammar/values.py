"""The value tree that answers are parsed to, and the bounds it is built under.

A node is an operation on nodes or plain data. Operations on numbers:

    num(Fraction)  dec(Fraction, places)  sym(name)  const(pi|e|i|inf)  +(...)  *(...)
    neg(x)  /(a, b)  ^(a, b)  pm(a|None, b)  mp(a|None, b)  fn(name, ...)  log(base, x)  !(x)
    app(name, ...)  deg(x)  pct(x)  based(digits, base)  binder(kind, var, body, low, high)
    dots(op, first, last)  opaque(name, ...)

and structures made of them:

    list(...)  tuple(...)  set(...)  range(open, close, ...)  matrix(rows of nodes)
    rel(ops, sides)  and(...)  or(...)  union(...)  inter(...)  minus(a, b)  builder(head, cond)
    bigset(name)  empty()  text(words)  qty(x, unit)  named(label, x)
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

# Answers longer than this are compared as text only.
LONGEST = 20_000
# Bracket nesting: each level is a few Python frames, and the caller's stack may be deep already.
DEEPEST = 60
# Depth of the tree itself, which chains such as 1/2/3/4 reach without brackets.
DEEPEST_TREE = 150
MOST_NODES = 6_000
# Literals with more digits than this are compared by the plain reader, never computed with.
MOST_DIGITS = 1_000


class Unreadable(Exception):
    """A text is no answer that the grammar knows.

    Attributes:
        reason: `syntax`, `too_deep`, `too_long`, `too_large` or `hidden_text`.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason
        self.detail = detail


class Node:
    """One operation of the tree; `args` are nodes, plain data, or tuples of nodes."""

    __slots__ = ("_letters", "_ops", "args", "op")

    def __init__(self, op: str, *args: Any) -> None:
        self.op = op
        self.args = args
        self._ops: frozenset[str] | None = None
        self._letters: frozenset[str] | None = None

    def __repr__(self) -> str:
        return f"{self.op}({', '.join(map(repr, self.args))})"


def num(value: int | Fraction) -> Node:
    """Return an exact number."""
    return Node("num", Fraction(value))


def sym(name: str) -> Node:
    """Return a symbol."""
    return Node("sym", name)


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below one."""
    for arg in node.args:
        if type(arg) is Node:
            yield arg
        elif type(arg) is tuple:
            yield from _nodes(arg)


def _nodes(arg: tuple[Any, ...]) -> list[Node]:
    """Return the nodes of a tuple, and of the tuples in it."""
    found: list[Node] = []
    for inner in arg:
        if type(inner) is Node:
            found.append(inner)
        elif type(inner) is tuple:
            found += [cell for cell in inner if type(cell) is Node]
    return found


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        # As `children` does, without a generator for each node.
        for arg in here.args:
            if type(arg) is Node:
                stack.append(arg)
            elif type(arg) is tuple:
                stack += _nodes(arg)


def scientific(node: Node) -> bool:
    """Whether a node is a literal such as 3 * 10^8: one digit before the point, times a power."""
    if node.op == "neg":
        return scientific(node.args[0])
    if node.op != "*" or len(node.args) != 2 or node.args[1].op != "^":
        return False
    lead, (ten, power) = node.args[0], node.args[1].args
    whole = power.args[0] if power.op == "neg" else power
    return (
        lead.op in ("num", "dec")
        and 1 <= lead.args[0] < 10
        and ten.op == whole.op == "num"
        and ten.args[0] == 10
        and whole.args[0].denominator == 1
    )


def depth(node: Node) -> int:
    """Return the number of levels of the tree."""
    level, deepest = [node], 0
    while level:
        deepest += 1
        level = [below for here in level for below in children(here)]
    return deepest


def has(node: Node, *ops: str) -> bool:
    """Whether any node of the tree is one of these operations."""
    found = node._ops
    if found is None:
        found = node._ops = frozenset([part.op for part in walk(node)])
    return not found.isdisjoint(ops)


def symbols(node: Node) -> frozenset[str]:
    """Return the names of the free symbols."""
    found = node._letters
    if found is None:
        found = node._letters = frozenset([part.args[0] for part in walk(node) if part.op == "sym"])
    return found


def rebuilt(node: Node, change: Any) -> Node:
    """Return the tree with `change(child)` in place of each child of the top node."""

    def inner(arg: Any) -> Any:
        if type(arg) is Node:
            return change(arg)
        if type(arg) is tuple:
            return tuple(inner(one) for one in arg)
        return arg

    return Node(node.op, *(inner(arg) for arg in node.args))


def substituted(node: Node, names: dict[str, str]) -> Node:
    """Return the tree with symbols renamed."""
    if node.op == "sym":
        return Node("sym", names.get(node.args[0], node.args[0]))
    return rebuilt(node, lambda child: substituted(child, names))
