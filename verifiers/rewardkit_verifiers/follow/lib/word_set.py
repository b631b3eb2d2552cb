"""Word lists written as running text."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, without order.

    Example:
        >>> sorted(word_set("and but or"))
        ['and', 'but', 'or']
    """
    return frozenset(text.split())
