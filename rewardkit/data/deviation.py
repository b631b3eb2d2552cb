"""The sample standard deviation of a few numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence


def sample_deviation(values: Sequence[float]) -> float:
    """Return the sample standard deviation: the square root of squares / (n - 1).

    Exactly 0 where all values are equal, or fewer than two.

    Example:
        >>> sample_deviation([1.0, 3.0])
        1.4142135623730951
        >>> sample_deviation([0.1, 0.1, 0.1])
        0.0
    """
    if len(values) < 2 or min(values) == max(values):
        return 0.0
    mean = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))
