"""Arithmetic of chosen precision: mpmath's, in contexts of each thread's own.

A context holds its precision, so two threads cannot share one safely.
"""

from __future__ import annotations

import threading
from typing import Any

# Bits; about 60 digits.
PRECISION = 200
# A context is made of a hundred closures, so the finer ones are of few precisions.
_STEP = 256

_LOCAL = threading.local()


def context(precision: int = PRECISION) -> Any:
    """Return this thread's mpmath context of at least that precision, in bits.

    Example:
        >>> context().prec, context(300).prec
        (200, 512)
    """
    if precision != PRECISION:
        precision = -(-precision // _STEP) * _STEP
    contexts = _LOCAL.__dict__.setdefault("contexts", {})
    found = contexts.get(precision)
    if found is None:
        from mpmath import MPContext

        found = MPContext()
        found.prec = precision
        contexts[precision] = found
    return found
