"""Emoji, by the properties that Unicode gives to characters."""

from __future__ import annotations

import re

import regex

# Digits, # and * are emoji only with a keycap, and regional letters only in pairs.
_EMOJI = regex.compile(r"[\p{Emoji}--[0-9#*]--[\U0001F1E6-\U0001F1FF]]", regex.V1)
_OTHERS = re.compile(r"[^\x00-\x7f]")


def is_emoji(char: str) -> bool:
    """Return True if a character is an emoji in itself.

    Example:
        >>> is_emoji("🙂"), is_emoji("1"), is_emoji("a")
        (True, False, False)
    """
    return len(char) == 1 and char > "\x7f" and _EMOJI.match(char) is not None


def emojis_in(text: str) -> list[str]:
    """Return the characters of a text that are emoji in themselves.

    Example:
        >>> emojis_in("Yes 🙂, 1 #")
        ['🙂']
    """
    return [] if text.isascii() else list(filter(is_emoji, _OTHERS.findall(text)))
