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
from typing import Any, Literal, NamedTuple

from rewardkit_sandbox.protocol.values import as_list

How = Literal["contest", "tokens", "lines", "exact", "float", "layout"]
_INTEGER = re.compile(rb"[+-]?[0-9]{1,4000}")
# ASCII digits only, and neither underscores nor words: `float` would read all of these.
_NUMBER = re.compile(
    rb"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?"
)
# 5 and 5.0, not 05, +5, 5. or 5e0.
_PLAIN_INTEGER = re.compile(rb"-?(?:0|[1-9][0-9]{0,3999})")
_WHOLE = re.compile(rb"(-?(?:0|[1-9][0-9]{0,3999}))\.0{1,400}")
# A number written to a fixed and small number of decimals: 3.10, but not 3.5 or 0.3333333.
_FIXED = re.compile(rb"-?[0-9]{1,400}\.[0-9]{1,3}0")
_DEEPEST = 220
_ROUNDING = 1e-9  # what a float may be off where an integer is expected


# --- outputs ------------------------------------------------------------------------------
def same_output(
    expected: bytes,
    actual: bytes,
    how: How = "contest",
    tolerance: float = 1e-6,
    absolute: float | None = None,
) -> bool:
    r"""Return whether an output is the one that was expected.

    | how | equal are |
    | --- | --- |
    | `contest` | the same words on the same lines; numbers as below |
    | `tokens` | the same words in the same order, whatever blanks stand between them |
    | `lines` | the same lines, but for blanks at their ends and empty lines at the end |
    | `exact` | the same bytes, but for line ends and one line end at the very end |
    | `float` | as tokens; a number with a point or exponent may be off by the tolerance |
    | `layout` | as float, line by line; an expected integer only as it is written |

    Integers are compared as integers: 1000000000 is not nearly 1000000007.

    Under `contest` an integer has to be written as one, or with a point and zeros (5, 5.0); a
    number with leading zeros or a sign is text (0042); one of up to four decimals that ends in a
    zero was written to a fixed width, and so is an answer to it (3.10, not 3.1); any other number
    may be off by the tolerance. Blanks at the ends of lines, and empty lines at the beginning and
    the end, do not count.

    Args:
        expected: The reference output.
        actual: What the program wrote.
        how: One of the above.
        tolerance: Relative to the expected number, for `float` and `layout`.
        absolute: What may be off in any case; by default as much as the tolerance.

    Example:
        >>> same_output(b"1 2\n", b"1  2"), same_output(b"1 2\n", b"1\n2")
        (True, False)
        >>> same_output(b"0042", b"42"), same_output(b"0042", b"42", "float")
        (False, True)
        >>> same_output(b"0.333333333", b"0.3333333", "float")
        True
        >>> same_output(b"1000000007", b"1000000000", "float")
        False
    """
    if how == "exact":
        return _exact(expected) == _exact(actual)
    if how == "lines":
        return _lines(expected) == _lines(actual)
    floor = tolerance if absolute is None else absolute
    if how not in ("layout", "contest"):
        return _same_words(expected.split(), actual.split(), how, tolerance, floor)
    if how == "contest":
        expected, actual = expected.strip(), actual.strip()
    ours, theirs = _lines(expected), _lines(actual)
    return len(ours) == len(theirs) and all(
        one == other or _same_words(one.split(), other.split(), how, tolerance, floor)
        for one, other in zip(ours, theirs, strict=True)
    )


def _same_words(
    expected: list[bytes], actual: list[bytes], how: How, tolerance: float, floor: float
) -> bool:
    if how == "tokens" or len(expected) != len(actual):
        return expected == actual
    return all(
        one == other or _same_number_word(one, other, how, tolerance, floor)
        for one, other in zip(expected, actual, strict=True)
    )


