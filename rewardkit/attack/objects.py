"""References that are objects: their text, their values, and objects with other values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

_LONGEST = 20_000
_DEEPEST = 40


def object_text(value: Mapping[Any, Any]) -> str:
    """Return a mapping as JSON; an empty text where it is none with names as keys."""
    if not value or not all(isinstance(key, str) for key in value):
        return ""
    try:
        return json.dumps(dict(value), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return ""


def object_of(text: str) -> dict[str, Any] | None:
    """Return the object that a JSON text is, or None.

    Example:
        >>> object_of('{"a": 1}'), object_of("[1]"), object_of("a: 1")
        ({'a': 1}, None, None)
    """
    plain = text.strip()
    if plain[:1] != "{" or plain[-1:] != "}" or len(plain) > _LONGEST or _depth(plain) > _DEEPEST:
        return None
    try:
        found = json.loads(plain)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found else None


def _depth(text: str) -> int:
    """Return a bound of how deep brackets nest, those inside of texts counted too."""
    depth = deepest = 0
    for sign in text:
        if sign in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "}]":
            depth -= 1
    return deepest


def wrong_value(value: Any) -> Any:
    """Return another value of the same kind.

    Example:
        >>> wrong_value({"a": [1, "x"], "b": True})
        {'a': [1018, 'zzq'], 'b': False}
    """
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        # Added to a large float, a small number is lost.
        return value + 1017 if abs(value) < 10**9 else value // 2
    if isinstance(value, str):
        return "zzq" if value.strip().casefold() != "zzq" else "qzz"
    if isinstance(value, list):
        return [wrong_value(one) for one in value] if value else ["zzq"]
    if isinstance(value, dict):
        return {key: wrong_value(one) for key, one in value.items()} if value else {"zzq": 1}
    return "zzq"


def leaves(value: Any) -> Iterator[str]:
    """Yield the texts and numbers of an object, whatever it nests."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield str(value)


def states_object(text: str, value: Mapping[str, Any]) -> bool:
    """Return True if a reply holds every text and number of an object.

    A reply that is paid without them answers a demand, such as a number of words, and may be right
    under several.
    """
    said = text.casefold()
    parts = list(leaves(value))
    return bool(parts) and all(part.casefold() in said for part in parts)
