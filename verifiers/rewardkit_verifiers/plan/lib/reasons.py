"""The reason codes of the verifiers of plans."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "bad_calendar": "The calendar of the row cannot be read, or its answer breaks it; correct it.",
    "conflict": "An event overlaps another one, or a time at which somebody is busy.",
    "missing_event": "An event that was asked for is not in the answer, or stands there twice.",
    "no_time": "The reply holds no time, or not exactly one for each event.",
    "not_earliest": "The time is free, and an earlier one is free too.",
    "outside_limits": "An event lies outside of the hours, days or limits that were given.",
    "wrong_duration": "An event does not last as long as was asked for.",
}
