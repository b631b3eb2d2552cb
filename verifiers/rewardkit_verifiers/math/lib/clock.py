"""Times of day as languages write them: 15h30, 15 h 30, 15 Uhr 30, and 3:45 p.m. in a sentence."""

from __future__ import annotations

import re

_HOURS = re.compile(
    r"(?<![\d.,:])([01]?\d|2[0-4])\s?(?:h|Uhr|hrs?|час(?:а|ов)?|時|时|點|点|시|:(?=\d\d\s?h))"
    r"\s?([0-5]\d)(?:\s?(?:h|min|мин\w*|分|분))?(?![\d.,]*\d)\.?"
)
_ASKS = re.compile(
    r"\b(?:what time|when (?:do|does|did|will|is|are)|quelle heure|qué hora|que horas|che ora"
    r"|wann\b|wie ?viel uhr|welche uhrzeit|во сколько|котор(?:ый|ом) час)|几点|幾點|何時|몇 시",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?<=\d)\s?([AaPp])\.\s?[Mm]\.(?P<ends>(?=[\s*_)]*(?:\Z|\n|\s[A-Z])))?")
_TIGHT = re.compile(r"(?<![\d.,\w])(\d{1,2})h([0-5]\d)(?!\w)")
_LONGEST = 40


def as_clock(text: str) -> str:
    """Return a time of day with a colon; any other text as it is.

    Example:
        >>> as_clock("15h30"), as_clock("15 Uhr 30"), as_clock("2 h"), as_clock("25h30")
        ('15:30', '15:30', '2 h', '25h30')
    """
    if len(text) > _LONGEST:
        return text
    found = _HOURS.fullmatch(text.strip())
    return f"{found[1]}:{found[2]}" if found is not None else text


def asks_clock(prompt: str) -> bool:
    """Return whether a prompt asks for a time of day."""
    return _ASKS.search(prompt) is not None


def with_halves(text: str) -> str:
    """Return a text in which no point of *p.m.* ends a sentence, and 15h30 stands apart.

    Example:
        >>> with_halves("It is 3:45 p.m. in Rome."), with_halves("It is 3:45 p.m.")
        ('It is 3:45 PM in Rome.', 'It is 3:45 PM.')
        >>> with_halves("Il est 15h30.")
        'Il est 15 h 30.'
    """
    if ".m." in text or ".M." in text or ". m." in text:
        text = _HALF.sub(_half, text)
    return _TIGHT.sub(r"\1 h \2", text) if "h" in text else text


def _half(found: re.Match[str]) -> str:
    return f" {found[1].upper()}M{'.' if found['ends'] is not None else ''}"