def _exact(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").removesuffix(b"\n")


def _lines(data: bytes) -> list[bytes]:
    return [line.rstrip() for line in data.rstrip().split(b"\n")]


def _same_number_word(
    expected: bytes, actual: bytes, how: How, tolerance: float, floor: float
) -> bool:
    if not _NUMBER.fullmatch(expected) or not _NUMBER.fullmatch(actual):
        return False
    if how == "contest":
        if _PLAIN_INTEGER.fullmatch(expected):
            whole = _WHOLE.fullmatch(actual)
            return whole is not None and whole[1] == expected
        if _INTEGER.fullmatch(expected) or _short_of(expected, actual):
            return False
    if _INTEGER.fullmatch(expected):
        return how == "float" and Decimal(expected.decode()) == Decimal(actual.decode())
    one, other = float(expected), float(actual)
    return math.isfinite(one) and math.isfinite(other) and _close(one, other, tolerance, floor)


def _short_of(expected: bytes, actual: bytes) -> bool:
    """Whether a number of fixed decimals was expected, and another number of them came."""
    if not _FIXED.fullmatch(expected) or float(expected) == 0.0:
        return False
    return len(expected.rpartition(b".")[2]) != len(actual.partition(b".")[2])


def _close(expected: float, actual: float, tolerance: float, floor: float) -> bool:
    if not (math.isfinite(expected) and math.isfinite(actual)):
        return expected == actual or (math.isnan(expected) and math.isnan(actual))
    return abs(expected - actual) <= max(floor, tolerance * abs(expected))


# --- values -------------------------------------------------------------------------------
def same_value(
    expected: Any,
    actual: Any,
    *,
    tolerance: float = 1e-9,
    absolute: float | None = None,
    ordered: bool = True,
) -> bool:
    """Return whether a result that came by value is the one that was expected.

    Python's own equality, with these differences: a list and a tuple are equal when their items
    are (JSON has no tuples), and so is what else has items in an order, an iterator, a range, a
    deque; where a float is expected, a number may be off by the tolerance, and NaN is NaN; a
    truth value is not a number.

    Args:
        expected: The reference.
        actual: The result.
        tolerance: Relative to the expected number; 0 for exact floats.
        absolute: What may be off in any case; by default as much as the tolerance.
        ordered: Whether the order of the items of the outermost list matters.

    Example:
        >>> same_value([0.3, [1, 2]], (0.1 + 0.2, (1, 2)))
        True
        >>> same_value(1, True), same_value([1, 2], [2, 1], ordered=False)
        (False, True)
    """
    near = Near(tolerance, tolerance if absolute is None else absolute)
    actual = _listed(expected, actual)
    if not ordered and _is_list(expected) and type(actual) in (set, frozenset):
        actual = list(actual)  # a set has no order that could be wrong
    if not ordered and _is_list(expected) and _is_list(actual):
        return _same_items(expected, actual, near)
    return _same(expected, actual, near, 0)


_ABSENT = object()


class Near(NamedTuple):
    """How far a float may be off: relative to what is expected, and in any case."""

    tolerance: float
    absolute: float


def _is_list(value: Any) -> bool:
    return type(value) in (list, tuple)


def _listed(expected: Any, actual: Any) -> Any:
    return as_list(actual) if _is_list(expected) else actual


def _same(expected: Any, actual: Any, near: Near, depth: int) -> bool:
    if depth > _DEEPEST:
        return False
    actual = _listed(expected, actual)
    if _is_list(expected) and _is_list(actual):
        return len(expected) == len(actual) and all(
            _same(one, other, near, depth + 1) for one, other in zip(expected, actual, strict=True)
        )
    if type(expected) is dict and type(actual) is dict:
        # JSON has only text for keys: {1: "a"} stands as {"1": "a"} in a file of tests.
        texts = {str(key): value for key, value in actual.items() if type(key) is int}
        return len(expected) == len(actual) and all(
            _same(value, actual.get(key, texts.get(key, _ABSENT)), near, depth + 1)
            for key, value in expected.items()
        )
    if _is_number(expected) and _is_number(actual):
        return _same_number(expected, actual, near)
    if type(expected) in (set, frozenset) and type(actual) in (set, frozenset):
        return bool(expected == actual)
    return type(expected) is type(actual) and bool(expected == actual)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float, complex, Decimal, Fraction)


def _same_number(expected: Any, actual: Any, near: Near) -> bool:
    if type(expected) is not float:
        try:
            # An integer is not the nearer to another one the larger both are; what a float of
            # it may be off is a matter of rounding.
            rounded = type(expected) is int and type(actual) is float and abs(expected) < 1 << 53
            floor = min(near.absolute, _ROUNDING)
            return bool(expected == actual) or (rounded and abs(expected - actual) <= floor)
        except ArithmeticError:  # a signalling NaN
            return False
    try:
        if math.isnan(expected):
            return type(actual) is float and math.isnan(actual)
        return bool(expected == actual) or _close(expected, float(actual), *near)
    except (OverflowError, TypeError, ValueError, ArithmeticError):
        return False


def _same_items(expected: Sequence[Any], actual: Sequence[Any], near: Near) -> bool:
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
    return _same(one, other, near, 1)


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
