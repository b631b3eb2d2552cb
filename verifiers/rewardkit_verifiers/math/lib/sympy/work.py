"""How much sympy may do, counted in calls, for time depends on what else runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Exhausted(BaseException):
    """The work is used up. No `except Exception` of sympy may stop it."""


class Counter:
    """Counts the calls and returns of Python functions, and of those that Python calls.

    Attributes:
        left: How many more there may be; below zero when there were too many.
    """

    def __init__(self, calls: int) -> None:
        self.left = calls

    def __call__(self, frame: Any, event: str, argument: Any) -> None:
        """Count one event."""
        self.left -= 1
        if self.left < 0:
            raise Exhausted


@contextmanager
def counted(calls: int) -> Iterator[Counter]:
    """Give what runs inside this much work; work around it is not counted meanwhile.

    Raises:
        Exhausted: It is more.

    Example:
        >>> with counted(1_000) as counter:
        ...     _ = sum(range(9))
        >>> counter.left > 900
        True
    """
    counter, before = Counter(calls), sys.getprofile()
    sys.setprofile(counter)
    try:
        yield counter
    finally:
        sys.setprofile(before)
    if counter.left < 0:
        # A bare `except` inside may have swallowed it; what came of that counts for nothing.
        raise Exhausted
