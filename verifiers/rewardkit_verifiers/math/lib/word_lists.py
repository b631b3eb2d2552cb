"""Word lists as one text each: shorter to read and to change than a list of quoted words."""

from __future__ import annotations


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a text.

    Example:
        >>> listed("sin cos tan")
        ('sin', 'cos', 'tan')
    """
    return tuple(text.split())
