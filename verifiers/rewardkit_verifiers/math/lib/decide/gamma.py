"""Factorials and binomials of values: whole ones exactly, others only while that is cheap."""

from __future__ import annotations

import math
from typing import Any

from rewardkit_verifiers.math.lib.grammar.values import Unreadable

_LARGEST = 5000
# The series behind the gamma function takes seconds from some thousand bits on.
_MOST_BITS = 1024


def factorial_at(mp: Any, value: Any) -> Any:
    """Return the factorial of a value, whole or not.

    Raises:
        Unreadable: It is not whole, and more digits are wanted than are cheap to have.
    """
    whole = _whole(mp, value)
    if whole is not None:
        return mp.mpf(math.factorial(whole))
    _affordable(mp)
    return mp.factorial(value)


def binomial_at(mp: Any, top: Any, bottom: Any) -> Any:
    """Return a binomial coefficient of values, whole or not.

    Raises:
        Unreadable: One is not whole, and more digits are wanted than are cheap to have.
    """
    n, k = _whole(mp, top), _whole(mp, bottom)
    if n is not None and k is not None:
        return mp.mpf(math.comb(n, k))
    _affordable(mp)
    return mp.binomial(top, bottom)


def _whole(mp: Any, value: Any) -> int | None:
    if not abs(value) < _LARGEST:
        return None
    whole = int(mp.re(value))
    return whole if whole >= 0 and value == whole else None


def _affordable(mp: Any) -> None:
    if mp.prec > _MOST_BITS:
        raise Unreadable("too_large", "a factorial of no whole number, to too many digits")
