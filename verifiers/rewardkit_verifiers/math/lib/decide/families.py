r"""Families over the whole numbers: 2k + 1 and 2k - 1, pi/4 + k pi, n = 1 (mod 4)."""

from __future__ import annotations

from typing import Any

from rewardkit_verifiers.math.lib.decide.numeric import Evaluator, Undefined
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, has, symbols, walk

_PARAMETERS = frozenset("kmnlt")
_MOST_RESIDUES = 64
_CLOSE = 2.0**-80
# Stands beside an answer whose letters are whole numbers.
WHOLE_LETTER = Node("rel", ("in",), (Node("sym", "k"), Node("bigset", "Z")))
Progression = tuple[Any, Any]
"""The offset and the period of all values a + b k."""


def families(node: Node) -> list[Progression] | None:
    """Return the arithmetic progressions that an answer says, or None when it says none.

    A letter runs over the whole numbers where the answer says so, or where it multiplies pi or
    degrees; a congruence says it by its modulus.
    """
    if not has(node, "sym"):
        return None  # nothing that could run
    said = any(_is_domain(part) for part in walk(node))
    found = _families(node, said)
    return found if found and len(found) <= _MOST_RESIDUES else None


def same_family(gold: Node, pred: Node) -> bool:
    """Whether both run over the whole numbers and hold the same values: 2k + 1 and 2k - 1."""
    mine, theirs = families(gold), families(pred)
    if mine is None and theirs is None:
        return False
    # n = 1 (mod 4) says that n is whole, so 4k + 1 need not.
    if theirs is None and _is_congruence(gold):
        theirs = families(Node("list", pred, WHOLE_LETTER))
    if mine is None and _is_congruence(pred):
        mine = families(Node("list", gold, WHOLE_LETTER))
    return mine is not None and theirs is not None and _same_families(mine, theirs)


def _is_congruence(node: Node) -> bool:
    return has(node, "rel") and any(
        part.op == "rel" and part.args[0] == ("equiv",) for part in walk(node)
    )


def _same_families(left: list[Progression], right: list[Progression]) -> bool:
    """Whether two unions of progressions hold the same numbers."""
    return _covers(left, right) and _covers(right, left)


def _covers(outer: list[Progression], inner: list[Progression]) -> bool:
    for offset, period in inner:
        # Within one common period each value must be met.
        steps = _common_steps(period, [other for _, other in outer])
        if steps is None:
            return False
        for step in range(steps):
            value = offset + step * period
            if not any(_is_whole((value - start) / size) for start, size in outer):
                return False
    return True


def _common_steps(period: Any, others: list[Any]) -> int | None:
    for steps in range(1, _MOST_RESIDUES + 1):
        if all(_is_whole(steps * period / other) for other in others):
            return steps
    return None


def _is_whole(value: Any) -> bool:
    return bool(abs(value - round(value)) < _CLOSE)


def _families(node: Node, said: bool) -> list[Progression] | None:
    if node.op in ("tuple", "matrix", "range", "cases", "text"):
        return None
    if node.op in ("list", "or", "and", "set"):
        congruent = _listed_residues(node)
        if congruent is not None:
            return congruent
        parts = [part for part in node.args if not _is_domain(part)]
        found = [_families(part, said) for part in parts]
        if any(part is None for part in found):
            return None
        return [one for part in found if part for one in part]
    if node.op in ("noted", "named"):
        return _families(node.args[0] if node.op == "noted" else node.args[1], said)
    if node.op == "builder":
        head, condition = node.args
        return _families(head, said or _is_domain(condition))
    if node.op == "rel":
        return _related(node, said)
    if node.op in ("pm", "mp") or has(node, "pm", "mp"):
        return _signed(node, said)
    return _linear(node, said)


def _signed(node: Node, said: bool) -> list[Progression] | None:
    both = [_families(_with_sign(node, sign), said) for sign in (1, -1)]
    return None if None in both else [one for part in both if part for one in part]


