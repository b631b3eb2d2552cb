"""How much work one comparison may be: counted, not timed, so that load changes no verdict."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rewardkit_verifiers.math.lib.grammar.values import Unreadable

# A unit is one node evaluated; sixty thousand are about a fifth of a second.
MOST_WORK = 60_000


class _Account(threading.local):
    # Outside of a budget nothing is counted.
    left: float = math.inf


_ACCOUNT = _Account()


@contextmanager
def budget(units: int = MOST_WORK) -> Iterator[None]:
    """Give the comparison inside this many units of work.

    Example:
        >>> with budget(2):
        ...     spend(1)
    """
    before = _ACCOUNT.left
    _ACCOUNT.left = units
    try:
        yield
    finally:
        _ACCOUNT.left = before


def spend(units: int = 1) -> None:
    """Take units of work from what is left.

    Raises:
        Unreadable: Nothing is left; the reason is `too_large`.
    """
    _ACCOUNT.left -= units
    if _ACCOUNT.left < 0:
        raise Unreadable("too_large", "the comparison is too much work")
