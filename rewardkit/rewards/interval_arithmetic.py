"""Arithmetic of ranges.

Ranges follow interval arithmetic (Moore, *Interval Analysis*, 1966), so the range of a
composition is known before anything runs.
"""

from __future__ import annotations

import math

from rewardkit.data.score import Range
from rewardkit.rewards.tree import Ranges


def times(a: float, b: float) -> float:
    """Multiply two ends; an infinite end times a zero one contributes 0, not NaN."""
    return 0.0 if a == 0 or b == 0 else a * b


def scaled(value: float, source: Range, low: float, high: float) -> float:
    """Map a value affinely from one range onto `[low, high]`; a point maps to `low`."""
    if source.span == 0:
        return low
    return low + (value - source.low) / source.span * (high - low)


def unit(one: Range) -> Range:
    """Return the contribution of a child to a `static` sum before its weight is applied."""
    return Range(0.0, 1.0) if one.span else Range(0.0, 0.0)


def scale_range(one: Range, factor: float) -> Range:
    """Return the range of `factor` times a value of a range."""
    ends = (times(one.low, factor), times(one.high, factor))
    return Range(min(ends), max(ends))


def sum_range(ranges: Ranges) -> Range:
    """Return the range of a sum; an end is infinite where one of the ends is."""
    lows, highs = [one.low for one in ranges], [one.high for one in ranges]
    return Range(
        math.fsum(lows) if all(map(math.isfinite, lows)) else -math.inf,
        math.fsum(highs) if all(map(math.isfinite, highs)) else math.inf,
    )


def product_range(ranges: Ranges) -> Range:
    """Return the range of a product."""
    total = ranges[0]
    for other in ranges[1:]:
        ends = [times(a, b) for a in total for b in other]
        total = Range(min(ends), max(ends))
    return total


def hull(ranges: Ranges) -> Range:
    """Return the smallest range that holds all of these."""
    total = ranges[0]
    for other in ranges[1:]:
        total = total.hull(other)
    return total
