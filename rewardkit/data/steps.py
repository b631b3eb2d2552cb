"""Step values: what a reward says about each part of a completion, beside its value for all of it.

Steps are `(end offset, value)` pairs with rising ends; a step reaches from the end before it, or
from the start, to its own end. So a reward with steps is a function over the completion that is
constant on each step, and after the last one it is the value of the whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import islice
from numbers import Real
from typing import Any

Step = tuple[int, float]
Steps = tuple[Step, ...]
MOST_STEPS = 10_000
"""The most steps of one score; a composition of many would otherwise cost without bound."""
_SLACK = 1e-9


class BadSteps(ValueError):
    """Steps that are not `(end offset, value)` pairs with rising ends inside the range."""


def read_steps(given: Any, low: float, high: float) -> Steps:
    """Return the steps that a reward gave, checked.

    Args:
        given: Pairs of an end offset and a value.
        low: The low end of the reward's range.
        high: The high end.

    Raises:
        BadSteps: They are something else, or a value lies outside the range.

    Example:
        >>> read_steps([(5, 1), (12, 0.5)], 0.0, 1.0)
        ((5, 1.0), (12, 0.5))
    """
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise BadSteps(f"steps are {type(given).__name__}, not pairs of an end and a value")
    out: list[Step] = []
    before = 0
    slack = _SLACK * max(1.0, *(abs(end) for end in (low, high) if math.isfinite(end)), 1.0)
    for pair in islice(given, MOST_STEPS + 1):
        if not isinstance(pair, Sequence) or isinstance(pair, (str, bytes)) or len(pair) != 2:
            raise BadSteps(f"a step is {str(pair)[:40]!r}, not a pair of an end and a value")
        end, value = pair
        if not isinstance(end, int) or isinstance(end, bool) or end <= before:
            raise BadSteps(f"the end {str(end)[:40]} of a step is no offset above {before}")
        number = _number(value)
        if not low - slack <= number <= high + slack:
            raise BadSteps(f"a step has the value {number:g}, outside [{low:g}, {high:g}]")
        before = end
        out.append((end, min(max(number, low), high)))
    if len(out) > MOST_STEPS:
        raise BadSteps(f"there are more than {MOST_STEPS:,} steps; join some")
    return tuple(out)


def _number(value: Any) -> float:
    if not isinstance(value, Real):
        raise BadSteps(f"the value of a step is {type(value).__name__}, not a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise BadSteps(f"a step has the value {number}")
    return number


def all_ends(every: Iterable[Steps]) -> list[int]:
    """Return every end of several rewards' steps once, rising.

    Example:
        >>> all_ends([((3, 1.0), (9, 0.0)), (), ((4, 1.0), (9, 1.0))])
        [3, 4, 9]
    """
    return sorted({end for steps in every for end, _ in steps})


def levels(steps: Steps, whole: float, ends: Sequence[int]) -> list[float]:
    """Return the value on each stretch between rising ends; past the last step it is the whole.

    Args:
        steps: The steps of one reward.
        whole: Its value for all of the completion.
        ends: The ends of the stretches, or any rising offsets, such as the ends of tokens: a
            stretch that reaches over the end of a step has the value of the next one.

    Example:
        >>> levels(((4, 1.0), (9, 0.0)), 0.5, [3, 4, 9, 12])
        [1.0, 1.0, 0.0, 0.5]
    """
    out: list[float] = []
    at = 0
    for end in ends:
        while at < len(steps) and steps[at][0] < end:
            at += 1
        out.append(steps[at][1] if at < len(steps) else whole)
    return out


def written(steps: Steps, most: int = 8) -> str:
    """Return steps as one short text, such as `5: 1, 12: 0.5`.

    Example:
        >>> written(((5, 1.0), (12, 0.5)))
        '5: 1, 12: 0.5'
    """
    shown = ", ".join(f"{end}: {value:.4g}" for end, value in steps[:most])
    return shown + (f", … {len(steps)} in all" if len(steps) > most else "")
