"""The last method: what sympy makes of the undone parts of two answers, and then the others."""

from __future__ import annotations

from rewardkit_verifiers.math.lib.decide.budget import budget
from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.decide.structure import compare
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable
from rewardkit_verifiers.math.lib.policy import Policy
from rewardkit_verifiers.math.lib.sympy.ask import (
    derivatives,
    done,
    indefinite,
    undone,
)


def confirmed(gold: str, pred: str, policy: Policy) -> Verdict | None:
    r"""Decide two answers that the cheap methods left undecided, or return None.

    Sympy does each integral, limit, derivative, infinite sum and product by itself; whether the
    answers are the same is then decided as always. Answers with an integral that has no bounds
    are the same when their derivatives are.

    Args:
        gold: The reference.
        pred: The answer.
        policy: What to do where the field disagrees.

    Returns:
        A verdict with the method `sympy`, or None when neither answer holds such an operation.

    Raises:
        NoAnswer: No worker answered, which is no verdict on the answers.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> confirmed(r"\int_0^1 x^2 dx", r"\frac{1}{3}", PRESETS["default"]).equal
        True
    """
    try:
        one, other = parse(gold), parse(pred)
    except Unreadable:
        return None
    if not undone(one):
        if not undone(other):
            return None
        if policy.unevaluated != "accept":
            # To write down the integral that is asked for is not to answer.
            return Verdict(False, "structure", "an operation of calculus is left undone")
    try:
        with budget():
            return _confirmed(one, other, policy)
    except Unreadable as error:
        return Verdict(None, "bound", error.reason)


def _confirmed(one: Node, other: Node, policy: Policy) -> Verdict:
    letter = indefinite(one) or indefinite(other)
    if letter:
        pair = derivatives(one, other, letter)
        if isinstance(pair, str):
            return Verdict(None, "sympy", pair)
        verdict = compare(*pair, policy)
        return Verdict(verdict.equal, "sympy", "up to a constant" if verdict else verdict.note)
    mine, theirs = done(one), done(other)
    trouble = mine.trouble or theirs.trouble
    if not mine.parts and not theirs.parts:
        return Verdict(None, "sympy", trouble)
    verdict = compare(mine.node, theirs.node, policy)
    if verdict.equal is False and (trouble or mine.positive or theirs.positive):
        # What holds for positive letters only, or beside an undone part, refutes nothing.
        return Verdict(None, "sympy", trouble or "known for positive letters only")
    return Verdict(verdict.equal, "sympy", verdict.note)
