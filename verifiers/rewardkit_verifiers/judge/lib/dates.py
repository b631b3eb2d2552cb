"""Days of a year in whatever notation: 20/07/1969, July 20th 1969, le 20 juillet 1969."""

from __future__ import annotations

import re
from typing import NamedTuple

from rewardkit.reading.words import folded_words, visible

_NAMES = """
january januar janvier enero gennaio janeiro januari января stycznia
february februar fevrier febrero febbraio fevereiro februari февраля lutego
march marz mars marzo marco maart марта marca
april avril abril aprile апреля kwietnia
may mai mayo maggio maio mei мая maja
june juni juin junio giugno junho июня czerwca
july juli juillet julio luglio julho июля lipca
august aout agosto augustus augusti августа sierpnia
september septembre septiembre settembre setembro сентября wrzesnia
october oktober octobre octubre ottobre outubro октября pazdziernika
november novembre noviembre novembro ноября listopada
december dezember decembre diciembre dicembre dezembro декабря grudnia
"""
_MONTHS = {
    word: month
    for month, line in enumerate(_NAMES.strip().splitlines(), 1)
    for word in line.split()
} | {
    word[:3]: month
    for month, line in enumerate(_NAMES.strip().splitlines(), 1)
    for word in line.split()[:1]
}
_MONTHS |= {"sept": 9, "okt": 10, "dez": 12}
_DIGITS = re.compile(r"(?<![\d.,/-])(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d/-])")
_HAN = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号號]")
_NTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|ª|°|\.)?", re.IGNORECASE)
_SPELT = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINAL = {word: day for day, word in enumerate(_SPELT.split(), 1)} | {"thirtieth": 30}
_BETWEEN = frozenset(("of", "de", "the", "del", "di", "do", "den", "am", "le", "il", "el", "г"))
_TOKEN = re.compile(r"\d{1,4}(?:st|nd|rd|th|er)?|[^\W\d_]+", re.IGNORECASE)
_LONGEST, _DAYS, _YEAR, _CENTURY = 400, 31, 1000, 100


class Day(NamedTuple):
    """A day; the year is 0 where none is said."""

    year: int
    month: int
    day: int


def days_at(text: str) -> list[frozenset[Day]]:
    """Return the days that a text names, each with the ways in which it can be read.

    Example:
        >>> [sorted(day) for day in days_at("July 20th, 1969")]
        [[Day(year=1969, month=7, day=20)]]
        >>> sorted(days_at("9.11.1989")[0])
        [Day(year=1989, month=9, day=11), Day(year=1989, month=11, day=9)]
    """
    shown = visible(text)[:_LONGEST]
    found = [_in_digits(*one.group(1, 3, 4)) for one in _DIGITS.finditer(shown)]
    found += [frozenset([Day(*map(int, one.groups()))]) for one in _HAN.finditer(shown)]
    found += _in_words(_DIGITS.sub(" ; ", shown))
    return [days for days in found if days]


def _in_digits(first: str, second: str, last: str) -> frozenset[Day]:
    one, two, three = int(first), int(second), int(last)
    if len(first) > 2:
        ways = [Day(one, two, three)]
    else:
        ways = [Day(three, two, one), Day(three, one, two)]
    return frozenset(day for day in ways if 1 <= day.month <= 12 and 1 <= day.day <= _DAYS)


def _in_words(text: str) -> list[frozenset[Day]]:
    tokens = [token.casefold() for token in _TOKEN.findall(text)]
    folded = ["".join(folded_words(token)) for token in tokens]
    words = [word for word in folded if word not in _BETWEEN]
    found = []
    for at, word in enumerate(words):
        month = _MONTHS.get(word)
        if month is None:
            continue
        before = _day_of(words[max(0, at - 2) : at])
        if before:
            found.append(frozenset([Day(_year_of(words[at + 1 : at + 2]), month, before)]))
        elif day := _day_of(words[at + 1 : at + 2]):
            found.append(frozenset([Day(_year_of(words[at + 2 : at + 3]), month, day)]))
    return found


def _day_of(words: list[str]) -> int:
    if not words:
        return 0
    number = _NTH.fullmatch(words[-1])
    if number:
        return int(number[1]) if 1 <= int(number[1]) <= _DAYS else 0
    day = _ORDINAL.get(words[-1], 0)
    tens = {"twenty": 20, "thirty": 30}.get(words[0], 0) if len(words) > 1 and day < 10 else 0
    return day and day + tens


def _year_of(words: list[str]) -> int:
    return int(words[0]) if words and words[0].isdigit() and int(words[0]) >= _YEAR else 0


def same_day(text: str, gold: str) -> bool | None:
    """Return whether the one day that a text names is a reference; None where one names none.

    Example:
        >>> same_day("20/07/1969 (day/month/year)", "July 20, 1969")
        True
        >>> same_day("21 July 1969", "July 20, 1969"), same_day("In July 1969", "July 20, 1969")
        (False, None)
    """
    if not any(map(str.isdigit, gold)) or len(gold) > _LONGEST:
        return None
    wanted = days_at(gold)
    if len(wanted) != 1:
        return None
    given = days_at(text)
    if not given:
        return None
    same = [any(_agree(one, other) for one in days for other in wanted[0]) for days in given]
    if all(same):
        return False if _OR_ANOTHER.search(visible(text)) else not _NOT_THAT.search(visible(text))
    return None if any(same) else False


_OR_ANOTHER = re.compile(r"\b(?:or|oder|ou|o)\s+(?:the\s+)?\d|\d\s?[-–]\s?\d{1,2}\s[a-z]", re.I)
_NOT_THAT = re.compile(
    r"\b(?:not|nicht|never|pas|no|before|after|until|by|around|about|circa|vor|nach|avant|après)"
    r"\s+(?:on\s+|the\s+|am\s+|dem\s+|le\s+)*(?:\d|[A-Z]\w+ \d)"
)


def _agree(one: Day, other: Day) -> bool:
    years = 0 in (one.year, other.year) or one.year == other.year
    short = min(one.year, other.year) < _CENTURY and (one.year - other.year) % _CENTURY == 0
    return (one.month, one.day) == (other.month, other.day) and (years or short)
