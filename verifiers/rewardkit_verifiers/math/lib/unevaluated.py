"""Answers that only repeat the task: 2 + 2 where 4 is wanted."""

from __future__ import annotations

from rewardkit_verifiers.math.lib.decide.text import canonical
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, has, scientific, walk
from rewardkit_verifiers.math.lib.policy import Policy

# Operations that a final answer over plain numbers leaves undone.
_WORK = frozenset(("+", "*", "binder", "!", "mod"))
_SHORTEST = 3


def copied(pred: str, gold: str, prompt: str, policy: Policy) -> str:
    """Say why an answer of the right value is refused as unevaluated, or return an empty text.

    An expression that stands in the prompt is refused when the reference is a simpler one; the
    reference's own form is never refused, for a choice among expressions is an honest answer.
    """
    if policy.unevaluated == "accept" or pred == gold or pred.isdecimal():
        return ""
    if (policy.unevaluated == "not_copied" and not prompt) or canonical(pred) == canonical(gold):
        return ""
    try:
        mine, theirs = parse(pred), parse(gold)
    except Unreadable:
        return ""
    if _operations(mine) <= _operations(theirs):
        return ""
    if policy.unevaluated == "refuse":
        return "the answer is left unevaluated" if _is_work(mine) else ""
    plain = canonical(pred).replace("*", "").replace("\\cdot", "").replace("\\times", "")
    asked = canonical(prompt).replace("*", "").replace("\\cdot", "").replace("\\times", "")
    if len(plain) >= _SHORTEST and plain in asked:
        return "the answer is copied from the prompt unevaluated"
    return ""


def _is_work(node: Node) -> bool:
    if scientific(node):
        return False
    closed = not has(node, "sym", "fn", "const")
    return closed and any(part.op in _WORK for part in walk(node))


def _operations(node: Node) -> int:
    return sum(part.op not in ("num", "dec", "sym", "const", "neg") for part in walk(node))
