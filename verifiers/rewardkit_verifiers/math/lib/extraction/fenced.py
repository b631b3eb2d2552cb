"""A closing fence of code around one value: it announces the answer as a box would."""

from __future__ import annotations

import re

_LONGEST = 240
_FENCE = re.compile(
    r"(?:[:：]|\b(?:is|are|equals|ist|est|es|é|è)|[是为は])[*_ \t]*\n\s*(?P<fence>```|~~~)"
    r"(?:text|txt|plain(?:text)?|math|latex|tex|output|answer|result|python)?[ \t]*\n"
    r"[ \t]*(?P<value>[^\n`~]{1,80}?)[ \t]*\n[ \t]*(?P=fence)\s*\Z",
    re.IGNORECASE,
)
# A call, an assignment or an import is a program; its value is not written.
_PROGRAM = re.compile(r"[A-Za-z_]\w{2,}\s?[(\[.]|\b(?:import|return|def|print|echo)\b|;\s*\Z|#")


def unfenced(text: str) -> str:
    r"""Return a text that ends on a value in a fence of code without the fence.

    Args:
        text: The completion.

    Example:
        >>> unfenced("The answer is:\n```\n45\n```")
        'The answer is:\n45'
        >>> unfenced("Run this:\n```\nprint(45)\n```")
        'Run this:\n```\nprint(45)\n```'
    """
    if not text.endswith(("```", "~~~")):
        return text
    floor = max(0, len(text) - _LONGEST)
    found = _FENCE.search(text, floor)
    if found is None or _PROGRAM.search(found["value"]) is not None:
        return text
    if text.count(found["fence"]) % 2:
        return text
    return text[: found.start("fence")] + found["value"]
