"""What sort of answer a reference is: it decides which part of a sentence is read."""

from __future__ import annotations

import re
from typing import Literal

Sort = Literal["value", "decimal", "letter", "equation", "list", "words", "date", "any"]
_TEXT = re.compile(r"\\(?:text\w*|mathrm|mbox)\s?\{([^{}]*)\}")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DATE = re.compile(
    rf"\b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?(?:,?\s+\d{{4}})?\b"
    rf"|\b\d{{4}}-\d\d-\d\d\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTER_ANSWER = re.compile(r"\s*\(?[A-Z]\)?\s*")
_LISTED = re.compile(
    r"[^,]+(?:,(?!\d{3}(?!\d))\s*|;|\\(?:text\s?\{\s*)?(?:and|or)\b|\s(?:and|or)\s)[^,]"
)


def sort_of(reference: str) -> Sort:
    r"""Return the sort of a reference.

    Example:
        >>> [sort_of(one) for one in ("3", "y = 2x", "2, 5", r"\text{Ann}", "March 3, 2020")]
        ['value', 'equation', 'list', 'words', 'date']
    """
    plain = _TEXT.sub(r" \1 ", reference).strip(" $.")
    if not plain:
        return "any"
    if DATE.fullmatch(plain):
        return "date"
    if _LETTER_ANSWER.fullmatch(plain):
        return "letter"
    if not any(map(str.isdigit, plain)) and "\\" not in plain and _WORD.search(plain):
        return "words" if "=" not in plain else "equation"
    grouped = plain[:1] in "([{" or plain.startswith("\\{")
    if "matrix" in plain or (grouped and "=" not in plain):
        return "decimal" if re.search(r"\d\.\d", plain) else "value"
    if _LISTED.match(plain):
        return "list"
    if re.search(r"=|[<>≤≥]|\\(?:leq?|geq?|lt|gt|neq?)(?![a-z])", plain):
        return "equation"
    return "decimal" if re.search(r"\d\.\d", plain) else "value"


def last_date(sentence: str, prompt: str) -> str:
    """Return the date that a sentence concludes on, or an empty text where none is certain.

    Example:
        >>> last_date("Nine days on from May 5, it happens on May 14.", "")
        'May 14'
        >>> last_date("It happens on May 5 or on May 14.", "")
        ''
    """
    found = list(DATE.finditer(sentence))
    dates = list(dict.fromkeys(match[0] for match in found))
    new = [date for date in dates if date.lower() not in prompt.lower()]
    if len(new) == 1 or len(dates) == 1:
        return (new or dates)[0]
    if len(found) < 2:
        return ""
    between = sentence[found[-2].end() : found[-1].start()]
    ends = not _WORD.search(sentence[found[-1].end() :])
    told = _TELLS.search(between) is not None and _RIVALS.search(sentence) is None
    return found[-1][0] if ends and told else ""


# A clause with its verb stands between the dates.
_TELLS = re.compile(
    r"[,;:]\s.*\b(?:is|was|will be|falls|happens|occurs|ends|comes|arrives|starts|begins|lands)\b"
)
_RIVALS = re.compile(
    r"\b(?:or|not|nor|maybe|perhaps|may|might|could|between|if|would)\b(?! [1-3]?\d\b)"
)
