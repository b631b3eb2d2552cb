"""Equations and functions under a condition: y = x^2 for x > 0 is none for x < 0."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST = 300
_SIGN = r"(?:[<>]=?|≤|≥|≠|\\(?:leq?|geq?|lt|gt|neq?|leqslant|geqslant)(?![a-z]))"
_END = r"[-+]?\s?(?:\\pm\s?|±\s?)?[\w.π√]*(?:\\[a-z]+\s?(?:\{[^{}]{1,12}\}){0,2})?[\w./]{0,12}"
# Behind a formula, in brackets or behind a comma or `for`: x > 0, 0 < x < 2, x in (0, 1).
_CONDITION = re.compile(
    r"(?:\(|（|,|，|;|\bfor\b|\bwhere\b|\bwhen\b|\bwith\b|\bif\b|\\q?quad"
    r"|\\text\s?\{\s?(?:for|where|when|if|with)\s?\})"
    rf"[\s$\\,;]*(?:all |every |any )?[\s$]*((?:{_END}\s?{_SIGN}\s?)?(?P<letter>[A-Za-z])\s?"
    rf"(?:{_SIGN}\s?{_END}|(?:\\in(?![a-z])|∈)\s?[\[(][^\[\]()]{{1,24}}[\])]))[\s$]*(?:\)"
    rf"|）)?[\s$.]*\Z"
)


@lru_cache(maxsize=4096)
def _parted(text: str) -> tuple[str, str, str] | None:
    """Return an equation, the condition behind it, and the letter that this is about; or None."""
    if len(text) > _LONGEST or "=" not in text:
        return None
    found = _CONDITION.search(text)
    head = "" if found is None else _EQUALS.sub("", text[: found.start()])
    if found is None or head.count("=") != 1 or _SEVERAL.search(head):
        return None
    return text[: found.start()].strip(), found[1], found["letter"]


_SEVERAL = re.compile(r"[,;<>≤≥]|\b(?:when|if|for|or|and)\b|当")
# Signs of order hold an equals sign that is none.
_EQUALS = re.compile(r"[<>]=")


def has_condition(gold: str) -> bool:
    """Whether a reference is an equation under a condition."""
    return _parted(gold) is not None


def same_conditioned(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    """Compare an equation and its condition; None where either has none, or they differ.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task, which decides nothing here.
        policy: What to do where the field disagrees.
    """
    del prompt
    mine, theirs = _parted(gold), _parted(said)
    if mine is None or theirs is None or mine[2] != theirs[2]:
        return None
    if same(mine[1], theirs[1], policy) and same(_closed(mine[0]), _closed(theirs[0]), policy):
        return Verdict(True, "structure", "an equation under a condition")
    return None


def _closed(head: str) -> str:
    """Return a formula without the dollar sign that opens it and closes behind the condition."""
    return head if head.count("$") % 2 == 0 else head.replace("$", " ")


def under_other_condition(gold: str, said: str, policy: Policy) -> bool:
    """Whether both are equations under conditions on one letter, and these differ.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> rules = PRESETS["default"]
        >>> [under_other_condition("y=x^2 (x>0)", f"y=x^2, x{end}", rules) for end in ("<0", ">0")]
        [True, False]
    """
    mine = _parted(gold)
    theirs = _parted(said) if mine is not None else None
    if mine is None or theirs is None or mine[2] != theirs[2]:
        return False
    return same(mine[1], theirs[1], policy).equal is False
