"""The language of a text, by py3langid."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rewardkit.errors import MissingExtra

# Longer texts are known by their beginning, middle and end.
_LONGEST = 6_000


@lru_cache(maxsize=1)
def _classify() -> Any:
    try:
        import py3langid
    except ModuleNotFoundError:
        raise MissingExtra("Recognising languages", "text") from None
    return py3langid.classify


@lru_cache(maxsize=512)
def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language that a text is written in.

    Raises:
        MissingExtra: py3langid is not installed.

    Example:
        >>> language_of("Das Wetter ist heute schön."), language_of("The weather is fine today.")
        ('de', 'en')
    """
    if len(text) > _LONGEST:
        third, middle = _LONGEST // 3, len(text) // 2
        text = text[:third] + text[middle : middle + third] + text[-third:]
    code, _ = _classify()(text)
    return str(code)
