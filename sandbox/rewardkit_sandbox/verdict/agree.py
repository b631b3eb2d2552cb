"""Agreement of a value that travelled out with what a test expects, by Python's own rules."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

_PLAIN: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda value, expected: value in expected,
    "not in": lambda value, expected: value not in expected,
    "has": lambda value, expected: expected in value,
    "lacks": lambda value, expected: expected not in value,
}
_PLACES = 7


def agrees(how: str, value: Any, expected: Any) -> bool:
    """Return whether a decoded value satisfies an assertion.

    Args:
        how: The operator with the value on its left; `has` and `lacks` with it on the right of
            `in`; `near` as `assertAlmostEqual`, `approx` as pytest's.
        value: What the submission answered, of builtin types only.
        expected: What the test says; a triple of number, places or rel, delta or abs for the
            last two.

    Example:
        >>> agrees("==", 3.0, 3), agrees("has", [1, 2], 2)
        (True, True)
    """
    if how == "near":
        return _near(value, *expected)
    if how == "approx":
        return _approx(value, *expected)
    return bool(_PLAIN[how](value, expected))


def _near(value: Any, expected: Any, places: int | None, delta: Any) -> bool:
    if value == expected:
        return True
    apart = abs(value - expected)
    if delta is not None:
        return bool(apart <= delta)
    return bool(round(apart, _PLACES if places is None else places) == 0)


def _approx(value: Any, expected: Any, rel: float | None, absolute: float | None) -> bool:
    if isinstance(expected, (list, tuple)):
        same = isinstance(value, (list, tuple)) and len(value) == len(expected)
        return same and all(
            _approx(one, other, rel, absolute) for one, other in zip(value, expected, strict=True)
        )
    if isinstance(expected, dict):
        return value.keys() == expected.keys() and all(
            _approx(value[key], expected[key], rel, absolute) for key in expected
        )
    if value == expected:
        return True
    if not all(isinstance(one, (int, float)) and math.isfinite(one) for one in (value, expected)):
        return False
    relative = (1e-6 if rel is None else rel) * abs(expected)
    if rel is None and absolute is not None:
        relative = 0.0
    return bool(abs(value - expected) <= max(relative, 1e-12 if absolute is None else absolute))
