"""Syllables of English words, by syllapy's dictionary and rules."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rewardkit.errors import MissingExtra


@lru_cache(maxsize=1)
def _count() -> Any:
    try:
        import syllapy
    except ModuleNotFoundError:
        raise MissingExtra("Counting syllables", "follow") from None
    return syllapy.count


@lru_cache(maxsize=20_000)
def syllables_of(word: str) -> int:
    """Return the number of syllables of an English word.

    Raises:
        MissingExtra: syllapy is not installed.

    Example:
        >>> [syllables_of(word) for word in ("cat", "little", "banana")]
        [1, 2, 3]
    """
    # A longer one is no word, and the rules look at each letter.
    return int(_count()(word[:100]))
