"""The turn that answers: what a base model asks and answers itself behind it is left out."""

from __future__ import annotations

import re

_NEXT = re.compile(
    r"\n[ \t]{0,4}[#*>]{0,4}[ \t]{0,2}(?:q(?:uestion)?(?:\s?\d{1,3})?|user|human|student|prompt"
    r"|instruction|problem(?:\s?\d{1,3})?)[*]{0,2}[ \t]{0,2}[:.][*]{0,2}[ \t]",
    re.IGNORECASE,
)


def first_turn(text: str) -> str:
    r"""Return a reply up to where it poses a question of its own.

    Example:
        >>> first_turn("Mercury\n\nQ: Which one is red?\nA: Mars"), first_turn("Q: Who?\nA: Ann")
        ('Mercury', 'Q: Who?\nA: Ann')
    """
    found = _NEXT.search(text)
    if found is None or not text[: found.start()].strip():
        return text
    return text[: found.start()].rstrip()
