"""One reward, each value mapped to another: `clip`, `scale_to`, `at_least`, `~`, `times + plus`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rewardkit.data.score import Breakdown, Range
from rewardkit.rewards.arguments import bounded, interval, number, usable
from rewardkit.rewards.base import Composite, Reward, make
from rewardkit.rewards.combining import values, worst_for
from rewardkit.rewards.interval_arithmetic import scale_range, scaled, times
from rewardkit.rewards.operator import Operator, enter
from rewardkit.rewards.tree import Node, Options, Ranges


class Clip(Operator):
    """A reward whose values outside an interval are moved to the nearer end."""

    word: ClassVar[str] = "clip"
    pointwise: ClassVar[bool] = True

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return both ends as numbers."""
        return interval(self.word, options["low"], options["high"])

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return both ends of the range, clipped."""
        low, high = options["low"], options["high"]
        return Range(min(max(ranges[0].low, low), high), max(min(ranges[0].high, high), low))

    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return the clipped value."""
        return float(min(max(values(children)[0], options["low"]), options["high"]))

    def moved(self, node: Node, index: int, width: float) -> float:
        """Return the width inside the interval."""
        child = node.children[0].range
        kept = min(child.high, node.options["high"]) - max(child.low, node.options["low"])
        return float(min(width, max(0.0, kept)))

    def why_never(self, node: Node, index: int) -> str:
        """Say that the range lies outside the interval."""
        return (
            f"its range {node.children[0].range} lies outside [{node.options['low']:g}, "
            f"{node.options['high']:g}], so every value is clipped to the same end"
        )


class ScaleTo(Operator):
    """A reward mapped affinely from its range onto an interval."""

    word: ClassVar[str] = "scale_to"
    pointwise: ClassVar[bool] = True

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return both ends as numbers; the range must have ends."""
        bounded(self.word, children[0])
        return interval(self.word, options["low"], options["high"])

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the interval."""
        return Range(options["low"], options["high"])

    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return the mapped value; the ends are exact despite rounding."""
        low, high = options["low"], options["high"]
        value = scaled(values(children)[0], children[0].range, low, high)
        return float(min(max(value, low), high))

    def shares(
        self, node: Node, parts: Sequence[Breakdown], value: float
    ) -> list[tuple[float, float]]:
        """Return the slope of the map, and what is added to it."""
        span, score = parts[0].range.span, parts[0].score
        if span == 0 or score.value is None:
            return [(0.0, value)]
        slope = (node.options["high"] - node.options["low"]) / span
        return [(slope, value - slope * score.value)]

    def moved(self, node: Node, index: int, width: float) -> float:
        """Return the width in units of the interval."""
        options = node.options
        return float(width / node.children[0].range.span * abs(options["high"] - options["low"]))

    def maps_range(self, node: Node) -> bool:
        """Return True: the declared range is mapped."""
        return True


class AtLeast(Operator):
    """1 where a reward reaches a threshold, else 0."""

    word: ClassVar[str] = "at_least"
    pointwise: ClassVar[bool] = True

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return the threshold as a number."""
        return {"threshold": number(self.word, "threshold", options["threshold"])}

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return `[0, 1]`."""
        return Range(0.0, 1.0)

    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return 1 or 0."""
        return 1.0 if values(children)[0] >= options["threshold"] else 0.0

    def moved(self, node: Node, index: int, width: float) -> float:
        """Return 1 where the threshold lies inside the range, else 0."""
        child = node.children[0].range
        return 1.0 if child.low < node.options["threshold"] <= child.high else 0.0

    def why_never(self, node: Node, index: int) -> str:
        """Say on which side of the range the threshold lies."""
        child, threshold = node.children[0].range, node.options["threshold"]
        side = "above" if threshold > child.high else "at or below"
        end = "high" if side == "above" else "low"
        return (
            f"the threshold {threshold:g} lies {side} the {end} end of its range {child}, so the "
            "result never changes"
        )


class Affine(Operator):
    """A reward times a number plus a number."""

    word: ClassVar[str] = "affine"
    pointwise: ClassVar[bool] = True

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return factor and shift as numbers."""
        return {key: number(self.word, key, options[key]) for key in ("times", "plus")}

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the range, scaled and shifted."""
        found = scale_range(ranges[0], options["times"])
        return Range(found.low + options["plus"], found.high + options["plus"])

    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return the scaled and shifted value."""
        value = worst_for(children[0], rising=options["times"] >= 0)
        return float(value * options["times"] + options["plus"])

    def shares(
        self, node: Node, parts: Sequence[Breakdown], value: float
    ) -> list[tuple[float, float]]:
        """Return the factor, and what is added to it."""
        factor = float(node.options["times"])
        return [(factor, value - factor * (parts[0].score.value or 0.0))]

    def moved(self, node: Node, index: int, width: float) -> float:
        """Return the width times the factor."""
        return times(abs(float(node.options["times"])), width)

    def why_never(self, node: Node, index: int) -> str:
        """Say that the factor is 0."""
        return "it is multiplied by 0"

    def penalises(self, node: Node, index: int) -> bool:
        """Return True if the factor is negative."""
        return bool(node.options["times"] < 0)


class Invert(Operator):
    """A reward mirrored inside its own range; an unreadable completion stays at the low end."""

    word: ClassVar[str] = "invert"
    pointwise: ClassVar[bool] = True

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return the options; the range must have ends."""
        bounded(self.word, children[0])
        return dict(options)

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the unchanged range."""
        return ranges[0]

    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return `low + high - value`; the ends are exact, so that a gate at the top opens."""
        low, high = children[0].range
        value = worst_for(children[0], rising=False)
        if value in (low, high):
            return high if value == low else low
        return min(max(low + high - value, low), high)


for _one in (AtLeast(), Clip(), ScaleTo(), Affine(), Invert()):
    enter(_one)


def at_least(child: Reward, threshold: float) -> Composite:
    """Pay 1 where a reward reaches the threshold, else 0."""
    usable("at_least", child)
    return make("at_least", (child,), {"threshold": threshold})


def clip(child: Reward, low: float, high: float) -> Composite:
    """Move values outside `[low, high]` to the nearer end."""
    usable("clip", child)
    return make("clip", (child,), {"low": low, "high": high})


def scale_to(child: Reward, low: float, high: float) -> Composite:
    """Map a reward affinely from its range onto `[low, high]`."""
    usable("scale_to", child)
    return make("scale_to", (child,), {"low": low, "high": high})


def invert(child: Reward) -> Composite:
    """Mirror a reward inside its own range; `~a` says the same."""
    usable("invert", child)
    return make("invert", (child,), {})


def affine(child: Reward, times: float, plus: float) -> Composite:
    """Return `times * child + plus`."""
    usable("affine", child)
    return make("affine", (child,), {"times": times, "plus": plus})
