"""Answers that are chains of equalities: the last side counts where no side contradicts it."""

from __future__ import annotations

import re
from collections.abc import Callable

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.grammar.chains import chain
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import Unreadable, has, symbols
from rewardkit_verifiers.math.lib.policy import Policy

Same = Callable[[str, str, Policy], Verdict]

_FEWEST_DIGITS = 2
_APPROXIMATES = re.compile(r"≈|\\approx(?![a-z])")
# A decimal and a percent sign; its unit says nothing more.
_ROUNDED = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:\s?\\?%)?")
_ELLIPSES = ("dots", "…", "⋯", "...")


def chained(gold: str, pred: str, policy: Policy, same: Same) -> Verdict | None:
    """Compare the last side of a chain with a reference; None where the chain does not say it.

    The first side may name what is computed. Any other side without letters must have the value
    of the last one, and so must a rounding behind it: `2 + 2 = 5` says two things.

    Args:
        gold: The reference.
        pred: The answer.
        policy: What to do where the field disagrees.
        same: How two texts are compared.
    """
    found = chain(pred) if "=" not in gold and policy.labels else None
    if found is None or not found.before:
        return None
    if not found.named and not is_closed(found.before[0]):
        return None
    verdict = same(gold, found.last, policy)
    if not verdict:
        return None
    rough = _rough(policy)
    for side in found.before[found.named :]:
        if is_closed(side) and not same(found.last, side, rough):
            return None
    rounded = _value(found.rounded)
    if rounded and is_closed(found.last) and not same(found.last, rounded, rough):
        return None
    return verdict


def misrounds(pred: str, policy: Policy, same: Same) -> bool:
    """Whether a decimal behind an approximation sign rounds another number than stands before.

    Args:
        pred: The answer.
        policy: What to do where the field disagrees.
        same: How two texts are compared.
    """
    if not _APPROXIMATES.search(pred) or (found := chain(pred)) is None:
        return False
    rounded = _value(found.rounded)
    if "." not in rounded or not is_closed(found.last):
        return False
    return not same(found.last, rounded, _rough(policy))


def is_closed(text: str) -> bool:
    """Whether a text is arithmetic without letters, and all of it is written.

    Example:
        >>> is_closed("2 + 2"), is_closed("2x"), is_closed("1 + 2 + ... + 9")
        (True, False, False)
    """
    if any(map(text.__contains__, _ELLIPSES)):
        return False
    try:
        node = parse(text)
    except Unreadable:
        return False
    return node.op not in ("text", "rel") and not symbols(node) and not has(node, "text", "opaque")


def _rough(policy: Policy) -> Policy:
    return policy.model_copy(update={"rounding": _FEWEST_DIGITS, "percent": "either"})


def _value(rounded: str) -> str:
    found = _ROUNDED.match(rounded)
    return "" if found is None else found[0].replace(" ", "").replace("\\", "")
