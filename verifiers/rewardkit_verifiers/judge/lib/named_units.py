"""Signs that a reply may write behind the number of a reference, since its question speaks of them.

`°`, `%` or `m` behind a number makes another quantity of it: a power, a part, millions. Where the
question, the reference or the figures of the reply are of that kind, it is only their unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_PERCENT = " percent per cent prozent pour cent por ciento per cento por cento procent процент"
_LENGTHS = (
    r"\bmet(?:er|re)s?\b|\d\s?m\b|\b(?:perimeter|distance|length|height|width|radius|diameter)\b"
    r"|\bhow (?:long|tall|high|deep|far|wide)\b|周长|距离|长度|高度|宽度|长为|多长|多高"
)
_ANGLES = (
    r"degree|\bangles?\b|∠|°|\\circ|\\widehat|\barcs?\b|winkel\b|\bángulo|\bangolo|\bугол|角|度数"
)
# Signs of units that could be read as thousands or as a function, where the question names them.
_SIGNS = (
    (_PERCENT, re.compile(r"%|per\s?cent|prozent|pour cent|por cient|процент", re.IGNORECASE)),
    ("°", re.compile(_ANGLES, re.IGNORECASE)),
    (" k", re.compile(r"\bkelvin", re.IGNORECASE)),
    (" m", re.compile(_LENGTHS, re.IGNORECASE)),
)
_SHARE_OF = re.compile(r"(?<=\d)\s?%(?=\s(?:of|von|de|di|do|van)\s+(?:the\s+)?[$€£]?\d)")
# Three values in percent of a reply: what it compares are shares, unless things are counted.
_SHARES, _IN_SHARES = re.compile(r"\d\s?\\?%(?!\s+of\b)"), 3
_COUNTS = re.compile(r"\bhow (?:many|much)\b|\b(?:number|count|amount) of\b|多少|几|[$€£]", re.I)
_NTH = re.compile(r"\d{1,3}(?:st|nd|rd|th)", re.IGNORECASE)
_CIRCLE = re.compile(r"\s?\^\s?(?:\{\s?)?\\circ(?:\s?\})?")


def allowed_words(text: str, golds: Sequence[Any], prompt: str) -> str:
    """Return the words and signs that are not held against a reply: the question's, and its units.

    Args:
        text: The reply.
        golds: The references.
        prompt: The question.

    Example:
        >>> allowed_words("It is 38°.", ["38"], "Find the angle.")
        'Find the angle. 38 °'
        >>> allowed_words("It is 64%.", ["64"], "How many are blue?")
        'How many are blue? 64'
    """
    allowed = " ".join(map(str, (prompt, *golds)))
    if any(_NTH.fullmatch(str(gold).strip()) for gold in golds):
        allowed += " century place"
    if not any("%" in str(gold) for gold in golds):
        allowed = _SHARE_OF.sub(" ", allowed)  # of "15% of 80" the answer is no percentage
    allowed += "".join(f" {sign}" for sign, name in _SIGNS if name.search(allowed))
    if "%" in text and not _COUNTS.search(prompt) and len(_SHARES.findall(text)) >= _IN_SHARES:
        allowed += f"{_PERCENT} %"
    return allowed


def with_degrees(text: str) -> str:
    r"""Return a text whose degrees in LaTeX are the sign.

    Example:
        >>> with_degrees(r"38^{\circ} and 5^\circ")
        '38° and 5°'
    """
    return _CIRCLE.sub("°", text) if "\\circ" in text else text
