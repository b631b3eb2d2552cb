"""Events placed in a calendar without a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit_verifiers.plan.lib.calendars import (
    BadCalendar,
    Calendar,
    Event,
    misplaced,
    read_calendar,
)
from rewardkit_verifiers.plan.lib.proposals import Proposed, proposed
from rewardkit_verifiers.puzzle.lib.answer import answer_of


@reward
def calendar(
    completion: str,
    busy: Any = None,
    events: Any = None,
    duration: Any = None,
    days: Any = None,
    hours: Any = None,
    answer: str = "",
    *,
    pick: Literal["any", "earliest"] = "any",
    credit: Literal["all", "share"] = "all",
    tag: str = "answer",
) -> Score:
    """Pay a time, or a time for each event, at which nobody is busy and every limit is kept.

    Any time that fits is right. Of a chat the last message of the assistant is judged.

    Args:
        completion: The reply: `Monday 14:30 - 15:30`, a line with its name for each event, or
            JSON with `name`, `day`, `start` and `end` or `duration`; in a block, or as a whole.
        busy: The column with the times at which people are busy: a mapping of people to lists of
            `[day, start, end]`, `[start, end]` where there is one day, or text such as `Monday
            9:00-10:30`; or of people to such lists by day.
        events: The column with the events to place, where there are several or limited ones: each
            a mapping with `name`, `duration` in minutes, and if limited `after`, `before`, `day`
            or `days`, `people`.
        duration: The column with the minutes of the one event.
        days: The column with the days, in order; without it one day, or the working days where
            `busy` names some.
        hours: The column with the first and last time of a day; without it 9:00 and 17:00.
        answer: A solution, if the row has one; it is not compared with, but a row whose own
            solution breaks the calendar is an error.
        pick: Whether the one event may be at `any` time, or must be at the `earliest`.
        credit: 1 for `all` events in their places and 0 else, or the `share` of them.
        tag: The tag of the block with the answer.

    Returns:
        0 to 1. A reply that does not give one time for each event is unparsed.

    Example:
        >>> row = {"busy": {"Ana": [["9:00", "12:00"]], "Bo": [["13:00", "16:00"]]}, "duration": 60}
        >>> calendar.score(completion="12:00 - 13:00", **row).value
        1.0
        >>> calendar.score(completion="11:30 - 12:30", **row).reason
        'conflict'
        >>> calendar.score(completion="12:00-13:00 or 16:00-17:00", **row).reason
        'no_time'
    """
    try:
        given = read_calendar(busy, events, duration, days, hours)
    except (BadCalendar, TypeError, ValueError) as error:
        return Score.error("bad_calendar", str(error))
    if answer and (broken := _answer_fault(answer, given)):
        return Score.error("bad_calendar", f"the row's own answer: {broken}")
    if pick == "earliest" and (len(given.events) > 1 or given.earliest(given.events[0]) is None):
        return Score.error("bad_calendar", "there is no earliest time of one event")
    text = answer_of(completion, tag)
    if isinstance(text, Score):
        return text
    plan = proposed(text, given)
    if plan is None:
        return Score.unparsed("no_time", "the answer does not give one time for each event")
    faulty = [one for one in given.events if fault_of(given, plan, one)]
    if faulty:
        kept = 1 - len(faulty) / len(given.events) if credit == "share" else 0.0
        return Score.ok(kept, fault_of(given, plan, faulty[0]), faulty[0].name)
    if pick == "earliest" and plan[given.events[0].name] != given.earliest(given.events[0]):
        return Score.ok(0.0, "not_earliest")
    return Score.ok(1.0)


def fault_of(given: Calendar, plan: Proposed, event: Event) -> str:
    """Return the reason code for which an event is not where it fits, or an empty text."""
    span = plan.get(event.name)
    if span is None:
        return "missing_event"
    for other in given.events:
        place = plan.get(other.name)
        if other is not event and place is not None and span.overlaps(place) and meet(event, other):
            return "conflict"
    return misplaced(given, event, span)


def meet(one: Event, other: Event) -> bool:
    """Return True if somebody takes part in both events."""
    return one.people is None or other.people is None or bool({*one.people} & {*other.people})


def _answer_fault(answer: str, given: Calendar) -> str:
    plan = proposed(answer, given)
    if plan is None:
        return "it cannot be read"
    return ", ".join(filter(None, (fault_of(given, plan, one) for one in given.events)))


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the sentence for the system prompt that asks for what these settings accept.

    Example:
        >>> instruction(calendar(tag="", pick="earliest").settings)
        'Write only the earliest time, such as Monday 14:30 - 15:30.'
    """
    tag = settings["tag"]
    where = f" between <{tag}> and </{tag}>" if tag else ""
    what = "the earliest time" if settings["pick"] == "earliest" else "the time"
    return f"Write {'' if where else 'only '}{what}, such as Monday 14:30 - 15:30{where}."
