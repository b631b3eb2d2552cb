"""Equations and inequalities: labels, equal solution sets, statements that are false."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import Any

from rewardkit_verifiers.math.lib.decide import components
from rewardkit_verifiers.math.lib.decide.numeric import Evaluator, Undefined
from rewardkit_verifiers.math.lib.decide.points import NEGATIVE
from rewardkit_verifiers.math.lib.decide.scalar import Verdict, same_value
from rewardkit_verifiers.math.lib.grammar.values import (
    Node,
    Unreadable,
    has,
    substituted,
    symbols,
    walk,
)
from rewardkit_verifiers.math.lib.grammar.words import FLIPPED

_FALSE = Verdict(False, "structure", "false statement")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value with the names it was given: `f(x) = 2x` is named `f(x)`."""

    names: tuple[Node, ...]
    value: Node


def is_name(node: Node) -> bool:
    """Whether a node only names something: x, a_1, f(x), (x, y)."""
    if node.op == "sym":
        return True
    if node.op == "app":
        return all(arg.op in ("sym", "num", "const") for arg in node.args[1:])
    if node.op == "tuple":
        return bool(node.args[2]) and all(part.op == "sym" for part in node.args[2])
    if node.op == "text":
        return True
    if node.op == "opaque":
        return node.args[0] in ("angle", "triangle")
    if node.op == "binder":
        return node.args[0] == "diff" and is_name(node.args[2])
    if node.op == "*":
        # AB is a segment; xy is a product.
        return all(part.op == "sym" and part.args[0][0].isupper() for part in node.args)
    if node.op == "fn" and node.args[0] in ("abs", "conj", "norm"):
        return node.args[1].op == "*" and is_name(node.args[1])
    return node.op == "fn" and node.args[0] in ("vec", "hat", "tilde", "det", "degree", "Re", "Im")


def labelled(node: Node) -> Labelled | None:
    """Split `x = y = 3` into its names and its value; None when it is an equation proper."""
    if node.op != "rel" or not set(node.args[0]) <= {"=", "~", "equiv", "in"}:
        return None
    ops, sides = node.args
    names = []
    at = 0
    computed = len(sides) > 2 and not symbols(sides[-1])
    while at < len(sides) - 1 and (
        is_name(sides[at]) or (at and computed and is_quantity(sides[at]))
    ):
        if is_name(sides[at]):
            names.append(sides[at])
        at += 1
    rest = sides[at:]
    if len(rest) == 1:
        if not names:
            return None
        if is_name(rest[0]) and len(sides) == 2 and rest[0].op == "sym":
            return Labelled((names[0],), rest[0])
        return Labelled(tuple(names), rest[0])
    if not names and len(sides) == 2 and is_name(sides[1]) and sides[1].op != "tuple":
        return Labelled((sides[1],), sides[0])
    # What follows an approximation sign only rounds what stands before it.
    if ops[at] == "~":
        return Labelled(tuple(names), rest[0])
    if names:
        return (
            Labelled(tuple(names), _last_equal(ops[at:], rest)) if _holds(ops[at:], rest) else None
        )
    return None


def _last_equal(ops: tuple[str, ...], sides: tuple[Node, ...]) -> Node:
    exact: list[Node] = [side for op, side in zip(ops, sides[1:], strict=True) if op == "="]
    return exact[-1] if exact else sides[0]


def _holds(ops: tuple[str, ...], sides: tuple[Node, ...]) -> bool:
    return all(
        op != "=" or same_value(sides[0], side).equal is not False
        for op, side in zip(ops, sides[1:], strict=True)
    )


def is_quantity(node: Node) -> bool:
    """Whether a side names what is computed: m + n, 2(l + w), a sum over letters; not 2x."""
    if node.op == "+" and any(part.op in ("num", "dec", "neg") for part in node.args):
        return False  # x + y - z + 1 is one side of an equation
    return has(node, "binder") or (len(symbols(node)) > 1 and not has(node, "^"))


def _is_line(ops: tuple[str, ...], sides: tuple[Node, ...]) -> bool:
    """Whether a relation is the equation of a line: 3x + y + 2m = 0, and no sum that is 0."""
    if ops != ("=",) or sides[1].op != "num" or sides[1].args[0] or sides[0].op != "+":
        return False
    return {"x", "y"} <= symbols(sides[0]) and any(part.op == "*" for part in sides[0].args)


def chain_value(
    node: Node, same: Callable[[Node, Node], Verdict], computed: bool = False
) -> Node | None:
    """Return the value of a chain `2 + 2 = 4` that is true, or None when it is false or open.

    Args:
        node: The chain.
        same: How to compare two sides.
        computed: Whether m + n = 7 + 5 = 12 says 12, as an answer does; a reference may be a line.
    """
    ops, sides = node.args
    if not set(ops) <= {"=", "~"}:
        return None
    if ops[0] == "~":
        first: Node = sides[0]
        return first
    at = 0
    line = computed and _is_line(ops, sides)
    while computed and not line and at < len(sides) - 1 and ops[at] == "=":
        if not is_quantity(sides[at]):
            break
        at += 1
    if at and symbols(sides[at]):
        at = 0
    for op, side in zip(ops[at:], sides[at + 1 :], strict=True):
        if op == "=" and not same(sides[at], side):
            return None
    return _last_equal(ops[at:], sides[at:]) if at < len(ops) else sides[-1]


