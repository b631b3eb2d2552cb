"""Answers beside what was expected of them: outputs as bytes, results as plain values.

Both come from outside as data; nothing of them is ever called, and no method of theirs decides.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

How = Literal["tokens", "lines", "exact", "float"]
_INTEGER = re.compile(rb"[+-]?[0-9]{1,4000}")
# ASCII digits only, and neither underscores nor words: `float` would read all of these.
_NUMBER = re.compile(
    rb"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?"
)
_DEEPEST = 220


# --- outputs ------------------------------------------------------------------------------
def same_output(
    expected: bytes, actual: bytes, how: How = "float", tolerance: float = 1e-6
) -> bool:
    r"""Return whether an output is the one that was expected.

    | how | equal are |
    | --- | --- |
    | `tokens` | the same words in the same order, whatever blanks stand between them |
    | `lines` | the same lines, but for blanks at their ends and empty lines at the end |
    | `exact` | the same bytes, but for line ends and one line end at the very end |
    | `float` | as tokens; a number with a point or exponent may be off by the tolerance |

    Integers are compared as integers: 1000000000 is not nearly 1000000007.

    Args:
        expected: The reference output.
        actual: What the program wrote.
        how: One of the above.
        tolerance: Absolute or relative, whichever is larger, for `float`.

    Example:
        >>> same_output(b"1 2\n", b"1  2")
        True
        >>> same_output(b"0.333333333", b"0.3333333", "float")
        True
        >>> same_output(b"1000000007", b"1000000000", "float")
        False
    """
    if how == "exact":
        return _exact(expected) == _exact(actual)
    if how == "lines":
        return _lines(expected) == _lines(actual)
    wanted, found = expected.split(), actual.split()
    if how == "tokens" or len(wanted) != len(found):
        return wanted == found
    return all(_same_token(one, other, tolerance) for one, other in zip(wanted, found, strict=True))


def _exact(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").removesuffix(b"\n")


def _lines(data: bytes) -> list[bytes]:
    return [line.rstrip() for line in data.rstrip().split(b"\n")]


def _same_token(expected: bytes, actual: bytes, tolerance: float) -> bool:
    if expected == actual:
        return True
    if not _NUMBER.fullmatch(expected) or not _NUMBER.fullmatch(actual):
        return False
    if _INTEGER.fullmatch(expected):
        return Decimal(expected.decode()) == Decimal(actual.decode())
    return _close(float(expected), float(actual), tolerance)


def _close(expected: float, actual: float, tolerance: float) -> bool:
    if not (math.isfinite(expected) and math.isfinite(actual)):
        return expected == actual or (math.isnan(expected) and math.isnan(actual))
    return abs(expected - actual) <= tolerance * max(1.0, abs(expected))


# --- values -------------------------------------------------------------------------------
def same_value(
    expected: Any, actual: Any, *, tolerance: float = 1e-9, ordered: bool = True
) -> bool:
    """Return whether a result that came by value is the one that was expected.

    Python's own equality, with these differences: a list and a tuple are equal when their items
    are (JSON has no tuples); floats may differ by the tolerance, and NaN is NaN; a truth value
    is not a number.

    Args:
        expected: The reference.
        actual: The result.
        tolerance: Absolute or relative, whichever is larger; 0 for exact floats.
        ordered: Whether the order of the items of the outermost list matters.

    Example:
        >>> same_value([0.3, [1, 2]], (0.1 + 0.2, (1, 2)))
        True
        >>> same_value(1, True), same_value([1, 2], [2, 1], ordered=False)
        (False, True)
    """
    if not ordered and _is_list(expected) and _is_list(actual):
        return _same_items(expected, actual, tolerance)
    return _same(expected, actual, tolerance, 0)


def _is_list(value: Any) -> bool:
    return type(value) in (list, tuple)


def _same(expected: Any, actual: Any, tolerance: float, depth: int) -> bool:
    if depth > _DEEPEST:
        return False
    if _is_list(expected) and _is_list(actual):
        return len(expected) == len(actual) and all(
            _same(one, other, tolerance, depth + 1)
            for one, other in zip(expected, actual, strict=True)
        )
    if type(expected) is dict and type(actual) is dict:
        found = {_text_key(key): value for key, value in actual.items()}
        return len(expected) == len(found) == len(actual) and all(
            _text_key(key) in found and _same(value, found[_text_key(key)], tolerance, depth + 1)
            for key, value in expected.items()
        )
    if _is_number(expected) and _is_number(actual):
        return _same_number(expected, actual, tolerance)
    if type(expected) in (set, frozenset) and type(actual) in (set, frozenset):
        return bool(expected == actual)
    return type(expected) is type(actual) and bool(expected == actual)


def _text_key(key: Any) -> Any:
    # JSON has only text for keys: {1: "a"} stands as {"1": "a"} in a file of tests.
    return str(key) if type(key) is int else key


def _is_number(value: Any) -> bool:
    return type(value) in (int, float, complex, Decimal, Fraction)


def _same_number(expected: Any, actual: Any, tolerance: float) -> bool:
    if type(expected) is not float and type(actual) is not float:
        try:
            return bool(expected == actual)
        except ArithmeticError:  # a signalling NaN
            return False
    try:
        if type(expected) is float and math.isnan(expected):
            return type(actual) is float and math.isnan(actual)
        if expected == actual:
            return True
        # Two integers are never close, only equal; here at least one side is a float.
        return _close(float(expected), float(actual), tolerance)
    except (OverflowError, TypeError, ValueError, ArithmeticError):
        return False


def _same_items(expected: Sequence[Any], actual: Sequence[Any], tolerance: float) -> bool:
    """Compare as bags: items that are equal pair off, whatever their order."""
    if len(expected) != len(actual):
        return False
    if Counter(map(_key, expected)) == Counter(map(_key, actual)):
        return True
    # Items that are only nearly equal: near ones stand at the same place when both are sorted.
    try:
        one, other = sorted(expected, key=_order), sorted(actual, key=_order)
    except (TypeError, ArithmeticError):
        return False
    return _same(one, other, tolerance, 1)


def _order(value: Any) -> tuple[Any, ...]:
    if _is_list(value):
        return ("list", *(_order(item) for item in value))
    if type(value) in (int, float, Decimal, Fraction):
        return ("number", value)
    return (type(value).__name__, repr(value))


def _key(value: Any, depth: int = 0) -> Hashable:
    """Return something hashable that is equal for equal values."""
    if depth > _DEEPEST:
        return repr(type(value))
    if _is_list(value):
        return ("list", tuple(_key(item, depth + 1) for item in value))
    if type(value) is dict:
        return ("dict", frozenset((_key(k), _key(item, depth + 1)) for k, item in value.items()))
    if type(value) in (set, frozenset):
        return ("set", frozenset(value))
    return ("number", value) if _is_number(value) else (type(value).__name__, value)
