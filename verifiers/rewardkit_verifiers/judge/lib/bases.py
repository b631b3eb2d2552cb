"""Numbers of another base than ten, as answers write them: 0xFF, FF₁₆, 1010 in binary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit.reading.words import visible
from rewardkit_verifiers.judge.lib.given_options import options_of

_ASKS = re.compile(
    r"\b(?:hex(?:adecimal\w*)?|bin(?:ary|är\w*|aire|ario|ário)|octal\w*|oktal\w*"
    r"|(?:in|to|into|from) base[- ](?:[2-9]|1[0-6]|two|eight|sixteen)|hexadezimal\w*|двоичн\w*"
    r"|шестнадцатеричн\w*)\b|二进制|十六进制|2進|16進",
    re.IGNORECASE,
)
_BASED = re.compile(
    r"(?<![\w.])(?:0[xXbBoO]|#)?([0-9A-Fa-f]{1,64})(?:[hH]\b|_\{?\(?\d{1,2}\)?\}?|[₀-₉]{1,2}"
    r"|\((?:2|8|16)\))?"
    r"(?![\w.]*[G-Zg-z])"
)
_GOLD = re.compile(r"(?:0[xXbBoO]|#)?([0-9A-Fa-f]{1,64})(?:[hH]|_\{?\d{1,2}\}?|[₀-₉]{1,2})?")
_GROUPS = re.compile(r"(?<=\b[01]{4}) (?=[01]{4}\b)")


def read_in_base(text: str, golds: Sequence[object], prompt: str) -> bool | None:
    """Return whether a number in a base is a reference; None where no base is asked for.

    Args:
        text: The final answer.
        golds: The references.
        prompt: The question.

    Example:
        >>> read_in_base("It is 0xff.", ["FF"], "Write 255 in hexadecimal.")
        True
        >>> read_in_base("A1", ["1A"], "Convert 26 to hex."), read_in_base("5", ["5"], "2 + 3?")
        (False, None)
    """
    wanted = [found[1] for gold in golds if (found := _GOLD.fullmatch(str(gold).strip("` $*")))]
    if not wanted or len(wanted) < len(golds) or not _ASKS.search(prompt):
        return None
    if all(len(one) == 1 and one.isalpha() for one in wanted) and options_of(prompt):
        return None  # the letter of an option
    plain = _GROUPS.sub("", re.sub(r"\\text\w*|[{}$`*]", "", _lowered(text)))
    asked = {_digits(one) for one in _BASED.findall(_lowered(prompt))}
    given = [
        _digits(one)
        for one in _BASED.findall(plain)
        if any(map(str.isdigit, one)) or one.isupper() or len(one) > 1
    ]
    given = [
        one for one in given if one not in asked - {*map(_digits, wanted)} and one not in _WORDS
    ]
    same = {*map(_digits, wanted)}
    given = [one for one in given if one in same or one not in _BASES]
    if not given or (given[-1] not in same and set(given) & same):
        return None
    if given[-1] in same:
        return True
    return False if all(map(_OF_A_BASE.search, same)) else None


# Digits that no number in base ten has, or looks like.
_OF_A_BASE = re.compile(r"[a-f]|^[01]{3,}$")
_BASES = frozenset(("2", "8", "10", "16"))
_WORDS = frozenset(
    ("a", "be", "add", "bad", "bed", "dec", "fed", "ad", "ab", "face", "fade", "dead")
)


def _digits(number: str) -> str:
    return number.casefold().lstrip("0") or "0"


def _lowered(text: str) -> str:
    return visible(re.sub(r"[₀-₉]{1,2}", "", text))
