"""A strict JSON reader: no duplicate key, no NaN and no infinity."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Literal


class NotStrict(ValueError):
    """A text is not JSON, or JSON that readers may understand differently.

    Attributes:
        kind: `twice` for a repeated key, `constant` for NaN and infinities, `syntax`, or `deep`.
        what: The key, the constant, or the parser's message.
        line: The line, counted from 1; 0 if unknown.
        column: The column, counted from 1; 0 if unknown.
    """

    def __init__(
        self,
        kind: Literal["twice", "constant", "syntax", "deep"],
        what: str,
        line: int = 0,
        column: int = 0,
    ) -> None:
        super().__init__(what)
        self.kind = kind
        self.what = what
        self.line = line
        self.column = column


def strict_json(text: str) -> Any:
    """Return the JSON value of a text.

    Raises:
        NotStrict: The text is not JSON, or readers would understand it differently.

    Example:
        >>> strict_json('{"a": [1, 2]}')
        {'a': [1, 2]}
        >>> strict_json('{"a": 1, "a": 2}')
        Traceback (most recent call last):
        rewardkit.data.strict_json.NotStrict: a
    """
    return _strict(_DECODER.decode, text)


def strict_json_at(text: str, start: int) -> tuple[Any, int]:
    """Return the JSON value that begins at a place of a text, and the place behind it.

    Raises:
        NotStrict: No JSON begins there, or readers would understand it differently.

    Example:
        >>> strict_json_at('x = {"a": 1};', 4)
        ({'a': 1}, 12)
    """
    if start >= len(text):
        raise NotStrict("syntax", "the text ends where a value should begin")
    found: tuple[Any, int] = _strict(_DECODER.raw_decode, text, start)
    return found


def _strict(read: Callable[..., Any], *given: Any) -> Any:
    try:
        return read(*given)
    except json.JSONDecodeError as error:
        raise NotStrict("syntax", error.msg, error.lineno, error.colno) from None
    except RecursionError:
        raise NotStrict("deep", "nested too deeply") from None
    except NotStrict:
        raise
    except ValueError as error:  # a number of more digits than Python reads
        raise NotStrict("syntax", str(error)) from None


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the pairs of a JSON object as a mapping, for `json.loads(object_pairs_hook=...)`.

    Raises:
        NotStrict: A key is given twice.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise NotStrict("twice", key)
            seen.add(key)
    return found


def _no_constant(word: str) -> Any:
    raise NotStrict("constant", word)


_DECODER = json.JSONDecoder(object_pairs_hook=once, parse_constant=_no_constant)
