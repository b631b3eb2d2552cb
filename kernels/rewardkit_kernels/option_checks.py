"""Checks of option fields, each raising ValueError that names field, value and next step."""

from __future__ import annotations

import difflib
import math


def require_word(field: str, value: object, words: tuple[str, ...]) -> None:
    """Raise ValueError for a word that is none of `words`, naming the closest one."""
    if value in words:
        return
    near = difflib.get_close_matches(str(value), words, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"{field}={value!r} is not known; choose one of {', '.join(words)}.{hint}")


def require_number(field: str, value: object, *, above: float, including: bool) -> None:
    """Raise ValueError for booleans, text, NaN, infinity and numbers below the bound."""
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and (value > above or (including and value == above))
    ):
        return
    bound = f"at least {above:g}" if including else f"above {above:g}"
    raise ValueError(f"{field}={value!r} must be a finite number {bound}.")


def require_truth(field: str, value: object) -> None:
    """Raise ValueError for anything but True and False."""
    if not isinstance(value, bool):
        raise ValueError(f"{field}={value!r} must be True or False.")
