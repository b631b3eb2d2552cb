"""The words of the DSL: for each, the range it gives and how it combines its children.

Pure functions only. Ranges follow interval arithmetic (Moore, *Interval Analysis*, 1966), so the
range of a composition is known before anything runs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rewardkit.data.score import PRECEDENCE, Breakdown, Range, Score, Status

# Rounding may leave a range by a few units in the last place of the largest number involved.
_SLACK = 1e-9
Options = Mapping[str, Any]
Ranges = Sequence[Range]


@dataclass(frozen=True, slots=True)
class Operator:
    """One word of the DSL.

    Attributes:
        word: What it is called in Python and in specs.
        range_of: The range of the result from those of the children.
        combine: The score from the children's breakdowns, all of which have values.
        schedule: In which order children are evaluated: `all`, `gate`, `first`, `where`, `batch`.
    """

    word: str
    range_of: Callable[[Ranges, Options], Range]
    combine: Callable[[Sequence[Breakdown], Options], float]
    schedule: str = "all"


def scaled(value: float, source: Range, low: float, high: float) -> float:
    """Map a value affinely from one range onto `[low, high]`; a point maps to `low`."""
    if source.span == 0:
        return low
    return low + (value - source.low) / source.span * (high - low)


def combined(operator: Operator, children: Sequence[Breakdown], options: Options) -> Score:
    """Combine children into a score, carrying the status of one that has no value."""
    for child in children:
        if child.score.value is None:
            return without_value(children)
    return _carried(operator.combine(children, options), children)


def _carried(
    value: float, children: Sequence[Breakdown], reason: str = "", note: str = ""
) -> Score:
    """Return a value with the gravest status of the children, or with a reason of its own."""
    status: Status = "ok"
    for child in children:
        if child.score.status != "ok":
            status = _weaker(status, child.score.status)
    if status == "ok":
        return Score(value, "ok", reason, note)
    cause = next(child for child in children if child.score.status == status)
    return Score(value, cause.score.status, cause.score.reason, blame(cause))


def without_value(children: Sequence[Breakdown]) -> Score:
    """Return the score of a composition one of whose children has no value."""
    blank = [child for child in children if child.score.value is None]
    cause = min(blank, key=lambda child: PRECEDENCE.index(child.score.status))
    return Score(None, cause.score.status, cause.score.reason, blame(cause))


def settled(value: float, span: Range, children: Sequence[Breakdown]) -> float | None:
    """Return a value moved into its range if rounding took it out, or None if more did."""
    low, high = span
    if low <= value <= high:
        return value
    ends = [end for one in (span, *(child.range for child in children)) for end in one]
    slack = _SLACK * max(1.0, *(abs(end) for end in ends if math.isfinite(end)))
    return min(max(value, low), high) if low - slack <= value <= high + slack else None


def blame(cause: Breakdown) -> str:
    """Return the detail that a parent takes over from the child that decided its status."""
    if cause.children:
        return cause.detail  # already names the leaf
    return f"{cause.name}: {cause.detail}" if cause.detail else cause.name


def _weaker(one: Status, other: Status) -> Status:
    return min(one, other, key=PRECEDENCE.index)


def unit(one: Range) -> Range:
    """Return what a child of this range brings to a `static` sum before its weight."""
    return Range(0.0, 1.0) if one.span else Range(0.0, 0.0)


# --- interval arithmetic -----------------------------------------------------------
def _times(a: float, b: float) -> float:
    # An infinite end times a zero end contributes zero, not NaN.
    return 0.0 if a == 0 or b == 0 else a * b


def _scale_range(one: Range, factor: float) -> Range:
    ends = (_times(one.low, factor), _times(one.high, factor))
    return Range(min(ends), max(ends))


def _sum_range(ranges: Ranges, _: Options) -> Range:
    return Range(
        math.fsum(r.low for r in ranges) if all(map(_finite_low, ranges)) else -math.inf,
        math.fsum(r.high for r in ranges) if all(map(_finite_high, ranges)) else math.inf,
    )


def _finite_low(one: Range) -> bool:
    return math.isfinite(one.low)


def _finite_high(one: Range) -> bool:
    return math.isfinite(one.high)


def _product_range(ranges: Ranges, _: Options) -> Range:
    total = ranges[0]
    for other in ranges[1:]:
        ends = [_times(a, b) for a in total for b in other]
        total = Range(min(ends), max(ends))
    return total


def _affine_range(ranges: Ranges, options: Options) -> Range:
    scaled_range = _scale_range(ranges[0], options["times"])
    return Range(scaled_range.low + options["plus"], scaled_range.high + options["plus"])


def _weighted_range(ranges: Ranges, options: Options) -> Range:
    weights = options["weights"]
    if options["scale"] == "static":
        ranges = [unit(one) for one in ranges]
    # A missing part counted at its low end stays inside; a skipped one lends out its weight.
    if options["missing"] == "skip":
        return _skip_range(ranges, weights)
    pairs = zip(ranges, weights, strict=True)
    return _sum_range([_scale_range(one, weight) for one, weight in pairs], options)


def _skip_range(ranges: Ranges, weights: Sequence[float]) -> Range:
    # With renormalised weights any one part may come to stand for the whole.
    whole = math.fsum(abs(weight) for weight in weights)
    ends = [
        _times(end, math.copysign(whole, weight))
        for one, weight in zip(ranges, weights, strict=True)
        if weight
        for end in one
    ]
    return Range(min(ends), max(ends)) if ends else Range(0.0, 0.0)


def _gate_range(ranges: Ranges, options: Options) -> Range:
    low = options["otherwise"] if options["otherwise"] is not None else ranges[1].low
    return ranges[1].hull(Range(low, low))


def _hull(ranges: Ranges, _: Options) -> Range:
    total = ranges[0]
    for other in ranges[1:]:
        total = total.hull(other)
    return total


def _clip_range(ranges: Ranges, options: Options) -> Range:
    low, high = options["low"], options["high"]
    return Range(min(max(ranges[0].low, low), high), max(min(ranges[0].high, high), low))


# --- combining values ----------------------------------------------------------------
def _values(children: Sequence[Breakdown]) -> list[float]:
    return [child.score.value for child in children if child.score.value is not None]


def _sum(children: Sequence[Breakdown], _: Options) -> float:
    return math.fsum(_values(children))


def _product(children: Sequence[Breakdown], _: Options) -> float:
    return math.prod(_values(children))


def _weighted(children: Sequence[Breakdown], options: Options) -> float:
    static = options["scale"] == "static"
    parts = []
    for child, weight in zip(children, options["weights"], strict=True):
        value = child.score.value
        assert value is not None
        parts.append(weight * (scaled(value, child.range, 0.0, 1.0) if static else value))
    return math.fsum(parts)


def weighted_with_gaps(children: Sequence[Breakdown], options: Options) -> Score:
    """Combine a weighted sum some of whose children have no value, by its named policy."""
    if options["missing"] == "propagate":
        return without_value(children)
    blank = [child for child in children if child.score.value is None]
    names = ", ".join(child.name for child in blank)
    pairs = list(zip(children, options["weights"], strict=True))
    kept = [(child, weight) for child, weight in pairs if child.score.value is not None]
    if options["missing"] == "low":
        low = [
            (Breakdown(child.name, Score(child.range.low), range=child.range), weight)
            if child.score.value is None
            else (child, weight)
            for child, weight in pairs
        ]
        value = _weighted([c for c, _ in low], {**options, "weights": [w for _, w in low]})
        valued = [child for child, _ in kept]
        return _carried(value, valued, "counted_at_low_end", f"no value from {names}")
    if not kept:
        return without_value(children)
    whole = math.fsum(abs(weight) for _, weight in pairs)
    left = math.fsum(abs(weight) for _, weight in kept)
    if left == 0:
        return without_value(children)
    # Shares first: the whole over a weight of almost nothing is more than a float holds.
    shares = [weight / left for _, weight in kept]
    part = _weighted([child for child, _ in kept], {**options, "weights": shares})
    note = f"no value from {names}; weights spread"
    return _carried(part * whole, [child for child, _ in kept], "skipped", note)


def _affine(children: Sequence[Breakdown], options: Options) -> float:
    return float(_values(children)[0] * options["times"] + options["plus"])


def _clip(children: Sequence[Breakdown], options: Options) -> float:
    return float(min(max(_values(children)[0], options["low"]), options["high"]))


def _scale_to(children: Sequence[Breakdown], options: Options) -> float:
    value = scaled(_values(children)[0], children[0].range, options["low"], options["high"])
    # The ends are exact whatever rounding did on the way.
    low, high = sorted((options["low"], options["high"]))
    return float(min(max(value, low), high))


def _invert(children: Sequence[Breakdown], _: Options) -> float:
    low, high = children[0].range
    value = _values(children)[0]
    # The ends are exact: a gate that waits for the top must see it reached.
    if value in (low, high):
        return high if value == low else low
    return min(max(low + high - value, low), high)


def _at_least(children: Sequence[Breakdown], options: Options) -> float:
    return 1.0 if _values(children)[0] >= options["threshold"] else 0.0


def _last(children: Sequence[Breakdown], _: Options) -> float:
    return _values(children)[-1]


OPERATORS: dict[str, Operator] = {
    operator.word: operator
    for operator in (
        Operator("weighted", _weighted_range, _weighted),
        Operator("gate", _gate_range, _last, "gate"),
        Operator("first", _hull, _last, "first"),
        Operator("where", _hull, _last, "where"),
        Operator("at_least", lambda ranges, _: Range(0.0, 1.0), _at_least),
        Operator("clip", _clip_range, _clip),
        Operator("scale_to", lambda _, o: Range(*sorted((o["low"], o["high"]))), _scale_to),
        Operator("sum", _sum_range, _sum),
        Operator("product", _product_range, _product),
        Operator("affine", _affine_range, _affine),
        Operator("invert", lambda ranges, _: ranges[0], _invert),
        Operator(
            "minimum",
            lambda ranges, _: Range(min(r.low for r in ranges), min(r.high for r in ranges)),
            lambda children, _: min(_values(children)),
        ),
        Operator(
            "maximum",
            lambda ranges, _: Range(max(r.low for r in ranges), max(r.high for r in ranges)),
            lambda children, _: max(_values(children)),
        ),
        Operator(
            "normalise",
            lambda _, o: Range(0.0, 1.0) if o["by"] == "rank" else Range(-o["clip"], o["clip"]),
            _last,
            "batch",
        ),
    )
}
