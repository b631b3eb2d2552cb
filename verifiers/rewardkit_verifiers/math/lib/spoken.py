"""Numbers that are written in words: cardinals, parts such as two thirds, and ordinals."""

from __future__ import annotations

import re
from fractions import Fraction

from rewardkit_verifiers.math.lib.word_lists import listed

_SPACE = re.compile(r"\s+")
_FILLER = re.compile(r"\b(?:the|a|an|is|are)\b")
_NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen twenty"
        )
    )
}
_MOST_NUMBER_WORDS = 12
_TENS = {
    word: 10 * value
    for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_ROUND = frozenset(("hundred", *_SCALES))
_PARTS = {
    word: value
    for value, word in enumerate(
        listed(
            "half third quarter fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        2,
    )
} | {"halve": 2, "fourth": 4, "hundredth": 100, "thousandth": 1000}

# Every number in words holds one of these.
COUNTING_WORDS = frozenset((*_NUMBER_WORDS, *_TENS, *_PARTS, *(f"{word}s" for word in _PARTS)))

# It is Tuesday.
_SAID = re.compile(
    r"^(?:it|this|that|they|these) (?:is|are|was|were|will be|would be|must be)\s+"
    r"|^(?:[a-z ]{1,40}\b)?(?:it|the (?:[a-z]+ ){0,3}(?:series|sequence|integral|sum"
    r"|limit))\s+(?=(?:con|di)verges?\b)"
)
_PLACES = {
    **{word: place for place, word in enumerate(listed("first second third fourth"), 1)},
    **{word: place for place, word in enumerate(listed("1st 2nd 3rd 4th"), 1)},
    **{word: place for place, word in enumerate(listed("i ii iii iv"), 1)},
    **{str(place): place for place in range(1, 5)},
}
_QUADRANT = re.compile(
    r"(first|second|third|fourth|1st|2nd|3rd|4th) quadrant|quadrant (iv|i{1,3}|[1-4])\b"
)


def words(text: str) -> str:
    """Return words in lower case without articles and punctuation around them.

    Example:
        >>> words("The Circle.")
        'circle'
    """
    text = (
        _SAID.sub("", text.lower().lstrip()).replace("\\", " ").replace("{", " ").replace("}", " ")
    )
    text = re.sub(r"[.,;:!?\"'`$*()]", " ", text)
    text = _SPACE.sub(" ", _FILLER.sub(" ", text)).strip()
    if "quadrant" in text:
        text = _QUADRANT.sub(lambda found: f"quadrant {_PLACES[found[1] or found[2]]}", text)
    return text


def number_word(text: str) -> Fraction | None:
    """Return the number that words such as `forty-two` or `two thirds` name.

    Example:
        >>> number_word("forty-two"), number_word("Two thirds."), number_word("one two")
        (Fraction(42, 1), Fraction(2, 3), None)
    """
    spoken = words(text).replace("-", " ").split()
    if not spoken or len(spoken) > _MOST_NUMBER_WORDS:
        return None
    minus = spoken[0] in ("minus", "negative")
    *lead, last = spoken[minus:] or ("",)
    if "and" in lead and (mixed := _mixed(lead, last)) is not None:
        return -mixed if minus else mixed
    part = _PARTS.get(last) or _PARTS.get(last.removesuffix("s"))
    if part is not None:
        top = _whole_number(lead) if lead else 1
        value = None if top is None else Fraction(top, part)
    else:
        whole = _whole_number([*lead, last])
        value = None if whole is None else Fraction(whole)
    return -value if minus and value is not None else value


def _mixed(lead: list[str], last: str) -> Fraction | None:
    """Return the number that `two and [a] half`, `12 and three quarters` name, or None."""
    at = len(lead) - 1 - lead[::-1].index("and")
    part = _PARTS.get(last) or _PARTS.get(last.removesuffix("s"))
    before, top = lead[:at], lead[at + 1 :]
    if part is None or not before or len(top) > 1:
        return None
    whole = int(before[0]) if len(before) == 1 and before[0].isdecimal() else _whole_number(before)
    count = _whole_number(top) if top else 1
    return None if whole is None or count is None else whole + Fraction(count, part)


def ordinal(text: str) -> int | None:
    """Return the place that a word such as `third` or `twenty-first` names, up to 99.

    Example:
        >>> ordinal("third"), ordinal("Twenty-first"), ordinal("three")
        (3, 21, None)
    """
    *lead, last = words(text).replace("-", " ").split() or [""]
    irregular = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9,
                 "twelfth": 12}  # fmt: skip
    stem = last.removesuffix("ieth") + "y" if last.endswith("ieth") else last.removesuffix("th")
    place = irregular.get(last)
    if place is None and stem != last:
        place = _NUMBER_WORDS.get(stem) or _TENS.get(stem)
    if place is None or not lead:
        return place
    tens = _TENS.get(lead[0]) if len(lead) == 1 else None
    return None if tens is None or place > 9 else tens + place


def _whole_number(spoken: list[str]) -> int | None:
    if spoken == ["zero"]:
        return 0
    total = here = 0
    for place, word in enumerate(spoken):
        unit, ten = _NUMBER_WORDS.get(word, 0), _TENS.get(word, 0)
        if unit and not here % (10 if unit < 10 and here % 100 != 10 else 100):
            here += unit
        elif ten and not here % 100:
            here += ten
        elif word == "hundred" and 0 < here < 10:
            here *= 100
        elif word in _SCALES and here and (not total or total % (1000 * _SCALES[word]) == 0):
            total, here = total + here * _SCALES[word], 0
        elif not (word == "and" and place < len(spoken) - 1 and spoken[place - 1] in _ROUND):
            return None
    return total + here
