"""Breakdowns of children combined into the breakdown of their parent."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from rewardkit.data.score import PRECEDENCE, Breakdown, Range, Score, Status
from rewardkit.data.steps import Steps
from rewardkit.rewards.stepwise import composed_steps
from rewardkit.rewards.tree import Node, Options

# Rounding may leave a range by a few units in the last place of the largest number involved.
_SLACK = 1e-9
Combine = Callable[[Sequence[Breakdown], Options], float]


def combined(combine: Combine, children: Sequence[Breakdown], options: Options) -> Score:
    """Combine children into a score, carrying the status of one that has no value."""
    for child in children:
        if child.score.value is None:
            return without_value(children)
    return carried(combine(children, options), children)


def carried(value: float, children: Sequence[Breakdown], reason: str = "", note: str = "") -> Score:
    """Return a score with the most severe status of the children, or with a reason of its own."""
    status: Status = "ok"
    for child in children:
        if child.score.status != "ok":
            status = min(status, child.score.status, key=PRECEDENCE.index)
    if status == "ok":
        return Score(value, "ok", reason, note)
    cause = next(child for child in children if child.score.status == status)
    return Score(value, cause.score.status, cause.score.reason, blame(cause))


def without_value(children: Sequence[Breakdown]) -> Score:
    """Return the score of a composition in which a child has no value."""
    blank = [child for child in children if child.score.value is None]
    cause = min(blank, key=lambda child: PRECEDENCE.index(child.score.status))
    return Score(None, cause.score.status, cause.score.reason, blame(cause))


def within_range(value: float, span: Range, children: Sequence[Breakdown]) -> float | None:
    """Return a value, clipped to the range if it is outside by rounding alone, else None."""
    low, high = span
    if low <= value <= high:
        return value
    ends = [end for one in (span, *(child.range for child in children)) for end in one]
    slack = _SLACK * max(1.0, *(abs(end) for end in ends if math.isfinite(end)))
    return min(max(value, low), high) if low - slack <= value <= high + slack else None


def blame(cause: Breakdown) -> str:
    """Return the detail of the child that decided the parent's status."""
    if cause.children:
        return cause.detail  # already names the leaf
    return f"{cause.name}: {cause.detail}" if cause.detail else cause.name


def worst_for(child: Breakdown, rising: bool) -> float:
    """Return the value of a child; of an unreadable one, the end that is worst for the parent.

    A completion that cannot be read gets the low end of its range. Under a negative weight or an
    inversion that end would pay the most there is, and being unreadable would be rewarded.

    Args:
        child: The child; it has a value.
        rising: Whether the parent rises with it.
    """
    value = child.score.value
    assert value is not None
    if child.score.status != "unparsed" or rising or not math.isfinite(child.range.high):
        return value
    return child.range.high


def values(children: Sequence[Breakdown]) -> list[float]:
    """Return the values of the children that have one."""
    return [child.score.value for child in children if child.score.value is not None]


def finished(
    node: Node,
    scored: Callable[[Sequence[Breakdown], Options], Score],
    parts: Sequence[Breakdown],
    whole: Collection[int] = (),
) -> Breakdown:
    """Return the breakdown of a composition; a value that leaves its range becomes an error.

    Args:
        node: The composition.
        scored: Combines the children's breakdowns into one score.
        parts: The breakdown of each child.
        whole: The indices of children whose steps do not count: conditions.
    """
    steps: Steps = ()
    try:
        score = scored(parts, node.options)
        if score.value is not None and any(part.score.steps for part in parts):
            steps = composed_steps(scored, node.options, parts, whole)
    except (OverflowError, ValueError) as error:
        # Children of unbounded range can overflow a float.
        score = Score.error("not_finite", f"{node.name}: {error}")
    if score.value is not None and not math.isfinite(score.value):
        score = Score.error("not_finite", f"{node.name} came to {score.value}")
    if score.value is not None:
        value = within_range(score.value, node.range, parts)
        if value is None:
            detail = f"{node.name} came to {score.value:g}, outside its range {node.range}"
            score = Score.error("out_of_range", detail)
        elif value != score.value:
            score = replace(score, value=value)
    if steps and score.value is not None:
        low, high = node.range
        score = replace(score, steps=tuple((end, min(max(v, low), high)) for end, v in steps))
    return breakdown_of(node, score, parts)


def breakdown_of(node: Node, score: Score, parts: Sequence[Breakdown]) -> Breakdown:
    """Return the breakdown of a composition whose score is known."""
    seconds = 0.0
    for part in parts:
        seconds += part.score.seconds
    if weights := node.weights:
        parts = [
            Breakdown(
                part.name,
                part.score,
                part.children,
                weight,
                part.range,
                part.fingerprint,
                part.component,
            )
            for part, weight in zip(parts, weights, strict=True)
        ]
    if seconds:
        said = (score.status, score.reason, score.detail)
        score = Score(score.value, *said, seconds, steps=score.steps)
    mark, named = node.fingerprint, node.component
    return Breakdown(node.name, score, tuple(parts), None, node.range, mark, named)
