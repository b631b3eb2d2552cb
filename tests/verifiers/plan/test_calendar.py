"""Calendars: any time that fits is paid, and a second reading minute by minute agrees."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewardkit.tasks import converse
from rewardkit_verifiers.plan.calendar import calendar
from rewardkit_verifiers.plan.lib.calendars import BadCalendar, read_calendar
from rewardkit_verifiers.plan.lib.clock import minutes_of, span_of
from rewardkit_verifiers.plan.lib.generators import CalendarDialogue, clock, make_calendar


def free_starts(columns: Any, day: str) -> set[int]:
    """The starts on a day at which nobody is busy for the whole meeting, minute by minute."""
    taken = {
        minute
        for some in columns["busy"].values()
        for one, first, last in some
        if one == day
        for minute in range(minutes_of(first) or 0, minutes_of(last) or 0)
    }
    length = columns["duration"]
    return {
        start
        for start in range(9 * 60, 17 * 60 - length + 1)
        if not taken & set(range(start, start + length))
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 5), st.integers(8 * 60, 18 * 60))
def test_a_time_is_paid_exactly_where_every_minute_is_free(
    seed: int, level: int, start: int
) -> None:
    problem = make_calendar(random.Random(seed), level)
    row: Any = problem.columns
    assert calendar.score(completion=problem.right, answer=problem.answer, **row).value == 1.0
    assert calendar.score(completion=problem.wrong, **row).value == 0.0
    for day in row["days"]:
        text = f"{day} {clock(start)} - {clock(start + row['duration'])}"
        paid = calendar.score(completion=text, **row).value == 1.0
        assert paid == (start in free_starts(row, day))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 4))
def test_the_earliest_time_is_the_first_free_minute(seed: int, level: int) -> None:
    row: Any = make_calendar(random.Random(seed), level).columns
    day = next(one for one in row["days"] if free_starts(row, one))
    start = min(free_starts(row, day))
    judge = calendar(pick="earliest")
    for moved, value in ((0, 1.0), (1, 0.0)):
        begin = start + moved
        text = f"{day} {clock(begin)} - {clock(begin + row['duration'])}"
        assert judge.score(completion=text, **row).value == value


def test_no_constant_time_is_right_often() -> None:
    problems = [make_calendar(random.Random(seed), 2) for seed in range(200)]
    for text in ("Monday 9:00 - 9:30", "Tuesday 16:00 - 17:00", "Monday 9:00 - 17:00"):
        paid = [calendar.score(completion=text, **one.columns).value for one in problems]
        assert sum(filter(None, paid)) < 40


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9", 540),
        ("09:05", 545),
        ("9.30", 570),
        ("12 pm", 720),
        ("12:15 a.m.", 15),
        ("24:00", 1440),
    ],
)
def test_a_time_of_day_is_read_in_its_usual_forms(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "9:60", "13 pm", "24:01", "0 am", "9:5", "-1", "nine", "９:00x"]
)
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert minutes_of(text) is None


@given(st.text(alphabet="0123456789:apm -.", max_size=12), st.text(max_size=6))
def test_any_two_texts_are_a_span_that_ends_after_it_begins_or_none(one: str, other: str) -> None:
    found = span_of(one, other)
    assert found is None or 0 <= found[0] < found[1] <= 24 * 60


EVENTS: dict[str, Any] = {
    "busy": {"Ana": [["Monday", "9:00", "10:00"]], "Bo": []},
    "events": [
        {"name": "call", "duration": 30, "people": ["Ana"], "day": "Monday"},
        {"name": "call with Bo", "duration": 60, "people": ["Bo"]},
    ],
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("call: Monday 10:00-10:30\ncall with Bo: Monday 10:00-11:00", 1.0),
        ("The plan:\n- Call with Bo: Tue 9am-10am\n- Call: Monday 16:30-17:00", 1.0),
        ("call: Monday 9:30-10:00\ncall with Bo: Monday 10:00-11:00", 0.0),
        ("call: Tuesday 10:00-10:30\ncall with Bo: Monday 10:00-11:00", 0.0),
        ("call: Monday 10:00-10:30", 0.0),
        ("call: Monday 10:00-10:30\ncall with Bo: Sunday 10:00-11:00", 0.0),
    ],
)
def test_events_of_other_people_may_be_at_one_time(text: str, value: float) -> None:
    assert calendar.score(completion=text, **EVENTS).value == value


@pytest.mark.parametrize(
    "broken",
    [
        {"busy": 3},
        {"busy": {"Ana": [["Monday", "10:00", "9:00"]]}, "duration": 30},
        {"events": [{"name": "a"}]},
        {"events": [{"name": "a", "duration": 30}, {"name": "A", "duration": 30}]},
        {"events": [{"name": "a", "duration": 30, "people": ["Nobody"]}]},
        {"events": [{"name": "a", "duration": 30, "day": "Caturday"}]},
        {"events": []},
        {"duration": float("nan")},
        {"duration": 30, "hours": ["17:00", "9:00"]},
        {"busy": "{", "duration": 30},
    ],
)
def test_a_calendar_that_cannot_be_read_is_an_error(broken: dict[str, Any]) -> None:
    found = calendar.score(completion="9:00 - 9:30", **broken)
    assert (found.value, found.reason) == (None, "bad_calendar")


def test_columns_may_be_text_as_data_sets_have_them() -> None:
    row = {"busy": '{"Ana": [["9:00", "16:00"]]}', "duration": 60, "hours": '["9:00", "17:00"]'}
    assert calendar.score(completion="16:00-17:00", **row).value == 1.0


def test_a_user_asks_for_one_event_after_the_other_and_the_last_plan_is_judged() -> None:
    plans = iter(["lunch: 12:00-13:00", "lunch: 12:00-13:00\ncall: 13:00-13:30"])
    user = CalendarDialogue(["Place lunch.", "Now a call."])
    chat = converse(user, "Place lunch.", lambda history: next(plans), turns=9)
    assert [one["content"] for one in chat][1] == "Now a call."
    events = [{"name": "lunch", "duration": 60}, {"name": "call", "duration": 30}]
    assert calendar.score(completion=chat, events=events).value == 1.0


@given(st.text(max_size=60))
def test_any_reply_gets_a_verdict(text: str) -> None:
    assert calendar.score(completion=text, **EVENTS).value == 0.0


HOSTILE = ["9:00 - " * 2_500, "1" * 19_000, "- " * 9_000, "[" * 15_000, "call " * 3_000]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_long_replies_are_judged_in_linear_time(text: str) -> None:
    assert calendar.score(completion=text, **EVENTS).value == 0.0


def test_a_calendar_names_what_it_cannot_read() -> None:
    with pytest.raises(BadCalendar, match="noonish"):
        read_calendar({"Ana": [["noonish", "12:00"]]}, None, 30, None, None)


@pytest.mark.parametrize(
    "busy",
    [
        {"Ana": [["Monday", "9:00", "12:00"]], "Bo": [["Tuesday", "9:00", "17:00"]]},
        {"Ana": ["Monday 9:00-12:00"], "Bo": ["Tuesday, 9:00 to 17:00"]},
        {
            "Ana": {"Monday": [["9:00", "12:00"]], "Tuesday": None},
            "Bo": {"Tuesday": ["9:00-17:00"]},
        },
    ],
)
def test_busy_times_are_read_in_lists_in_text_and_by_day(busy: dict[str, Any]) -> None:
    row = {"busy": busy, "duration": 60, "days": ["Monday", "Tuesday"]}
    assert calendar.score(completion="Monday 12:00 - 13:00", **row).value == 1.0
    assert calendar.score(completion="Monday 11:00 - 12:00", **row).reason == "conflict"
    assert calendar.score(completion="Tuesday 12:00 - 13:00", **row).reason == "conflict"
