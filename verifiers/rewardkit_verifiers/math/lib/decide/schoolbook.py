"""References that were computed with a rounded number: pi as 22/7 or 3.14, digits cut off."""

from __future__ import annotations

from fractions import Fraction

from rewardkit_verifiers.math.lib.decide.scalar import Verdict, as_fraction
from rewardkit_verifiers.math.lib.grammar.values import Node, rebuilt, symbols, walk

_PIS = (Fraction(22, 7), Fraction(314, 100))
_PI = Fraction(314159265358979, 10**14)
# 22/7 is 0.04 % off, and a square of it twice that.
_OFF = Fraction(1, 250)
_SMALLEST = 3


def with_school_pi(gold: Node, pred: Node) -> Verdict | None:
    r"""Accept an answer in pi whose value is the reference once pi is 22/7 or 3.14, else None.

    Args:
        gold: The reference; it must be a number that terminates, and not small.
        pred: The answer, such as `49\pi`.
    """
    if gold.op not in ("num", "dec") or gold.args[0] <= _SMALLEST or symbols(pred):
        return None
    wanted: Fraction = gold.args[0]
    if 10**4 % wanted.denominator or not _has_pi(pred) or pred.op == "const":
        return None
    true = as_fraction(_valued(pred, _PI))
    if true is None or abs(true - wanted) > wanted * _OFF:
        return None
    if any(as_fraction(_valued(pred, pi)) == wanted for pi in _PIS):
        return Verdict(True, "rounding", "the reference takes 22/7 or 3.14 for pi")
    return None


def _has_pi(node: Node) -> bool:
    return any(part.op == "const" and part.args[0] == "pi" for part in walk(node))


def _valued(node: Node, pi: Fraction) -> Node:
    if node.op == "const":
        return Node("num", pi) if node.args[0] == "pi" else node
    return rebuilt(node, lambda child: _valued(child, pi))
