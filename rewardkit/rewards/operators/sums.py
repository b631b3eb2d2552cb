"""Sums of rewards: `weighted` and `+`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, ClassVar

from rewardkit.data.score import Breakdown, Range, Score
from rewardkit.errors import SpecError
from rewardkit.rewards.arguments import bounded, choice, number, usable
from rewardkit.rewards.base import Composite, Reward, make
from rewardkit.rewards.combining import carried, values, without_value, worst_for
from rewardkit.rewards.interval_arithmetic import scale_range, scaled, sum_range, times, unit
from rewardkit.rewards.operator import Operator, enter
from rewardkit.rewards.operators.spread import NORMALISERS, normalise
from rewardkit.rewards.tree import Node, Options, Ranges

SCALES = ("static", "none", *NORMALISERS)
MISSING = ("propagate", "low", "skip")
Weighted = tuple[float, Reward]


class WeightedSum(Operator):
    """Parts added with weights, each first brought to one scale."""

    word: ClassVar[str] = "weighted"
    sums: ClassVar[bool] = True
    pays_beside: ClassVar[bool] = True

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return the options; parts must be of bounded range where they are mapped from it."""
        choice("weighted", "scale", options["scale"], SCALES)
        choice("weighted", "missing", options["missing"], MISSING)
        weights = tuple(
            number(f"weighted part {child.name!r}", "weight", weight)
            for child, weight in zip(children, options["weights"], strict=True)
        )
        for child, weight in zip(children, weights, strict=True):
            if options["scale"] == "static":
                bounded(f"weighted part {child.name!r}", child)
            end = child.range.high if weight < 0 else child.range.low
            if options["missing"] == "low" and not math.isfinite(end):
                side = "high" if weight < 0 else "low"
                raise SpecError(
                    f"weighted part {child.name!r}: missing='low' needs a finite {side} end, and "
                    f"the range of {child.name!r} is {child.range}. Give it one with "
                    ".clip(low, high)."
                )
        return {**options, "weights": weights}

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the sum of the weighted ranges."""
        weights = options["weights"]
        if options["scale"] == "static":
            ranges = [unit(one) for one in ranges]
        # A missing part at its low end stays in range; a skipped one gives its weight to others.
        if options["missing"] == "skip":
            return _skip_range(ranges, weights)
        pairs = zip(ranges, weights, strict=True)
        return sum_range([scale_range(one, weight) for one, weight in pairs])

    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return the weighted sum."""
        static = options["scale"] == "static"
        parts = []
        for child, weight in zip(children, options["weights"], strict=True):
            value = worst_for(child, rising=weight >= 0)
            parts.append(weight * (scaled(value, child.range, 0.0, 1.0) if static else value))
        return math.fsum(parts)

    def score(self, children: Sequence[Breakdown], options: Options) -> Score:
        """Return the sum; `missing` decides what a part without a value does."""
        for child in children:
            if child.score.value is None:
                return self._with_gaps(children, options)
        return carried(self.combine(children, options), children)

    def _with_gaps(self, children: Sequence[Breakdown], options: Options) -> Score:
        if options["missing"] == "propagate":
            return without_value(children)
        blank = [child for child in children if child.score.value is None]
        names = ", ".join(child.name for child in blank)
        pairs = list(zip(children, options["weights"], strict=True))
        kept = [(child, weight) for child, weight in pairs if child.score.value is not None]
        if options["missing"] == "low":
            low = [
                (_at_worst(child, weight), weight) if child.score.value is None else (child, weight)
                for child, weight in pairs
            ]
            value = self.combine([c for c, _ in low], {**options, "weights": [w for _, w in low]})
            valued = [child for child, _ in kept]
            return carried(value, valued, "counted_at_low_end", f"no value from {names}")
        if not kept:
            return without_value(children)
        whole = math.fsum(abs(weight) for _, weight in pairs)
        left = math.fsum(abs(weight) for _, weight in kept)
        if left == 0:
            return without_value(children)
        # Shares first: dividing the total by a tiny weight would overflow a float.
        shares = [weight / left for _, weight in kept]
        part = self.combine([child for child, _ in kept], {**options, "weights": shares})
        note = f"no value from {names}; weights spread"
        return carried(part * whole, [child for child, _ in kept], "skipped", note)

    def shares(
        self, node: Node, parts: Sequence[Breakdown], value: float
    ) -> list[tuple[float, float]]:
        """Return the term of each child; a child without a value takes what is left of the sum."""
        static = node.options["scale"] == "static"
        blank = [at for at, part in enumerate(parts) if part.score.value is None]
        spread = 1.0
        if blank and node.options["missing"] == "skip":
            left = math.fsum(
                abs(weight) for at, weight in enumerate(node.weights) if at not in blank
            )
            spread = math.fsum(map(abs, node.weights)) / left
        found = [
            _term(part, weight * spread, static)
            for part, weight in zip(parts, node.weights, strict=True)
        ]
        if blank and spread == 1.0:
            terms = [g * (p.score.value or 0.0) + o for (g, o), p in zip(found, parts, strict=True)]
            rest = value - math.fsum(terms)
            for at in blank:
                found[at] = (0.0, rest / len(blank))
        return found

    def moved(self, node: Node, index: int, width: float) -> float:
        """Return the width on the common scale times the weight."""
        span = node.children[index].range.span
        return times(abs(node.weights[index]), width / span if self.maps_range(node) else width)

    def why_never(self, node: Node, index: int) -> str:
        """Say that the weight is 0."""
        return "its weight is 0"

    def penalises(self, node: Node, index: int) -> bool:
        """Return True if the weight is negative."""
        return node.weights[index] < 0

    def maps_range(self, node: Node) -> bool:
        """Return True if the scale is `static`."""
        return bool(node.options["scale"] == "static")


