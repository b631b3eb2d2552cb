"""The number of a sample without one, for protocols that have no value for *unknown*."""

from __future__ import annotations

import math

from rewardkit.data.score import Breakdown, Range
from rewardkit.errors import DefinitionError
from rewardkit.rewards.base import Reward
from rewardkit.server.settings import Unknown


class NoNumber(Exception):
    """A sample has no number, and the policy is to say so instead of inventing one."""


def check_unknown(reward: Reward, unknown: Unknown) -> None:
    """Check the policy before anything is served.

    Raises:
        DefinitionError: The policy is the low end, and the reward has none that is finite.
    """
    if unknown == "low" and not math.isfinite(reward.range.low):
        raise DefinitionError(
            f"reward {reward.name!r} has no finite low end ({reward.range}) for unknown='low'. "
            "Give a number, or .clip(low, high) the reward."
        )


def number_of(found: Breakdown, unknown: Unknown) -> float:
    """Return the value of a sample, or the number that stands for a missing one.

    Raises:
        NoNumber: There is no value, and the policy is `fail`.
    """
    if found.value is not None:
        return found.value
    if unknown == "fail":
        detail = f": {found.detail}" if found.detail else ""
        raise NoNumber(f"{found.name!r} gave {found.status} ({found.reason}){detail}")
    return found.range.low if unknown == "low" else unknown


def unit_of(value: float, span: Range) -> float:
    """Return the place of a value in its range, from 0 to 1; the value where it is unbounded."""
    if not span.bounded or span.span == 0:
        return value
    return min(1.0, max(0.0, (value - span.low) / span.span))
