"""Labels of rows: whether people call a completion right, as they write it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from rewardkit.data.sample_files import Row
from rewardkit.errors import InputError

_PAIRS = (
    ("true", "false"),
    ("t", "f"),
    ("yes", "no"),
    ("y", "n"),
    ("correct", "incorrect"),
    ("right", "wrong"),
    ("pass", "fail"),
    ("1", "0"),
    ("1.0", "0.0"),
)
_WORDS = {word: truth for pair in _PAIRS for word, truth in zip(pair, (True, False), strict=True)}


class BadLabel(InputError):
    """A label is neither true nor false."""


def truth_of(value: Any) -> bool | None:
    """Return the truth of a label; None where there is none: null, NaN or an empty cell.

    Read are true and false, t and f, yes and no, y and n, correct and incorrect, right and wrong,
    pass and fail in any case, and 1 and 0, as values or as text.

    Raises:
        BadLabel: It is anything else.

    Example:
        >>> truth_of("Correct"), truth_of("0.0"), truth_of("")
        (True, False, None)
    """
    if isinstance(value, str) and not value.strip():
        return None
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bool | int | float) and value in (0, 1):
        return bool(value)
    found = _WORDS.get(str(value).strip().lower())
    if found is None:
        raise BadLabel(f"label {str(value)[:60]!r} is neither true nor false")
    return found


def number_of(value: Any) -> float | None:
    """Return the number of a label: 1 for right, 0 for wrong, else that on its scale, also as text.

    None stands for no label, and for what is no finite number.

    Example:
        >>> number_of("pass"), number_of("3.5"), number_of("maybe")
        (1.0, 3.5, None)
    """
    try:
        truth = truth_of(value)
    except BadLabel:
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            return None
        return number if math.isfinite(number) else None
    return None if truth is None else float(truth)


def labelled_rows(rows: Iterable[Row], column: str) -> Iterator[Row]:
    """Yield rows as they are read, and refuse the first whose label cannot be read.

    Raises:
        InputError: A label is neither true nor false; names its row.
    """
    for row in rows:
        try:
            truth_of(row.data.get(column))
        except BadLabel as error:
            raise InputError(row.located(str(error))) from None
        yield row
