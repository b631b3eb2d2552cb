"""Assertions on scores, with the breakdown in the message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.rewards.base import Reward
from rewardkit.testing.cases.compare import Mismatch, compare, shown
from rewardkit.testing.cases.diff import described
from rewardkit.testing.cases.model import TOLERANCE, Expect

_UNSAID: Any = object()
Rows = str | Sample | Mapping[str, Any]


def assert_score(
    reward: Reward,
    expected: float | None = _UNSAID,
    /,
    sample: Sample | None = None,
    *,
    tolerance: float = TOLERANCE,
    range: tuple[float, float] | None = None,
    status: str | None = None,
    reason: str | None = None,
    components: Mapping[str, float | None] | None = None,
    **fields: Any,
) -> Breakdown:
    """Assert value, status, reason or components of the score of one sample.

    Args:
        reward: The reward.
        expected: The value; None for a score that must have none.
        sample: The sample; or give its fields by name.
        tolerance: The largest allowed difference of values.
        range: The closed interval in which the value must lie.
        status: The status.
        reason: The reason code.
        components: Values of components by name.
        **fields: `completion`, `prompt`, `answer` and columns.

    Returns:
        The breakdown, for further assertions.

    Raises:
        AssertionError: An expectation fails; shows the breakdown and the completion.
        ValueError: No expectation is given, or an impossible one.

    Example:
        >>> from rewardkit import get
        >>> assert_score(get("text/exact"), 1.0, completion="4", answer="4").status
        'ok'
    """
    __tracebackhide__ = True
    said = {"range": range, "status": status, "reason": reason, "components": components}
    wanted: dict[str, Any] = {key: value for key, value in said.items() if value is not None}
    if expected is not _UNSAID:
        wanted["value"] = None if expected is None else float(expected)
    if tolerance != TOLERANCE:
        wanted["tolerance"] = float(tolerance)
    try:
        expect = Expect.model_validate(wanted)
    except ValidationError as error:
        cause = error.errors()[0]
        where = ".".join(str(part) for part in cause["loc"])
        message = cause["msg"].removeprefix("Value error, ")
        raise ValueError(f"assert_score: {where + ': ' if where else ''}{message}") from None
    one = _sample(fields) if sample is None else sample
    found = reward.score(one)
    _fail_on(reward, compare(expect, found, {}), found, one)
    return found


def assert_prefers(reward: Reward, better: Rows, worse: Rows, **shared: Any) -> None:
    """Assert that a reward pays strictly more for one completion than for another.

    Args:
        reward: The reward.
        better: The completion that must get more: text, a sample, or its fields.
        worse: The completion that must get less.
        **shared: Fields of both, such as `prompt` and `answer`.

    Raises:
        AssertionError: It does not pay more; shows both breakdowns.

    Example:
        >>> from rewardkit import get
        >>> assert_prefers(get("text/exact"), "4", "5", answer="4")
    """
    __tracebackhide__ = True
    both = [_of(better, shared), _of(worse, shared)]
    if reward.needs_groups:
        # Both belong to one group: completions of one prompt.
        both = [replace(one, group="assert_prefers") for one in both]
    more, less = reward.score_many(both, cache=None)
    if more.value is not None and less.value is not None and more.value > less.value:
        return
    lines = [
        f"reward {reward.name!r} does not prefer the first completion: "
        f"{shown(more.value)} against {shown(less.value)}"
    ]
    for word, found, sample in (("better", more, both[0]), ("worse", less, both[1])):
        lines += ["", f"{word}:", *described((), found, sample)]
    raise AssertionError("\n".join(lines))


def _fail_on(
    reward: Reward, mismatches: tuple[Mismatch, ...], found: Breakdown, sample: Sample
) -> None:
    __tracebackhide__ = True
    if mismatches:
        lines = [f"reward {reward.name!r}:", *described(mismatches, found, sample)]
        raise AssertionError("\n".join(lines))


def _of(row: Rows, shared: Mapping[str, Any]) -> Sample:
    if isinstance(row, Sample):
        if shared:
            raise TypeError(f"a Sample already has its fields (got {', '.join(sorted(shared))})")
        return row
    return _sample({**shared, **({"completion": row} if isinstance(row, str) else row)})


def _sample(fields: Mapping[str, Any]) -> Sample:
    return Sample.from_row(fields)
