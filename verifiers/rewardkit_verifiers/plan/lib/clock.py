"""Times of day and spans between them, read from text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TIME = r"(?:\d{1,2}(?:[:.h]\d{2}|h)?\s?(?:[ap]\.?m\b\.?)?|noon|midnight)"
_ONE = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2})|h)?\s?([ap])?\.?(?:m\b\.?)?|(noon)|(midnight)", re.IGNORECASE
)
SPAN = re.compile(
    rf"(?<![\w:.])({_TIME})\s*(?:-|–|—|−|~|to|until|till|and)\s*({_TIME})(?![\w:])", re.IGNORECASE
)
_DAY = 24 * 60
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A time between two minutes of one day, the last one not included."""

    day: str
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Return True if two spans have a minute in common."""
        return self.day == other.day and self.start < other.end and other.start < self.end


def minutes_of(text: str) -> int | None:
    """Return a time of day as minutes after midnight, or None.

    Example:
        >>> [minutes_of(text) for text in ("9:30", "2 PM", "12am", "noon", "25:00", "9.5", "14h30")]
        [570, 840, 0, 720, None, None, 870]
    """
    found = _ONE.fullmatch(text.strip())
    if found is None:
        return None
    if found[4] or found[5]:
        return 720 if found[4] else 0
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    total = hour * 60 + minute
    return total if minute < 60 and total <= _DAY else None


def span_of(first: str, last: str) -> tuple[int, int] | None:
    """Return start and end of a span in minutes; `9 - 10:30 am` gives both the half of the day.

    Example:
        >>> span_of("9", "10:30 am"), span_of("11", "1 pm"), span_of("10:00", "9:00")
        ((540, 630), (660, 780), None)
    """
    start, end = minutes_of(first), minutes_of(last)
    if start is None or end is None:
        return None
    if end == 0:
        end = _DAY
    marked = re.search(r"[ap]\.?m", last, re.IGNORECASE)
    if marked and not re.search(r"[ap]\.?m|noon|midnight", first, re.IGNORECASE):
        # "1 - 2:30 pm" begins in the afternoon, "11 - 1 pm" in the morning.
        later = minutes_of(f"{first} pm")
        if later is not None and later < end:
            start = later
    return (start, end) if start < end else None


def day_named(text: str, days: tuple[str, ...]) -> list[str]:
    """Return the days of a list that a text names, in any case; weekdays by three letters too.

    Example:
        >>> day_named("On Mon, not tuesday", ("Monday", "Tuesday"))
        ['Monday', 'Tuesday']
    """
    found = []
    for day in days:
        short = rf"|{re.escape(day[:3])}\.?" if day.lower() in WEEKDAYS else ""
        if re.search(rf"(?<!\w)(?:{re.escape(day)}s?{short})(?!\w)", text, re.IGNORECASE):
            found.append(day)
    return found