def _term(part: Breakdown, weight: float, static: bool) -> tuple[float, float]:
    if part.score.value is None:
        return (0.0, 0.0)
    moved = weight * (worst_for(part, rising=weight >= 0) - part.score.value)
    if not static:
        return (weight, moved)
    span = part.range.span
    if span == 0:
        return (0.0, 0.0)
    return (weight / span, (moved - weight * part.range.low) / span)


def _at_worst(child: Breakdown, weight: float) -> Breakdown:
    # A penalty that could not be judged counts in full: its high end is what lowers the sum.
    end = child.range.high if weight < 0 else child.range.low
    return Breakdown(child.name, Score(end), range=child.range)


def _skip_range(ranges: Ranges, weights: Sequence[float]) -> Range:
    # With renormalised weights a single part may carry the whole sum.
    whole = math.fsum(abs(weight) for weight in weights)
    ends = [
        times(end, math.copysign(whole, weight))
        for one, weight in zip(ranges, weights, strict=True)
        if weight
        for end in one
    ]
    return Range(min(ends), max(ends)) if ends else Range(0.0, 0.0)


class Sum(Operator):
    """Rewards added as they are."""

    word: ClassVar[str] = "sum"
    sums: ClassVar[bool] = True
    pays_beside: ClassVar[bool] = True

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the sum of the ranges."""
        return sum_range(ranges)

    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return the sum."""
        return math.fsum(values(children))

    def shares(
        self, node: Node, parts: Sequence[Breakdown], value: float
    ) -> list[tuple[float, float]]:
        """Return every child as it is."""
        return [(1.0, 0.0)] * len(parts)


enter(WeightedSum())
enter(Sum())


def weighted(
    *, scale: str = "static", missing: str = "propagate", **parts: Weighted | Reward
) -> Composite:
    """Add rewards with weights, each first brought to one scale.

    Args:
        scale: `static` maps each child from its declared range onto [0, 1]; `none` adds raw
            values; `group`, `running` and `rank` normalise each child before the sum (`group`
            is the decoupled form of GDPO, arXiv:2601.05242).
        missing: What a child without a value does: `propagate` its status to the sum, count
            at its `low` end, or `skip` it and spread its weight over the others.
        **parts: `name=(weight, reward)`, or `name=reward` for weight 1. Weights are used as
            given, never renormalised; a negative weight is a penalty.

    Raises:
        SpecError: A part is not a weight and a reward, or cannot be scaled.

    Example:
        >>> from rewardkit import reward, weighted
        >>> @reward(range=(0, 10))
        ... def tens(completion: str) -> float:
        ...     return float(min(len(completion), 10))
        >>> @reward
        ... def bang(completion: str) -> bool:
        ...     return completion.endswith("!")
        >>> both = weighted(size=(0.8, tens), mood=(0.2, bang))
        >>> both.range
        Range(low=0.0, high=1.0)
        >>> both.score(completion="hello!").components
        {'size': 6.0, 'mood': 1.0}
    """
    choice("weighted", "scale", scale, SCALES)
    choice("weighted", "missing", missing, MISSING)
    if not parts:
        raise SpecError("weighted needs at least one part: name=(weight, reward)")
    weights: list[float] = []
    children: list[Reward] = []
    for name, part in parts.items():
        pair: Any = part
        weight, child = pair if isinstance(pair, (tuple, list)) and len(pair) == 2 else (1.0, pair)
        if isinstance(weight, Reward):
            raise SpecError(f"weighted part {name!r}: the weight comes first: (weight, reward)")
        usable(f"weighted part {name!r}", child)
        assert isinstance(child, Reward)
        weights.append(number(f"weighted part {name!r}", "weight", weight))
        if scale == "static":
            bounded(f"weighted part {name!r}", child)
        elif scale in NORMALISERS:
            child = normalise(child, scale)
        children.append(child.named(name))
    kept = "none" if scale in NORMALISERS else scale
    options = {"weights": tuple(weights), "scale": kept, "missing": missing}
    return make("weighted", children, options)