def same_name(left: Node, right: Node) -> dict[str, str] | None:
    """Return the renaming that makes the right name the left one, or None when they differ."""
    if left.op in _NAMED and right.op in _NAMED and _primes(left) != _primes(right):
        return None  # the second derivative is not the first
    if left.op == right.op == "app":
        if len(left.args) != len(right.args):
            return None
        pairs = list(zip(right.args[1:], left.args[1:], strict=True))
        if all(theirs.op == ours.op == "sym" for theirs, ours in pairs):
            return {theirs.args[0]: ours.args[0] for theirs, ours in pairs}
        return {} if repr(left.args[1:]) == repr(right.args[1:]) else None
    if "app" in (left.op, right.op) and {left.op, right.op} == {"app", "sym"}:
        # f(x) = x^2 and y = x^2 are one function, unless the letter is the argument itself.
        function, letter = (left, right) if left.op == "app" else (right, left)
        return {} if repr(letter) not in map(repr, function.args[1:]) else None
    if left.op == right.op == "sym" and _stem(left.args[0]) == _stem(right.args[0]):
        return {}
    return {} if repr(left) == repr(right) else None


_NAMED = ("app", "sym")


def _primes(name: Node) -> int:
    """Return how often a named function is derived: 2 for y''."""
    return str(name.args[0]).count("'")


def are_apart(names: tuple[Node, ...]) -> bool:
    """Whether different names are those of functions, words or two vectors: AB is no BA."""
    vectors = {repr(name) for name in names if name.op == "fn" and name.args[0] == "vec"}
    return len(vectors) > 1 or any(name.op in ("app", "text") for name in names)


def _stem(name: str) -> str:
    """Return x for x_1: roots are numbered by some and not by others."""
    stem, mark, index = name.partition("_")
    return stem if mark and index.replace(",", "").isdigit() else name


def is_solved(node: Node, sets: bool = False) -> bool:
    """Whether a relation is `x = 4` or `x > 3`: one letter against a number.

    Args:
        node: A relation.
        sets: Whether what names no letter alone, such as |x| < 2 or x in (0, 1), counts too.
    """
    if node.op != "rel":
        return False
    if sets and (len(node.args[0]) > 1 or node.args[0][0] == "in"):
        return True
    if len(node.args[0]) != 1 or node.args[0][0] not in FLIPPED:
        return False
    left, right = node.args[1]
    if left.op not in ("sym", "fn"):
        left, right = right, left
    alone = left.op == "sym" or (sets and left.op == "fn" and left.args[0] == "abs")
    return alone and not symbols(right)


def _is_homogeneous(node: Node) -> bool:
    """Whether an equation is 2x + 1 = 0, as lines are written."""
    right = node.args[1][-1]
    return right.op == "num" and not right.args[0]


def same_equation(left: Node, right: Node) -> Verdict:
    """Compare two equations, or two chains of inequalities, by what they say."""
    if is_solved(left) and not is_solved(right, sets=True) and not _is_homogeneous(right):
        # The reference is solved; 2x = 8 is the task.
        return Verdict(False, "structure", "the relation is not solved")
    if _is_infinite(left) or _is_infinite(right):
        return _same_sides(left, right)
    if any(has(side, "app", "text", "list", "set", "tuple", "matrix") for side in (left, right)):
        return _same_sides(left, right)
    ops, others = left.args[0], right.args[0]
    if len(ops) == len(others) == 1:
        if ops == others == ("=",):
            if not symbols(left) and not symbols(right):
                # Any two true statements say as much of an unknown: what counts is the value.
                return same_value(left.args[1][-1], right.args[1][-1])
            return _same_solutions(_difference(left), _difference(right))
        if ops[0] in FLIPPED and others[0] in FLIPPED:
            return _same_inequality(left, right)
    return _same_sides(left, right)


def _is_infinite(node: Node) -> bool:
    """Whether infinity stands in an equation, with which nothing can be computed."""
    return any(part.op == "const" and part.args[0] == "inf" for part in walk(node))


def _same_sides(left: Node, right: Node) -> Verdict:
    """Compare side by side, forwards or backwards."""
    ops, sides = left.args
    others, theirs = right.args
    if len(sides) != len(theirs):
        return Verdict(False, "structure", "different relations")
    flipped = tuple(FLIPPED.get(op, op) for op in reversed(others))
    for wanted, order in ((others, theirs), (flipped, tuple(reversed(theirs)))):
        if wanted == ops and all(_same(a, b) for a, b in zip(sides, order, strict=True)):
            return Verdict(True, "structure")
    return Verdict(False, "structure", "different relations")


def _same(left: Node, right: Node) -> bool:
    return repr(left) == repr(right) or bool(same_value(left, right))


