"""The times that a reply proposes: one span, a line for each event, or JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit.reading.standing import standing
from rewardkit_verifiers.plan.lib.calendars import ONE_DAY, Calendar
from rewardkit_verifiers.plan.lib.clock import SPAN, Span, day_named, minutes_of, span_of

Proposed = dict[str, Span]
# A time in a sentence with these is not proposed.
_NOT = re.compile(
    r"\b(?:not|n['’]t|cannot|busy|except|unless|or|either|if|maybe|perhaps|could|might|avoid|unavailable"
    r"|instead\s+of|rather\s+than|before|after|no\s+answer|anything\s+but|scratch|wrong)\b|\?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\b", re.IGNORECASE)
_NAMES = ("name", "event_name", "event", "title", "event_id", "id")


def proposed(text: str, calendar: Calendar) -> Proposed | None:
    """Return the time of each event that an answer proposes, or None where it cannot be read.

    Args:
        text: The answer.
        calendar: The calendar of the row; names and days are those of its events.
    """
    if text.lstrip().startswith(("[", "{")):
        return _from_json(text, calendar)
    if len(calendar.events) == 1 and not calendar.events[0].name:
        span = _one_span(text, calendar)
        return None if span is None else {"": span}
    found: Proposed = {}
    for line in filter(str.strip, text.split("\n")):
        named = [one.name for one in calendar.events if _names(one.name, line)]
        # Of names within one another the longest is meant.
        named = [one for one in named if not any(one != o and one in o for o in named)]
        if SPAN.search(line) is None and not named:
            continue
        span = _one_span(line, calendar) if len(named) == 1 else None
        if span is None or named[0] in found:
            return None
        found[named[0]] = span
    return found or None


def _names(name: str, line: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line, re.IGNORECASE) is not None


def _one_span(text: str, calendar: Calendar) -> Span | None:
    spans = list(SPAN.finditer(text))
    if len(spans) != 1 or _NOT.search(text):
        return None
    # "Between" two times is no choice among two, which it is in front of two names.
    if standing(_BETWEEN.sub("from   ", text), *spans[0].span()):
        return None
    times = span_of(spans[0][1], spans[0][2])
    unnamed = calendar.days == (ONE_DAY,)
    days = [ONE_DAY] if unnamed else day_named(text, calendar.days)
    return Span(days[0], *times) if times is not None and len(days) == 1 else None


def _from_json(text: str, calendar: Calendar) -> Proposed | None:
    try:
        data = strict_json(text)
    except NotStrict:
        return None
    if isinstance(data, Mapping):
        data = data.get("events", data.get("calendar", [data]))
    if not isinstance(data, list) or not data:
        return None
    found: Proposed = {}
    for one in data:
        read = _event_of(one, calendar) if isinstance(one, Mapping) else None
        if read is None or read[0] in found:
            return None
        found[read[0]] = read[1]
    return found


def _event_of(given: Mapping[str, Any], calendar: Calendar) -> tuple[str, Span] | None:
    called = [str(given[key]).casefold() for key in _NAMES if key in given]
    names = [one.name for one in calendar.events if one.name.casefold() in called or not one.name]
    start = minutes_of(str(given.get("start", given.get("start_time", ""))))
    day = str(given.get("day", calendar.days[0] if len(calendar.days) == 1 else ""))
    days = [one for one in calendar.days if one.casefold() == day.casefold()]
    end = given.get("end", given.get("end_time"))
    length = given.get("duration")
    if len(names) != 1 or start is None or not days:
        return None
    if end is not None:
        stop = minutes_of(str(end))
    elif isinstance(length, int) and not isinstance(length, bool):
        stop = start + length
    else:
        return None
    return (names[0], Span(days[0], start, stop)) if stop is not None and stop > start else None
