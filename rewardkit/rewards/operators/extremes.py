"""The lowest, the highest and the product of several rewards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, ClassVar

from rewardkit.data.score import Breakdown, Range
from rewardkit.rewards.arguments import at_least_two
from rewardkit.rewards.base import Composite, Reward, make
from rewardkit.rewards.combining import values
from rewardkit.rewards.interval_arithmetic import product_range, times
from rewardkit.rewards.operator import Operator, enter
from rewardkit.rewards.tree import Node, Options, Ranges


class Product(Operator):
    """Rewards multiplied."""

    word: ClassVar[str] = "product"
    depends: ClassVar[bool] = True

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the product of the ranges."""
        return product_range(ranges)

    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return the product; an unreadable child counts at the end that makes it lowest."""
        if all(child.score.status != "unparsed" for child in children):
            return math.prod(values(children))
        ends = [
            child.range if child.score.status == "unparsed" else Range(value, value)
            for child, value in zip(children, values(children), strict=True)
        ]
        low = product_range(ends).low
        return low if math.isfinite(low) else math.prod(values(children))

    def moved(self, node: Node, index: int, width: float) -> float:
        """Return the width times the largest magnitudes of the other rewards."""
        for other, one in enumerate(node.children):
            if other != index:
                width = times(width, max(abs(one.range.low), abs(one.range.high)))
        return width


class Minimum(Operator):
    """The lowest value."""

    word: ClassVar[str] = "minimum"
    depends: ClassVar[bool] = True

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return the options; there must be at least two rewards."""
        at_least_two(self.word, children)
        return dict(options)

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the lowest of the low ends and the lowest of the high ends."""
        return Range(min(one.low for one in ranges), min(one.high for one in ranges))

    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return the lowest value."""
        return min(values(children))

    def moved(self, node: Node, index: int, width: float) -> float:
        """Return the width below the lowest high end of the others."""
        child = node.children[index].range
        cap = min(one.range.high for at, one in enumerate(node.children) if at != index)
        return float(min(width, max(0.0, min(child.high, cap) - child.low)))

    def why_never(self, node: Node, index: int) -> str:
        """Say that another reward is always at least as low."""
        return "another reward of this minimum is always at least as low"


class Maximum(Operator):
    """The highest value."""

    word: ClassVar[str] = "maximum"
    pays_beside: ClassVar[bool] = True

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return the options; there must be at least two rewards."""
        at_least_two(self.word, children)
        return dict(options)

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the highest of the low ends and the highest of the high ends."""
        return Range(max(one.low for one in ranges), max(one.high for one in ranges))

    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return the highest value."""
        return max(values(children))

    def moved(self, node: Node, index: int, width: float) -> float:
        """Return the width above the highest low end of the others."""
        child = node.children[index].range
        floor = max(one.range.low for at, one in enumerate(node.children) if at != index)
        return float(min(width, max(0.0, child.high - max(child.low, floor))))

    def why_never(self, node: Node, index: int) -> str:
        """Say that another reward is always at least as high."""
        return "another reward of this maximum is always at least as high"


for _one in (Product(), Minimum(), Maximum()):
    enter(_one)


def minimum(*rewards: Reward) -> Composite:
    """Take the lowest value; `a & b` says the same."""
    return make("minimum", rewards, {})


def maximum(*rewards: Reward) -> Composite:
    """Take the highest value; `a | b` says the same."""
    return make("maximum", rewards, {})