def _difference(node: Node) -> Node:
    left, right = node.args[1]
    return Node("+", left, Node("neg", right))


def _same_inequality(left: Node, right: Node) -> Verdict:
    op, other = left.args[0][0], right.args[0][0]
    one, two = _difference(left), _difference(right)
    if op == other and (verdict := _ratio(one, two)) is not None and verdict > 0:
        return Verdict(True, "numeric")
    if op == FLIPPED[other] and (verdict := _ratio(one, two)) is not None and verdict < 0:
        return Verdict(True, "numeric")
    return Verdict(False, "numeric", "different inequalities")


def _ratio(left: Node, right: Node) -> float | None:
    """Return left / right when it is the same real number, not 0, at several points."""
    first = None
    try:
        for point in (0, 1, 2, *sorted(NEGATIVE)):
            evaluator = Evaluator(point)
            try:
                one, other = evaluator.value(left), evaluator.value(right)
            except Undefined:
                if point in NEGATIVE:
                    continue
                raise
            tiny = max(abs(one), abs(other), evaluator.scale) * 2.0**-140
            if abs(one) <= tiny or abs(other) <= tiny:
                return None
            ratio = one / other
            if first is not None and abs(ratio - first) > abs(first) * 2.0**-130:
                return None
            first = ratio
    except (Undefined, Unreadable):
        return None
    if first is None or evaluator.mp.im(first):
        return None
    return float(evaluator.mp.re(first))


def _same_solutions(left: Node, right: Node) -> Verdict:
    if symbols(left) != symbols(right):
        return Verdict(False, "structure", "different unknowns")
    if _ratio(left, right) is not None:
        return Verdict(True, "numeric", "one is a multiple of the other")
    for name in sorted(symbols(left)):
        forth, back = _vanishes(left, right, name), _vanishes(right, left, name)
        if forth and back:
            if components.is_extra(left, right) or components.is_extra(right, left):
                return Verdict(False, "numeric", "one has more solutions")
            return Verdict(True, "numeric", f"solved for {name}")
    return Verdict(False, "numeric", "different solutions")


def _vanishes(solved: Node, tested: Node, name: str) -> bool:
    """Whether the second equation holds wherever the first, linear in a symbol, does."""
    try:
        for point in (0, 1, 2):
            root = _linear_root(solved, name, point)
            if root is None:
                return False
            evaluator = Evaluator(point)
            evaluator.values[name] = root
            value = evaluator.value(tested)
            size = max(evaluator.scale, abs(root), 1)
            if abs(value) > size * 2.0**-120:
                return False
    except (Undefined, Unreadable):
        return False
    return True


def _linear_root(equation: Node, name: str, point: int) -> Any:
    """Solve an equation that is linear in a symbol at a point; None when it is not."""
    values = []
    for at in (0, 1, 3, -2):
        evaluator = Evaluator(point)
        evaluator.values[name] = evaluator.mp.mpf(at)
        values.append(evaluator.value(equation))
    at_zero, at_one, at_three, at_minus_two = values
    slope = at_one - at_zero
    size = max(abs(value) for value in values)
    if not slope or abs(at_zero + 3 * slope - at_three) > size * 2.0**-130:
        return None
    if abs(at_zero - 2 * slope - at_minus_two) > size * 2.0**-130:
        return None
    return -at_zero / slope


def solves(equation: Node, value: Node) -> Verdict:
    """Whether an expression is the value of the one symbol that an equation has beyond it."""
    if equation.args[0] != ("=",) or _is_infinite(equation):
        return Verdict(False, "structure")
    unknown = symbols(equation) - symbols(value)
    if len(unknown) != 1 or has(equation, "app", "text", "tuple", "set", "list"):
        return Verdict(False, "structure")
    (name,) = unknown
    difference = _difference(equation)
    made = Node("+", Node("sym", name), Node("neg", value))
    if _vanishes(difference, made, name):
        return Verdict(True, "numeric", f"solved for {name}")
    return Verdict(False, "numeric")


_MOST_CONSTANTS = 3


def same_constants(name: Node, gold: Node, pred: Node) -> Node:
    """Rename the free constants of a family of functions: f(x) = ax + b is f(x) = cx + d."""
    variables = symbols(name)
    mine, theirs = symbols(gold) - variables, symbols(pred) - variables
    extra, other = sorted(mine - theirs), sorted(theirs - mine)
    if not 0 < len(extra) == len(other) <= _MOST_CONSTANTS:
        return pred
    pairs = (dict(zip(other, order, strict=True)) for order in permutations(extra))
    made = [substituted(pred, names) for names in pairs]
    return next((one for one in made if same_value(gold, one)), made[0])


def renamed(value: Node, names: dict[str, str]) -> Node:
    """Return the value with the names of its variables changed."""
    changed = {old: new for old, new in names.items() if old != new}
    return substituted(value, changed) if changed else value


def zero() -> Node:
    """Return the number 0."""
    return Node("num", Fraction(0))


FALSE = _FALSE
