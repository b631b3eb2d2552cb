"""The calendar of a row: days, hours, who is busy when, and the events that must find a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit_verifiers.plan.lib.clock import SPAN, WEEKDAYS, Span, minutes_of, span_of

ONE_DAY = "the day"
_WEEK = tuple(day.capitalize() for day in WEEKDAYS[:5])


class BadCalendar(ValueError):
    """The calendar of a row cannot be read."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event to be placed: its name, length in minutes and limits."""

    name: str
    duration: int
    after: int = 0
    before: int = 24 * 60
    days: tuple[str, ...] = ()
    people: tuple[str, ...] | None = None
    """Who takes part; None for everybody."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a plan must fit into."""

    days: tuple[str, ...]
    hours: tuple[int, int]
    busy: Mapping[str, tuple[Span, ...]]
    events: tuple[Event, ...]

    def earliest(self, event: Event) -> Span | None:
        """Return the first time at which one event can be, or None."""
        for day in self.days:
            people = self.busy if event.people is None else event.people
            ends = [one.end for name in people for one in self.busy.get(name, ()) if one.day == day]
            # An earliest time begins where the day does, or where somebody's time ends.
            for start in sorted({max(self.hours[0], event.after), *ends}):
                span = Span(day, start, start + event.duration)
                if not misplaced(self, event, span):
                    return span
        return None


def misplaced(calendar: Calendar, event: Event, span: Span) -> str:
    """Return the reason code for which an event cannot be at a time, or an empty text."""
    if span.end - span.start != event.duration:
        return "wrong_duration"
    low, high = max(calendar.hours[0], event.after), min(calendar.hours[1], event.before)
    if span.start < low or span.end > high or span.day not in (event.days or calendar.days):
        return "outside_limits"
    people = calendar.busy if event.people is None else event.people
    taken = (one for person in people for one in calendar.busy.get(person, ()))
    return "conflict" if any(map(span.overlaps, taken)) else ""


def read_calendar(busy: Any, events: Any, duration: Any, days: Any, hours: Any) -> Calendar:
    """Return the calendar of a row.

    Args:
        busy: A mapping of people to times, each `[day, start, end]`, `[start, end]` where there is
            one day, or text such as `Monday 9:00-10:30`; or of people to such times by day; or
            JSON text of it.
        events: The events, each a mapping with `name`, `duration` in minutes, and if limited
            `after`, `before`, `day` or `days`, `people`; None for one event of `duration`.
        duration: The minutes of the one event.
        days: The days, in order; None for one day, or for the working days where `busy` names some.
        hours: The first and last time of a day; None for 9:00 to 17:00.

    Raises:
        BadCalendar: Something cannot be read.
    """
    times, wanted = _plain(busy) or {}, _plain(events)
    if not isinstance(times, Mapping):
        raise BadCalendar("busy is no mapping of people to times")
    times = {name: _by_day(some) for name, some in times.items()}
    known = tuple(str(day) for day in _plain(days) or ()) or _days_in(times)
    first, last = _plain(hours) or ("9:00", "17:00")
    limits = span_of(str(first), str(last))
    if limits is None:
        raise BadCalendar(f"hours are no span of a day: {first!r} to {last!r}")
    if wanted is None:
        wanted = [{"name": "", "duration": duration}]
    if not isinstance(wanted, Sequence) or not wanted:
        raise BadCalendar("events are no list")
    taken = {str(name): tuple(_span(one, known) for one in some) for name, some in times.items()}
    places = tuple(_event(one, known, taken) for one in wanted)
    if len({one.name.casefold() for one in places}) != len(places):
        raise BadCalendar("two events have one name")
    return Calendar(known, limits, taken, places)


def _plain(given: Any) -> Any:
    if hasattr(given, "tolist"):
        given = given.tolist()
    if not isinstance(given, str):
        return given
    try:
        return strict_json(given)
    except NotStrict as error:
        raise BadCalendar(f"no JSON: {error}") from None


def _by_day(given: Any) -> list[Any]:
    """Return the times of one person, those that stand under their days with the day in front."""
    if not isinstance(given, Mapping):
        return [_parts_of(one) if isinstance(one, str) else one for one in given or ()]
    # Arrow gives each person the days of all, with null where there are none.
    return [
        [str(day), *(_parts_of(one) if isinstance(one, str) else one)]
        for day, some in given.items()
        for one in (() if some is None else some)
    ]


def _parts_of(text: str) -> list[str]:
    """Return the day, if one is named, and the ends of a time such as `Monday 9:00-10:30`."""
    span = SPAN.search(text)
    if span is None or text[span.end() :].strip():
        raise BadCalendar(f"no time of a day: {text[:60]!r}")
    day = text[: span.start()].strip(" ,:")
    return [*([day] if day else []), span[1], span[2]]


def _days_in(times: Mapping[Any, Any]) -> tuple[str, ...]:
    named = [one[0] for some in times.values() for one in some if len(one) == 3]
    return _WEEK if any(str(day).lower() in WEEKDAYS for day in named) else (ONE_DAY,)


def _span(given: Any, days: tuple[str, ...]) -> Span:
    parts = [str(part) for part in given] if isinstance(given, list | tuple) else []
    if len(parts) == 2 and len(days) == 1:
        parts = [days[0], *parts]
    times = span_of(parts[1], parts[2]) if len(parts) == 3 else None
    day = next((day for day in days if parts and day.lower() == parts[0].lower()), None)
    if times is None or day is None:
        raise BadCalendar(f"no time of a day: {str(given)[:60]!r}")
    return Span(day, *times)


def _event(given: Any, days: tuple[str, ...], busy: Mapping[str, Any]) -> Event:
    if not isinstance(given, Mapping):
        raise BadCalendar(f"an event is a mapping: {str(given)[:60]!r}")
    duration = given.get("duration")
    if isinstance(duration, bool) or not isinstance(duration, int | float) or duration <= 0:
        raise BadCalendar(f"an event has no duration in minutes: {str(given)[:60]!r}")
    own = given.get("days") or ([given["day"]] if given.get("day") else [])
    people = given.get("people")
    if not {str(day) for day in own} <= set(days):
        raise BadCalendar(f"an event is on an unknown day: {own!r}")
    if people is not None and not {str(one) for one in people} <= set(busy):
        raise BadCalendar(f"an event is with somebody unknown: {people!r}")
    return Event(
        str(given.get("name", "")),
        int(duration),
        _limit(given.get("after"), 0),
        _limit(given.get("before"), 24 * 60),
        tuple(map(str, own)),
        None if people is None else tuple(map(str, people)),
    )


def _limit(given: Any, default: int) -> int:
    found = default if given is None else minutes_of(str(given))
    if found is None:
        raise BadCalendar(f"no time of day: {given!r}")
    return found
