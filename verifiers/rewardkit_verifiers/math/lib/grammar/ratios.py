"""Ratios in words: 9 to 16, the ratio is $9$ to $16$, 3 to 4 to 5."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.spoken import number_word

_LONGEST, _MOST_DIGITS = 80, 9
_DRESS = re.compile(r"\\(?:text|mathrm)\s?\{([^{}]*)\}|\\[,;:! ]|[${}*`~]|\\[()]")
_TERM = r"(?:\d{1,9}(?:\.\d{1,6})?|[a-z]{3,9})"
_TO = r"\s*(?:(?<=\s)(?:is )?to(?=\s)|[:：∶]|(?<=\s)(?:zu|à|a|к|naar|till)(?=\s)|比|对|對|대)\s*"
_RATIO = re.compile(
    r"(?:(?:(?:so|hence|thus|therefore),? )?(?:it is |(?:the |its |their )?ratio(?: is|:)? |in the"
    rf" ratio(?: of)? )?)({_TERM}(?:{_TO}{_TERM}){{1,3}})\.?",
    re.IGNORECASE,
)
_SPLIT = re.compile(_TO, re.IGNORECASE)


def told_ratio(text: str) -> str | None:
    """Return a ratio that is told in words as one with colons, or None.

    Example:
        >>> told_ratio("the ratio is $9$ to $16$"), told_ratio("three to four"), told_ratio("9, 6")
        ('9:16', '3:4', None)
    """
    if len(text) > _LONGEST:
        return None
    plain = " ".join(_DRESS.sub(r" \1 ", text).split())
    found = _RATIO.fullmatch(plain)
    if found is None:
        return None
    terms = [term.strip() for term in _SPLIT.split(found[1])]
    values = [term if term[:1].isdigit() else number_word(term) for term in terms]
    return None if None in values else ":".join(map(str, values))
