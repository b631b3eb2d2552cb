"""A second count behind a marked answer, which replaces it: let me recount, 7 + 7 = 14."""

from __future__ import annotations

import re

_VALUE = r"[$*＄€£]{0,3}(-?(?:\d[\d,]*\.?\d*(?:/\d+)?)(?<![.,]))"
_AGAIN = re.compile(
    r"(?:^|[.!?;:…()\n])[\s*_(]*(?:(?:oh|ah|but|hmm+|wait|hold on|actually|no|oops|sorry|ok(?:ay)?)"
    r"\b[\s,.!…–—-]*){0,3}(?:"
    r"(?:edit|update|correction|erratum|corrected|korrektur|correction|corrección|correção"
    r"|correzione|исправление)\b"
    r"|(?:let me|let['’]s|i(?:['’]ll| will| should| must| need to)?|on) (?:just )?(?:re-?(?:count"
    r"|do|add|comput|calculat|consider|work|think|start|tr|evaluat)\w*|(?:count|add|do|compute"
    r"|calculate|try|start|think) (?:that |this |it |them )?(?:once more|again|over))\b"
    r"|re-?(?:count|do|add|comput|calculat|evaluat)ing\b"
    r"|i (?:made|see) (?:a|an|my|the) (?:\w+ )?(?:mistake|error|slip)\b|i (?:mis\w+|forgot)\b)",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"(?:[=:]|\b(?:is|are|gives?|gets?|got|makes?|have|has|so|yields?|be|find|to|ist|sind|est|sont|es"
    r"|son|é|são|è|sono))\s(?:exactly |now )?"
    rf"{_VALUE}(?![\d.]*\s?[-+*/×·^=])(?:\s?[^\W\d_%]{{1,14}}|\s?%)?(?=[*\s)]*(?:[.!;,\n)]|\Z))"
)
# The same once more is no correction.
_STANDS = re.compile(
    r"\b(?:yes|confirm\w*|indeed|still|same|stands?|agrees?|match\w*|checks? out|correct|✓|right)\b"
    r"|[✓✅✔]|\b(?:check|verif|plug|substitut)\w*",
    re.IGNORECASE,
)
_WINDOW = 300


def redone(behind: str) -> tuple[str, int] | None:
    """Return the last value of a second count behind an answer, with where it ends, or None.

    Args:
        behind: The text behind the answer.

    Example:
        >>> redone(". Hmm, let me recount: 7 + 7 = 14. So 14 apples.")
        ('14', 33)
        >>> redone(". Let me check: 3 * 5 + 4 = 19.")
    """
    window = behind[:_WINDOW]
    again = _AGAIN.search(window)
    if again is None or _STANDS.search(window, again.end()) is not None:
        return None
    found = list(_STATED.finditer(window, again.end()))
    return (found[-1][1], found[-1].end(1)) if found else None
