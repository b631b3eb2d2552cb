"""Conversion of a reward function's return value to a Score inside the declared range."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real
from types import MappingProxyType
from typing import Any

from rewardkit.data.score import STATUSES, Range, Score
from rewardkit.data.steps import BadSteps, Steps, read_steps

# Rounding in a weighted sum may leave the range by a few units in the last place.
_SLACK = 1e-9


def score_of(result: Any, name: str, span: Range, seconds: float = 0.0) -> Score:
    """Return the score of a reward's return value; an invalid value becomes an error.

    Args:
        result: A number, a bool, a `Score`, None, or an array of one element.
        name: The reward, for the detail of an error.
        span: Its declared range.
        seconds: The duration of the call.

    Example:
        >>> score_of(3, "r", Range(0.0, 1.0)).reason
        'out_of_range'
    """
    kind = type(result)
    if kind is float or kind is int or kind is bool:
        return _number(result, name, span, "", "", seconds)
    if isinstance(result, Score):
        return _checked(result, name, span, seconds)
    if result is None:
        return Score(None, "abstain", "returned_none", "", seconds)
    if not isinstance(result, Real) and getattr(result, "ndim", None) == 0:
        result = result.item()  # a tensor or array of one element
    if isinstance(result, Real):
        return _number(float(result), name, span, "", "", seconds)
    return Score(None, "error", "bad_return", f"{name!r} returned {kind.__name__}", seconds)


def _number(
    value: float,
    name: str,
    span: Range,
    reason: str,
    detail: str,
    seconds: float,
    extra: Mapping[str, Any] | None = None,
    steps: Steps = (),
) -> Score:
    low, high = span
    try:
        value = float(value)
    except OverflowError:
        value = math.inf  # an integer too long for a float
    if low <= value <= high and math.isfinite(value):
        if extra or steps:
            return Score(value, "ok", reason, detail, seconds, extra or {}, steps)
        return Score(value, "ok", reason, detail, seconds)
    if not math.isfinite(value):
        return Score(None, "error", "not_finite", f"{name!r} returned {value}", seconds)
    slack = _SLACK * max(1.0, abs(low), abs(high))
    if low - slack <= value <= high + slack:
        return Score(min(max(value, low), high), "ok", reason, detail, seconds)
    return Score(
        None,
        "error",
        "out_of_range",
        f"{name!r} returned {value:g}, outside its declared range {span}",
        seconds,
    )


def _checked(score: Score, name: str, span: Range, seconds: float) -> Score:
    if fault := _malformed(score):
        return Score(None, "error", "bad_return", f"{name!r} returned {fault}", seconds)
    seconds = score.seconds or seconds
    if score.status == "ok" and score.value is not None:
        try:
            steps = read_steps(score.steps, *span) if score.steps else ()
        except BadSteps as error:
            return Score(None, "error", "bad_return", f"{name!r}: {error}", seconds)
        said = (score.reason, score.detail, seconds)
        return _number(score.value, name, span, *said, score.extra, steps)
    if score.status == "ok":
        return Score(None, "error", "no_value", "status ok without a value", seconds)
    value: float | None = None
    if score.status == "unparsed" or (score.status == "timeout" and score.value is not None):
        value = span.low
        if not math.isfinite(value):
            detail = f"{name!r} has no finite low end to give an {score.status} completion"
            return Score(None, "error", "no_low_end", detail, seconds)
    return Score(value, score.status, score.reason, score.detail, seconds, score.extra)


def _malformed(score: Score) -> str:
    """Return a message about a malformed Score that a reward returned, or an empty string."""
    if type(score.reason) is type(score.detail) is str and _plain_numbers(score):
        return ""
    if score.status not in STATUSES:
        return f"a Score of the status {score.status!r}; it is one of {', '.join(STATUSES)}"
    for field in ("reason", "detail"):
        if not isinstance(text := getattr(score, field), str):
            return f"a Score whose {field} is {type(text).__name__}, not text"
    if not isinstance(score.extra, Mapping):
        return f"a Score whose extra is {type(score.extra).__name__}, not a mapping"
    if not isinstance(score.seconds, (int, float)) or not math.isfinite(score.seconds):
        return f"a Score whose seconds are {score.seconds!r}, not a finite number"
    if score.value is not None and not hasattr(score.value, "__float__"):
        return f"a Score whose value is {type(score.value).__name__}, not a number"
    return ""


def _plain_numbers(score: Score) -> bool:
    """Whether a Score is of the plain types that most have: a quick look."""
    return (
        score.status in STATUSES
        and type(score.extra) in _MAPPINGS
        and type(score.seconds) is float
        and math.isfinite(score.seconds)
        and (score.value is None or type(score.value) is float)
    )


_MAPPINGS = frozenset((dict, MappingProxyType))
