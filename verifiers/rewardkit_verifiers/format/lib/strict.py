"""JSON as RFC 8259 has it: no duplicate keys, no NaN, no depth that breaks a reader."""

from __future__ import annotations

import math
from json import JSONDecodeError, JSONDecoder
from typing import Any

# RFC 8259 section 9 lets a reader set limits; these hold at any depth of our own call stack.
DEEPEST = 100
LONGEST_NUMBER = 1000


class NotJson(Exception):
    """A text is not one JSON value that every reader understands alike."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def read(text: str) -> Any:
    r"""Return the one JSON value that a text is.

    Raises:
        NotJson: With a reason: `not_json`, `text_around`, `duplicate_key`, `too_deep`,
            `bad_number` or `lone_surrogate`.

    Example:
        >>> read('{"name": "An\\u00e1"}')
        {'name': 'Aná'}
        >>> read('{"a": 1, "a": 2}')
        Traceback (most recent call last):
        rewardkit_verifiers.format.lib.strict.NotJson: the key 'a' occurs twice in one object
    """
    text = text.strip(" \t\r\n\ufeff")
    try:
        value, end = _DECODER.raw_decode(text)
    except JSONDecodeError as error:
        raise NotJson(
            "not_json", f"{error.msg} at line {error.lineno} column {error.colno}"
        ) from None
    except RecursionError:
        raise NotJson("too_deep", f"nested more than {DEEPEST} deep") from None
    if end < len(text):
        raise NotJson("text_around", f"after the JSON value stands {text[end : end + 40]!r}")
    _inspect(value)
    return value


def _inspect(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST + 1):
        inner: list[Any] = []
        for item in level:
            if isinstance(item, str):
                _refuse_surrogates(item)
            elif isinstance(item, dict):
                inner += item
                inner += item.values()
            elif isinstance(item, list):
                inner += item
        if not inner:
            return
        level = inner
    raise NotJson("too_deep", f"nested more than {DEEPEST} deep")


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotJson("lone_surrogate", "a string holds half of a surrogate pair") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise NotJson("duplicate_key", f"the key {key[:60]!r} occurs twice in one object")
            seen.add(key)
    return found


def _constant(word: str) -> Any:
    raise NotJson("not_json", f"{word} is not JSON")


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise NotJson("bad_number", f"a number of {len(digits)} digits")
    return int(digits)


def _real(digits: str) -> float:
    value = float(digits) if len(digits) <= LONGEST_NUMBER else math.inf
    if not math.isfinite(value):
        raise NotJson("bad_number", f"the number {digits[:40]} is out of range")
    return value


_DECODER = JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_real
)
