"""Antiderivatives: what differs by a constant is the same where both end in + C."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from rewardkit_verifiers.math.lib.decide.numeric import Evaluator, Undefined
from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, has, symbols
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST, _LONGEST_PROMPT, _POINTS, _FEWEST = 400, 8_000, 7, 3
_ASKED = re.compile(
    r"\\i?int(?![a-z])|∫|\bintegra[lt]\w*|anti-?derivative|\bprimitiv\w*|Stammfunktion\w*"
    r"|不定积分|原函数"
    r"|differential equation",
    re.IGNORECASE,
)
_CONSTANT = re.compile(r"(?:C|c|K|k|const|constant)(?:_\{?\w\}?)?")
_HINT = re.compile(r"(?<![A-Za-z\\])(?:C|c|K|k)(?![A-Za-z])|const")
# Without a task, both must end in the constant of an integral.
_INTEGRATED = re.compile(r"\+\s?(?:\\text\s?\{\s?)?C\}?[\s$.]*\Z")
_CLOSE = 2.0**-90


def has_constant(gold: str) -> bool:
    """Whether a reference is a function of one letter plus a constant of its own."""
    return len(gold) <= _LONGEST and _HINT.search(gold) is not None and _parted(gold) is not None


def same_antiderivative(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    r"""Compare two antiderivatives; None where they are none, or differ by more than a constant.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task, which asks for an integral.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> rules, asked = PRESETS["default"], r"Find $\int (x + 1)\,dx$."
        >>> same_antiderivative("(x + 1)^2/2 + C", "x^2/2 + x + C", asked, rules).equal
        True
        >>> same_antiderivative("x^2/2 + C", "x^2/2 + x + C", asked, rules) is None
        True
    """
    del policy  # a derivative has no options
    if len(said) > _LONGEST or not _HINT.search(said):
        return None
    if prompt and not _ASKED.search(prompt[:_LONGEST_PROMPT]):
        return None
    if not prompt and not (_INTEGRATED.search(gold) and _INTEGRATED.search(said)):
        return None
    mine, theirs = _parted(gold), _parted(said)
    if mine is None or theirs is None or symbols(mine) != symbols(theirs):
        return None
    tried = (_apart(mine, theirs, point) for point in range(_POINTS))
    values = [value for value in tried if value is not None]
    if len(values) < _FEWEST:
        return None
    size = max(1, *(size for _, size in values))
    same = all(abs(value - values[0][0]) <= size * _CLOSE for value, _ in values)
    return Verdict(True, "numeric", "they differ by a constant") if same else None


@lru_cache(maxsize=4096)
def _parted(text: str) -> Node | None:
    """Return a function of one letter without the constant that is added to it, or None."""
    try:
        node = parse(text)
    except Unreadable:
        return None
    while node.op in ("noted", "named"):
        node = node.args[0] if node.op == "noted" else node.args[1]
    if node.op == "rel" and node.args[0] == ("=",) and node.args[1][0].op in ("app", "sym"):
        node = node.args[1][1]
    if node.op != "+" or has(node, "rel", "list", "tuple", "set", "text", "pm", "opaque"):
        return None
    rest = [term for term in node.args if not _is_constant(term)]
    if len(rest) != len(node.args) - 1 or not rest:
        return None
    value = rest[0] if len(rest) == 1 else Node("+", *rest)
    letters = symbols(value)
    return value if len(letters) == 1 and not _CONSTANT.fullmatch(next(iter(letters))) else None


def _is_constant(term: Node) -> bool:
    return term.op == "sym" and _CONSTANT.fullmatch(term.args[0]) is not None


def _apart(one: Node, other: Node, point: int) -> tuple[Any, Any] | None:
    """Return the difference at a point and the size of what it is one of; None without a value."""
    evaluator = Evaluator(point)
    try:
        left, right = evaluator.value(one), evaluator.value(other)
    except (Undefined, Unreadable):
        return None
    mp = evaluator.mp
    if evaluator.opaque or any(mp.isnan(side) or mp.isinf(side) for side in (left, right)):
        return None
    if any(abs(mp.im(side)) > _CLOSE for side in (left, right)):
        return None
    return left - right, max(abs(left), abs(right))
