"""Sentences as the checkers of IFBench's training set split them: by the marks `.`, `?`, `!`.

A line break is a blank there, a mark before a closing quote stands behind it, and full stops of
some titles, domains, numbers and initials end nothing.
"""

from __future__ import annotations

import re

# Characters that no reply holds after `split_by_rules` has removed them.
_KEPT, _END = "\x01", "\x02"
_SENTINELS = str.maketrans("", "", _KEPT + _END)
_LETTER = "([A-Za-z])"
_STARTS = (
    r"(Mr|Mrs|Ms|Dr|Prof|Capt|Cpt|Lt|He\s|She\s|It\s|They\s|Their\s|Our\s|We\s|But\s|However\s"
    r"|That\s|This\s|Wherever)"
)
_BUSINESS = "(Inc|Ltd|Jr|Sr|Co)"
_FIRST_RULES = (
    (re.compile(r"(?<=Mr|St|Ms|Dr)\.|(?<=Mrs)\."), _KEPT),
    (re.compile(r"\.(?=com|net|org|io|gov|edu|me)"), _KEPT),
    # Not a look-behind on digits alone: the digit before one mark may not follow another, as 1.2.3.
    (re.compile(r"([0-9])\.([0-9])"), rf"\1{_KEPT}\2"),
)
_DOTS = re.compile(r"\.{2,}")
_LAST_RULES = (
    (re.compile(rf"\s{_LETTER}\. "), rf" \1{_KEPT} "),
    (re.compile(rf"([A-Z]\.[A-Z]\.(?:[A-Z]\.)?) {_STARTS}"), rf"\1{_END} \2"),
    (re.compile(rf"{_LETTER}\.{_LETTER}\.{_LETTER}\."), rf"\1{_KEPT}\2{_KEPT}\3{_KEPT}"),
    (re.compile(rf"{_LETTER}\.{_LETTER}\."), rf"\1{_KEPT}\2{_KEPT}"),
    (re.compile(rf" {_BUSINESS}\. {_STARTS}"), rf" \1{_END} \2"),
    (re.compile(rf" {_BUSINESS}\."), rf" \1{_KEPT}"),
    (re.compile(rf" {_LETTER}\."), rf" \1{_KEPT}"),
)
_MOVED = ((".”", "”."), ('."', '".'), ('!"', '"!'), ('?"', '"?'))


def split_by_rules(text: str) -> list[str]:
    """Return the sentences of a text; one may be empty between two marks.

    Example:
        >>> split_by_rules('Dr. Lee paid 3.50 at shop.com. "Why?" He left')
        ['Dr. Lee paid 3.50 at shop.com.', '"Why"?', 'He left']
    """
    text = " " + text.translate(_SENTINELS).replace("\n", " ") + "  "
    if "." in text:
        for pattern, new in _FIRST_RULES:
            text = pattern.sub(new, text)
        text = _DOTS.sub(lambda dots: _KEPT * len(dots[0]) + _END, text)
        text = text.replace("Ph.D.", f"Ph{_KEPT}D{_KEPT}")
        for pattern, new in _LAST_RULES:
            text = pattern.sub(new, text)
    for old, new in _MOVED:
        text = text.replace(old, new)
    for mark in ".?!":
        text = text.replace(mark, mark + _END)
    parts = [part.strip() for part in text.replace(_KEPT, ".").split(_END)]
    return parts if parts[-1] else parts[:-1]
