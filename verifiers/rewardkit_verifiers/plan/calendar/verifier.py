"""Events placed in a calendar without a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit_verifiers.plan.lib.calendars import BadCalendar, Calendar, read_calendar
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
        busy: The column with the times at which people are busy; see `read_calendar`.
        events: The column with the events to place, where there are several or limited ones.
        duration: The column with the minutes of the one event.
        days: The column with the days, in order.
        hours: The column with the first and last time of a day.
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
    faults = faults_of(given, plan)
    if (
        not faults
        and pick == "earliest"
        and plan[given.events[0].name] != given.earliest(given.events[0])
    ):
        return Score.ok(0.0, "not_earliest")
    if not faults:
        return Score.ok(1.0)
    name, reason = next(iter(faults.items()))
    kept = 1 - len(faults) / len(given.events)
    return Score.ok(kept if credit == "share" else 0.0, reason, name)


def faults_of(given: Calendar, plan: Proposed) -> dict[str, str]:
    """Return the reason code of each event that is not in a place where it fits."""
    faults = {
        one.name: given.fault(one, plan[one.name]) if one.name in plan else "missing_event"
        for one in given.events
    }
    for one, other in combinations(given.events, 2):
        if one.name in plan and other.name in plan and plan[one.name].overlaps(plan[other.name]):
            shared = one.people is None or other.people is None or {*one.people} & {*other.people}
            if shared:
                faults[one.name] = faults[one.name] or "conflict"
                faults[other.name] = faults[other.name] or "conflict"
    return {name: reason for name, reason in faults.items() if reason}


def _answer_fault(answer: str, given: Calendar) -> str:
    plan = proposed(answer, given)
    if plan is None:
        return "it cannot be read"
    return ", ".join(faults_of(given, plan).values())


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
