"""Calendar problems made from a seed, each with a time that fits, by difficulty."""

from __future__ import annotations

import random
from collections.abc import Sequence

from rewardkit.data.sample import Message
from rewardkit.tasks.problem import Problem
from rewardkit_verifiers.plan.lib.clock import WEEKDAYS

_PEOPLE = ("Ana", "Bo", "Chen", "Dita", "Emre", "Femi", "Gil", "Hana")
_STEP = 30
_OPENS, _CLOSES = 9 * 60, 17 * 60


def clock(minutes: int) -> str:
    """Return minutes after midnight as a time of day.

    Example:
        >>> clock(570)
        '9:30'
    """
    return f"{minutes // 60}:{minutes % 60:02}"


def make_calendar(rng: random.Random, level: int = 1) -> Problem:
    """Return people with busy times, more people and days for each level, and a meeting to place.

    Example:
        >>> problem = make_calendar(random.Random(1), level=0)
        >>> list(problem.columns), len(problem.columns["busy"])
        (['busy', 'duration', 'days'], 2)
    """
    people = _PEOPLE[: min(2 + level, len(_PEOPLE))]
    days = tuple(day.capitalize() for day in WEEKDAYS[: min(1 + level, 5)])
    duration = rng.choice((30, 60))
    day = rng.choice(days)
    start = rng.randrange(_OPENS, _CLOSES - duration + 1, _STEP)
    busy = {name: _busy(rng, days, day, start, duration) for name in people}
    right = f"{day}, {clock(start)} - {clock(start + duration)}"
    taken = next((one for some in busy.values() for one in some), None)
    wrong = f"{day}, {clock(start)} - {clock(start + duration + 15)}"
    if taken is not None:
        wrong = f"{taken[0]}, {taken[1]} - {clock(_minutes(taken[1]) + duration)}"
    said = "; ".join(
        f"{name} is busy on {', '.join(f'{d} {a}-{b}' for d, a, b in some) or 'no day'}"
        for name, some in busy.items()
    )
    prompt = (
        f"Find a time for a meeting of {duration} minutes on {', '.join(days)} between 9:00 and "
        f"17:00. {said}."
    )
    columns = {"busy": busy, "duration": duration, "days": days}
    return Problem(prompt, right, right, wrong, columns)


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return 60 * int(hour) + int(minute)


def _busy(
    rng: random.Random, days: Sequence[str], day: str, start: int, duration: int
) -> list[tuple[str, str, str]]:
    """Return busy times of one person that leave one slot of one day free."""
    found = []
    for one in days:
        at = _OPENS
        while at < _CLOSES:
            end = min(at + _STEP * rng.randint(1, 4), _CLOSES)
            free = one == day and at < start + duration and start < end
            if not free and rng.random() < 0.8:
                found.append((one, clock(at), clock(end)))
            at = end
    return found


class CalendarDialogue:
    """A user who asks for one event after the other; each message is the whole plan so far.

    Example:
        >>> user = CalendarDialogue(["Place lunch.", "Now a call too."])
        >>> chat = [{"role": "user", "content": "Place lunch."}]
        >>> chat.append({"role": "assistant", "content": "lunch: 12:00 - 13:00"})
        >>> user.reply(chat)
        'Now a call too.'
    """

    def __init__(self, requests: Sequence[str]) -> None:
        self.requests = tuple(requests)

    def reply(self, history: Sequence[Message]) -> str | None:
        """Return the next request, or None after the last."""
        turn = sum(message.get("role") == "assistant" for message in history)
        return self.requests[turn] if 0 < turn < len(self.requests) else None
