"""An outcome as a flat dictionary of numbers, with the same keys for every sample."""

from __future__ import annotations

from math import isfinite

from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.outcome import Outcome

SCORE = "score"
VALID = "_valid"


def keyed(bridge: Bridge, found: Outcome, value: float) -> dict[str, float]:
    """Return `score` and every component, and beside each 1.0 if it is a score, else 0.0.

    A component without a value is at the low end of its range, or 0.0 where that is infinite.

    Args:
        bridge: The bridge of the reward.
        found: The outcome of one sample.
        value: The number that the trainer is given for it.
    """
    out = {SCORE: value, SCORE + VALID: float(found.value is not None)}
    for name, span in bridge.ranges.items():
        part = found.components[name]
        low = span.low if isfinite(span.low) else 0.0
        out[name] = low if part is None else part
        out[name + VALID] = float(part is not None)
    return out
