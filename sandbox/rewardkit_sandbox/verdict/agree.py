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
    "is": lambda value, expected: value is expected,
    "is not": lambda value, expected: value is not expected,
}
_PLACES = 7


def agrees(how: str, value: Any, expected: Any, *words: Any) -> bool:
    """Return whether a decoded value satisfies an assertion.

    Args:
        how: The operator with the value on its left; `has` and `lacks` with it on the right of
            `in`; `is` for None, True and False; or one of those below.
        value: What the submission answered, of builtin types only.
        expected: What the test says.
        words: Settings of the operator: places and delta for `near` (`assertAlmostEqual`); rel
            and abs for `approx` (pytest); the bound and whether it may be met for `within`
            (`abs(a - b) < bound`); rel_tol and abs_tol for `close` (`math.isclose`). `count` is
            `assertCountEqual`; `between` takes its two operators.

    Example:
        >>> agrees("==", 3.0, 3), agrees("has", [1, 2], 2), agrees("near", 0.3, 0.1 + 0.2)
        (True, True, True)
        >>> agrees("count", [2, 1], [1, 2]), agrees("between", 3, (1, 5), "<=", "<")
        (True, True)
    """
    named = _NAMED.get(how)
    if named is not None:
        return bool(named(value, expected, *words))
    return bool(_PLAIN[how](value, expected))


def _near(value: Any, expected: Any, places: int | None = None, delta: Any = None) -> bool:
    if value == expected:
        return True
    apart = abs(value - expected)
    if delta is not None:
        return bool(apart <= delta)
    return bool(round(apart, _PLACES if places is None else places) == 0)


def _within(value: Any, expected: Any, bound: Any, met: bool) -> bool:
    apart = abs(value - expected)
    return bool(apart <= bound) if met else bool(apart < bound)


def _close(value: Any, expected: Any, rel: float | None = None, at: float | None = None) -> bool:
    return math.isclose(
        value, expected, rel_tol=1e-9 if rel is None else rel, abs_tol=0.0 if at is None else at
    )


def _between(value: Any, ends: tuple[Any, Any], low: str, high: str) -> bool:
    return bool(_PLAIN[low](ends[0], value) and _PLAIN[high](value, ends[1]))


def _count(value: Any, expected: Any) -> bool:
    """Compare as bags; items that have no hash are paired one by one."""
    left = list(value)
    if len(left) != len(expected):
        return False
    try:
        counts: dict[Any, int] = {}
        for one in left:
            counts[one] = counts.get(one, 0) + 1
        for one in expected:
            counts[one] = counts.get(one, 0) - 1
        return not any(counts.values())
    except TypeError:
        return _paired(left, expected)


_MOST_PAIRED = 2000  # pairing takes time that grows with the square


def _paired(left: list[Any], expected: Any) -> bool:
    if len(left) > _MOST_PAIRED:
        return False
    for one in expected:
        if one not in left:
            return False
        left.remove(one)
    return not left


def _approx(value: Any, expected: Any, rel: Any = None, absolute: Any = None) -> bool:
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


_NAMED: dict[str, Callable[..., bool]] = {
    "near": _near,
    "approx": _approx,
    "within": _within,
    "close": _close,
    "count": _count,
    "between": _between,
}
