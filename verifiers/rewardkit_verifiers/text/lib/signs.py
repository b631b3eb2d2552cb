"""Whether the numbers of a mention have the signs of the accepted answer: -5 is not 5."""

from __future__ import annotations

import re

from rewardkit_verifiers.text.lib.mentions import Mention
from rewardkit_verifiers.text.lib.tokens import tokens

# A dash right before a number and behind nothing that it could join to: no range, date or F-16.
_MINUS = re.compile(
    r"(?:(?:^|[(\[{=:*_\"'$,;|]|(?<![\d,–-])\s)[-−–][$€£]?|\b(?:minus|negative)\s)$",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"\W{0,3}(?:degrees?\W{1,3})?(?:\w{1,10}\s)?below\s(?:zero|freezing)\b", re.IGNORECASE
)
_NEAR = 12


def same_signs(text: str, mention: Mention) -> bool:
    """Return whether each number of a mention is below zero where that of its alias is.

    Args:
        text: The reply.
        mention: Where an alias is said in it.
    """
    own = mention.alias.text
    wanted = [is_minus(own, one.start, one.end) for one in tokens(own) if one.form[0].isdigit()]
    said = [
        is_minus(text, mention.start + one.start, mention.start + one.end)
        for one in tokens(text[mention.start : mention.end])
        if one.form[0].isdigit()
    ]
    return len(wanted) != len(said) or wanted == said


def is_minus(text: str, start: int, end: int) -> bool:
    """Return whether a number is below zero.

    Args:
        text: Any text.
        start: Where the number begins.
        end: Where it ends.

    Example:
        >>> is_minus("It is -50.", 7, 9), is_minus("1914-1918", 5, 9), is_minus("- 5", 2, 3)
        (True, False, False)
    """
    low = max(0, start - _NEAR)
    before = text[low:start] if low == 0 else f"x{text[low:start]}"
    return bool(_MINUS.search(before) or _BELOW.match(text, end))