def _with_sign(node: Node, sign: int) -> Node:
    if node.op in ("pm", "mp"):
        left, right = node.args
        right = right if (node.op == "pm") == (sign > 0) else Node("neg", right)
        return right if left is None else Node("+", left, right)
    return Node(
        node.op, *(_with_sign(arg, sign) if isinstance(arg, Node) else arg for arg in node.args)
    )


def _related(node: Node, said: bool) -> list[Progression] | None:
    ops, sides = node.args
    left, right = sides[0], sides[-1]
    if left.op != "sym" or len(sides) != 2:
        return None
    if ops == ("=",) and left.args[0] not in symbols(right):
        return _families(right, said)
    if ops == ("in",) and right.op == "set":
        return _families(right, said)
    if ops == ("equiv",) and (congruence := _remainder(right)) is not None:
        return _residues([congruence[0]], congruence[1])
    return None


def _listed_residues(node: Node) -> list[Progression] | None:
    """Read `x = 1, 4 (mod 5)`, which the grammar has as a list of a relation and a remainder."""
    first, last = node.args[0], node.args[-1]
    if first.op != "rel" or first.args[0] != ("equiv",) or first.args[1][0].op != "sym":
        return None
    congruence = _remainder(last)
    if congruence is None or len(node.args) < 2:
        return None
    return _residues([first.args[1][-1], *node.args[1:-1], congruence[0]], congruence[1])


def _remainder(node: Node) -> tuple[Node, Node] | None:
    """Return the value and the modulus of `-3 (mod 4)`, whose sign stands outside."""
    if node.op in ("neg", "pm", "mp") and isinstance(node.args[-1], Node):
        inner = _remainder(node.args[-1])
        return None if inner is None else (Node(node.op, *node.args[:-1], inner[0]), inner[1])
    if node.op != "fn" or node.args[0] != "pmod":
        return None
    return node.args[1], node.args[2]


def _residues(values: list[Node], modulus: Node) -> list[Progression] | None:
    size = _number(modulus)
    if size is None or not size:
        return None
    found: list[Progression] = []
    for value in values:
        for sign in (1, -1) if has(value, "pm", "mp") else (1,):
            offset = _number(_with_sign(value, sign))
            if offset is None:
                return None
            found.append((offset, size))
    return found


def _linear(node: Node, said: bool) -> list[Progression] | None:
    letters = symbols(node)
    if len(letters) != 1 or not letters <= _PARAMETERS:
        return None
    if not said and not has(node, "const", "deg"):
        return None
    (name,) = letters
    if any(map(_is_alternating, walk(node))):
        # n pi + (-1)^n a: one progression for even n, one for odd.
        halves = [_progression(node, name, at) for at in ((0, 2, 10), (1, 3, 11))]
        return None if None in halves else [half for half in halves if half is not None]
    found = _progression(node, name, (0, 1, 5))
    return None if found is None else [found]


def _is_alternating(node: Node) -> bool:
    """Whether a node is (-1)^n, (-1)^(n + 1) or the like."""
    if node.op != "^" or not symbols(node.args[1]):
        return False
    return bool(_number(node.args[0]) == -1)


def _progression(node: Node, name: str, places: tuple[int, int, int]) -> Progression | None:
    """Return the offset and period of what is linear over three places, 1 and 4 steps apart."""
    values = [_number(node, name, at) for at in places]
    if any(value is None for value in values):
        return None
    slope = values[1] - values[0]
    if not slope or abs(values[0] + 5 * slope - values[2]) > _CLOSE * (1 + abs(values[2])):
        return None
    return values[0], slope


def _number(node: Node, name: str = "", at: int = 0) -> Any:
    evaluator = Evaluator(0)
    if name:
        evaluator.values[name] = evaluator.mp.mpf(at)
    elif symbols(node):
        return None
    try:
        value = evaluator.value(node)
    except (Undefined, Unreadable):
        return None
    return None if evaluator.opaque or value.imag or evaluator.mp.isinf(value) else value.real


def _is_domain(node: Node) -> bool:
    """Whether a node says that a letter is a whole number."""
    if node.op != "rel" or node.args[0] != ("in",) or node.args[1][0].op != "sym":
        return False
    domain = node.args[1][1]
    return domain.op in ("bigset", "sym") and bool(domain.args[0] == "Z")
