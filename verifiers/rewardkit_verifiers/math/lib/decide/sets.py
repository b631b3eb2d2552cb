"""Sets of real numbers: intervals, unions, inequalities in one variable, set-builder notation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rewardkit_verifiers.math.lib.decide.exact import bound
from rewardkit_verifiers.math.lib.decide.scalar import Verdict, same_value, value_of
from rewardkit_verifiers.math.lib.grammar.values import Node, symbols
from rewardkit_verifiers.math.lib.grammar.words import FLIPPED

INFINITY = Node("const", "inf")
MINUS_INFINITY = Node("neg", INFINITY)
_MOST_PIECES = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """An interval; a point when its ends are equal and closed."""

    low: Node
    low_closed: bool
    high: Node
    high_closed: bool


def is_set(node: Node) -> bool:
    """Whether a node is written as a set of reals, and not merely could be read as one."""
    if node.op in ("range", "union", "inter", "minus", "builder", "bigset", "empty"):
        return True
    if node.op in ("or", "and", "list"):
        return bool(node.args) and any(is_set(part) for part in node.args)
    if node.op == "rel":
        return all(op in FLIPPED and op not in ("=", "~") for op in node.args[0]) or (
            node.args[0] == ("in",) and pieces(node.args[1][1]) is not None
        )
    return False


def pieces(node: Node, variable: str = "") -> list[Piece] | None:
    """Return the intervals that make up a set of reals, or None when the node is no such set."""
    op = node.op
    if op == "range":
        opener, closer, low, high = node.args
        return [Piece(low, opener == "[", high, closer == "]")]
    if op == "tuple" and len(node.args[2]) == 2:
        low, high = node.args[2]
        return [Piece(low, node.args[0] == "[", high, node.args[1] == "]")]
    if op == "set":
        return [Piece(item, True, item, True) for item in node.args]
    if op == "empty":
        return []
    if op == "bigset" and node.args[0] in ("R", "R+", "R-", "R*"):
        low = Node("num", Fraction(0)) if "+" in node.args[0] else MINUS_INFINITY
        high = Node("num", Fraction(0)) if "-" in node.args[0] else INFINITY
        return None if "*" in node.args[0] else [Piece(low, False, high, False)]
    if op in ("union", "or"):
        return _joined([_part(part, variable) for part in node.args])
    if op == "list" and all(part.op == "rel" for part in node.args):
        found = [pieces(part, variable) for part in node.args]
        # x >= 0, x != 1 holds at once; x < 1, x > 3 cannot, and lists two parts.
        return _common(found) or _joined(found)
    if op == "list" and all(part.op in ("range", "tuple") for part in node.args):
        return _joined([pieces(part, variable) for part in node.args])
    if op == "and" and not any(is_set(part) for part in node.args):
        # 2 and -1 are two values; only what has an extent can have a part in common.
        return _joined([_part(part, variable) for part in node.args])
    if op in ("inter", "and"):
        return _common([_part(part, variable) for part in node.args])
    if op == "minus":
        return _without(_part(node.args[0], variable), _part(node.args[1], variable))
    if op == "builder":
        return _built(node)
    if op in ("noted", "named"):
        return pieces(node.args[0] if op == "noted" else node.args[1], variable)
    if op == "rel":
        return _solved(node)
    return None


def _part(node: Node, variable: str) -> list[Piece] | None:
    """Read an operand of a set operation; {2} in plain braces is a set there."""
    if node.op in ("num", "dec", "neg", "/", "sym", "fn", "^", "*", "+", "const"):
        return [Piece(node, True, node, True)]
    return pieces(node, variable)


def variable_of(node: Node) -> str:
    """Return the variable of an inequality or membership, or an empty text."""
    if node.op == "rel":
        ops, sides = node.args
        if ops == ("in",):
            return sides[0].args[0] if sides[0].op == "sym" else ""
        names = [side.args[0] for side in sides if side.op == "sym"]
        names += [
            name
            for side in sides
            if side.op == "fn" and side.args[0] == "abs"
            for name in symbols(side)
        ]
        return names[0] if len(names) == 1 else ""
    if node.op in ("or", "and", "list", "union"):
        found = {variable_of(part) for part in node.args}
        return found.pop() if len(found) == 1 else ""
    return ""


def variables(node: Node) -> frozenset[str]:
    """Return the variables that the parts of a statement about sets speak of."""
    if node.op in ("or", "and", "list", "union", "inter"):
        return frozenset().union(*(variables(part) for part in node.args))
    return frozenset({variable_of(node)} - {""})


def reversed_ends(parts: list[Piece]) -> bool:
    """Whether an interval ends before it begins, which is how (2, -1) shows that it is a point."""
    for piece in parts:
        low, high = real(piece.low), real(piece.high)
        if low is not None and high is not None and low > high:
            return True
    return False


def same_set(left: list[Piece], right: list[Piece]) -> Verdict:
    """Compare two sets of reals, after merging what touches where the ends are numbers."""
    one, other = _merged(left), _merged(right)
    if len(one) != len(other):
        return Verdict(False, "structure", "different number of intervals")
    undecided = False
    for mine, theirs in zip(one, other, strict=True):
        closed = (mine.low_closed, mine.high_closed) == (theirs.low_closed, theirs.high_closed)
        if not closed:
            return Verdict(False, "structure", "open against closed")
        for end, their_end in ((mine.low, theirs.low), (mine.high, theirs.high)):
            verdict = same_value(end, their_end)
            if verdict.equal is False:
                return Verdict(False, "structure", "different ends")
            undecided = undecided or verdict.equal is None
    return Verdict(None if undecided else True, "structure")


def _joined(parts: list[list[Piece] | None]) -> list[Piece] | None:
    found: list[Piece] = []
    for part in parts:
        if part is None:
            return None
        found += part
    return found


def _built(node: Node) -> list[Piece] | None:
    head, condition = node.args
    inside = pieces(Node("and", *condition.args) if condition.op == "list" else condition)
    if inside is None:
        return None
    if head.op == "rel" and head.args[0] == ("in",):
        domain = head.args[1][1]
        if domain.op == "bigset" and domain.args[0][:1] in "ZN":
            return _whole_numbers(inside)
        within = pieces(domain)
        return inside if within is None else _common([within, inside])
    return inside if head.op == "sym" else None


def _whole_numbers(parts: list[Piece]) -> list[Piece] | None:
    """Return the whole numbers of bounded intervals as points."""
    found: list[Piece] = []
    for piece in parts:
        low, high = real(piece.low), real(piece.high)
        if low is None or high is None or not -1e6 < low <= high < 1e6:
            return None
        first, last = math.ceil(low), math.floor(high)
        first += first == low and not piece.low_closed
        last -= last == high and not piece.high_closed
        if last - first > _MOST_PIECES:
            return None
        points = (Node("num", Fraction(value)) for value in range(first, last + 1))
        found += [Piece(point, True, point, True) for point in points]
    return found


def _solved(node: Node) -> list[Piece] | None:
    ops, sides = node.args
    if ops == ("in",):
        return pieces(sides[1]) if sides[0].op in ("sym", "app") else None
    if not all(op in FLIPPED and op != "~" for op in ops):
        return None
    at = [index for index, side in enumerate(sides) if side.op == "sym"]
    if len(sides) == 2 and len(at) != 1:
        return _absolute(ops[0], sides[0], sides[1])
    if len(sides) == 3 and sides[1].op == "fn":
        # 1 < |x| < 3 holds where both halves do.
        first = _absolute(FLIPPED[ops[0]], sides[1], sides[0])
        return _common([first, _absolute(ops[1], sides[1], sides[2])])
    if len(sides) == 3:
        if 1 not in at or sides[1].args[0] in symbols(sides[0]) | symbols(sides[2]):
            return None
        return _common([_half(FLIPPED[ops[0]], sides[0]), _half(ops[1], sides[2])])
    if len(sides) != 2:
        return None
    op, value = (ops[0], sides[1]) if at == [0] else (FLIPPED[ops[0]], sides[0])
    if value.op == "pm" and op == "!=":
        # x is neither of the two.
        ends = (value.args[1], Node("neg", value.args[1]))
        both = ends if value.args[0] is None else (Node("+", value.args[0], end) for end in ends)
        return _common([_half(op, end) for end in both])
    if sides[at[0]].args[0] in symbols(value):
        return None
    if value.op in ("set", "range", "union", "inter", "minus", "tuple", "bigset"):
        return pieces(value) if op == "=" else None
    return _half(op, value)


def _half(op: str, value: Node) -> list[Piece]:
    if op in ("<", "<="):
        return [Piece(MINUS_INFINITY, False, value, op == "<=")]
    if op in (">", ">="):
        return [Piece(value, op == ">=", INFINITY, False)]
    if op == "!=":
        return [*_half("<", value), *_half(">", value)]
    return [Piece(value, True, value, True)]


def _absolute(op: str, left: Node, right: Node) -> list[Piece] | None:
    """Solve |a x + b| < c and the like for a number c."""
    if right.op == "fn" and right.args[0] == "abs" and op in FLIPPED:
        op, left, right = FLIPPED[op], right, left
    if left.op != "fn" or left.args[0] != "abs" or symbols(right) or op == "~":
        return None
    line = _line(left.args[1])
    size = real(right)
    if line is None or size is None:
        return None
    slope, shift = line
    if size < 0 or (size == 0 and op == "<"):
        return [] if op in ("<", "<=", "=") else [Piece(MINUS_INFINITY, False, INFINITY, False)]
    ends = [
        Node("/", Node("+", Node("neg", shift), end), slope)
        for end in ((Node("neg", right), right) if real(slope) > 0 else (right, Node("neg", right)))
    ]
    low, high = ends
    if op in ("<", "<="):
        return [Piece(low, op == "<=", high, op == "<=")]
    if op in (">", ">="):
        return [*_half("<" + op[1:], low), *_half(op, high)]
    if op == "!=":
        return _without(_half_line(), _half("=", low) + _half("=", high))
    return _half("=", low) + _half("=", high) if op == "=" else None


def _half_line() -> list[Piece]:
    return [Piece(MINUS_INFINITY, False, INFINITY, False)]


def _line(node: Node) -> tuple[Node, Node] | None:
    """Return slope and shift of an expression that is linear in its one letter."""
    letters = symbols(node)
    if len(letters) != 1:
        return None
    (name,) = letters
    at = [bound_symbol(node, name, value) for value in (0, 1, 3)]
    slope = Node("+", at[1], Node("neg", at[0]))
    straight = same_value(at[2], Node("+", at[0], Node("*", Node("num", Fraction(3)), slope)))
    return (slope, at[0]) if straight and real(slope) else None


def bound_symbol(node: Node, name: str, value: int) -> Node:
    """Return an expression with a letter replaced by a number."""
    return bound(node, name, Fraction(value))


# --- arithmetic of intervals whose ends are numbers -------------------------------------
def real(node: Node) -> Any:
    """Return the real number that a closed expression is, or None."""
    if symbols(node):
        return None
    value = value_of(node)
    # i times i is real and still of a complex type, which has no order.
    return None if value is None or value.imag else value.real


def _common(parts: list[list[Piece] | None]) -> list[Piece] | None:
    found: list[Piece] | None = None
    for part in parts:
        if part is None:
            return None
        found = part if found is None else _crossed(found, part)
        if found is None or len(found) > _MOST_PIECES:
            return None
    return found


def _crossed(left: list[Piece], right: list[Piece]) -> list[Piece] | None:
    found: list[Piece] = []
    for one in left[:_MOST_PIECES]:
        for other in right[:_MOST_PIECES]:
            low = _tighter(one.low, one.low_closed, other.low, other.low_closed, 1)
            high = _tighter(one.high, one.high_closed, other.high, other.high_closed, -1)
            if low is None or high is None:
                return None
            start, end = real(low[0]), real(high[0])
            known = start is not None and end is not None
            if known and (start > end or (start == end and not (low[1] and high[1]))):
                continue
            found.append(Piece(low[0], low[1], high[0], high[1]))
    return found


def _tighter(
    one: Node, one_closed: bool, other: Node, other_closed: bool, sign: int
) -> tuple[Node, bool] | None:
    """Return the end that lets less through, with whether it is closed."""
    for end, closed, rest in ((one, one_closed, other), (other, other_closed, one)):
        if rest.op in ("const", "neg") and is_infinite(rest):
            return end, closed
    left, right = real(one), real(other)
    if left is None or right is None:
        return None
    if left == right:
        return one, one_closed and other_closed
    return (one, one_closed) if (left > right) == (sign > 0) else (other, other_closed)


def is_infinite(node: Node) -> bool:
    """Whether an end is infinity or minus infinity."""
    inner = node.args[0] if node.op == "neg" else node
    return isinstance(inner, Node) and inner.op == "const" and inner.args[0] == "inf"


def _without(left: list[Piece] | None, right: list[Piece] | None) -> list[Piece] | None:
    if left is None or right is None:
        return None
    outside: list[list[Piece]] = [
        [
            Piece(MINUS_INFINITY, False, piece.low, not piece.low_closed),
            Piece(piece.high, not piece.high_closed, INFINITY, False),
        ]
        for piece in right
    ]
    return _common([left, *outside])


def _merged(parts: list[Piece]) -> list[Piece]:
    ends = [(real(piece.low), real(piece.high)) for piece in parts]
    if any(low is None or high is None for low, high in ends):
        return parts
    kept = [
        (low, high, piece)
        for (low, high), piece in zip(ends, parts, strict=True)
        if low < high or (low == high and piece.low_closed and piece.high_closed)
    ]
    kept.sort(key=lambda row: (row[0], not row[2].low_closed))
    found: list[tuple[Any, Any, Piece]] = []
    for low, high, piece in kept:
        if found:
            _, last_high, last = found[-1]
            touches = low < last_high or (
                low == last_high and (piece.low_closed or last.high_closed)
            )
            if touches:
                if high > last_high or (high == last_high and piece.high_closed):
                    wide = Piece(last.low, last.low_closed, piece.high, piece.high_closed)
                    found[-1] = (found[-1][0], high, wide)
                continue
        found.append((low, high, piece))
    return [piece for _, _, piece in found]
