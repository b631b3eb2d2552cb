"""Compare what came back with what was expected: in our process, as data, running nothing."""

from __future__ import annotations

import math
import re
from typing import Any, Literal

Style = Literal["tokens", "exact"]
# ASCII only: `float` would also read other scripts' digits, underscores, and words like "nan".
_NUMBER = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,4})?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
RELATIVE, ABSOLUTE = 1e-6, 1e-9


def same_output(
    got: bytes, expected: bytes, *, style: Style = "tokens", tolerance: float = RELATIVE
) -> bool:
    """Whether a program's standard output is the expected one.

    Args:
        got: What it wrote.
        expected: What it should have written.
        style: `exact` compares bytes. `tokens` compares line by line, and words within a line;
            the amount of blank space between words, at the ends of lines and at the end of the
            output does not matter. Words are compared letter by letter, whole numbers too; only
            where the expected word is a decimal fraction may the other one be off a little.
        tolerance: How much, relative to the expected number (0 for not at all).

    Example:
        >>> same_output(b"3 \\r\\n", b"3\\n"), same_output(b"0.3333333", b"0.33333334")
        (True, True)
        >>> same_output(b"1000000000", b"1000000007"), same_output(b"yes", b"YES")
        (False, False)
    """
    if style == "exact":
        return got == expected
    ours, theirs = _lines(got), _lines(expected)
    return len(ours) == len(theirs) and all(
        _same_line(a, b, tolerance) for a, b in zip(ours, theirs, strict=True)
    )


def _lines(data: bytes) -> list[bytes]:
    lines = [line.strip() for line in data.replace(b"\r\n", b"\n").split(b"\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _same_line(got: bytes, expected: bytes, tolerance: float) -> bool:
    if got == expected:
        return True
    ours, theirs = got.split(), expected.split()
    return len(ours) == len(theirs) and all(
        a == b or _close(a, b, tolerance) for a, b in zip(ours, theirs, strict=True)
    )


def _close(got: bytes, expected: bytes, tolerance: float) -> bool:
    """Whether a number is near enough to an expected decimal fraction."""
    a, b = got.decode("latin-1"), expected.decode("latin-1")
    if _WHOLE.fullmatch(b) or not (_NUMBER.fullmatch(a) and _NUMBER.fullmatch(b)):
        return False
    x, y = float(a), float(b)
    if not (math.isfinite(x) and math.isfinite(y)):
        return False
    return abs(x - y) <= max(tolerance * abs(y), ABSOLUTE if tolerance else 0.0)


def same_value(got: Any, expected: Any, *, tolerance: float = RELATIVE, depth: int = 0) -> bool:
    """Whether the value that a call gave is the expected one.

    Both are plain data by now. A list and a tuple with the same items are the same, since test
    files in JSON have only lists; True and 1 are not; floats may be off a little; `nan` is the
    same as `nan`.

    Example:
        >>> same_value((1, 2), [1, 2]), same_value(True, 1), same_value(0.1 + 0.2, 0.3)
        (True, False, True)
    """
    if depth > 200 or isinstance(got, bool) is not isinstance(expected, bool):
        return False
    if isinstance(expected, (list, tuple)):
        return (
            isinstance(got, (list, tuple))
            and len(got) == len(expected)
            and all(
                same_value(a, b, tolerance=tolerance, depth=depth + 1)
                for a, b in zip(got, expected, strict=True)
            )
        )
    if isinstance(expected, dict):
        return _same_dict(got, expected, tolerance, depth)
    if isinstance(expected, float) and type(got) in (int, float):
        return _same_float(_as_float(got), expected, tolerance)
    if isinstance(got, float) and isinstance(expected, int):
        return got == expected
    return type(got) is type(expected) and bool(got == expected)


def _as_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _same_dict(got: Any, expected: dict[Any, Any], tolerance: float, depth: int) -> bool:
    if not isinstance(got, dict) or len(got) != len(expected):
        return False
    keys = {_key(key): value for key, value in got.items()}
    return all(
        _key(key) in keys
        and same_value(keys[_key(key)], value, tolerance=tolerance, depth=depth + 1)
        for key, value in expected.items()
    )


def _key(key: Any) -> Any:
    """A JSON object has only text for keys: `{1: "a"}` comes out of a test file as `{"1": "a"}`."""
    return str(key) if isinstance(key, int) and not isinstance(key, bool) else key


def _same_float(got: float, expected: float, tolerance: float) -> bool:
    if math.isnan(expected) or math.isnan(got):
        return math.isnan(expected) and math.isnan(got)
    if math.isinf(expected) or math.isinf(got):
        return got == expected
    return abs(got - expected) <= max(tolerance * abs(expected), ABSOLUTE if tolerance else 0.0)
