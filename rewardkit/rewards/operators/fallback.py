"""Fallbacks: the first reward that gives a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rewardkit.data.score import Breakdown, Range, Score
from rewardkit.rewards.arguments import at_least_two
from rewardkit.rewards.base import Composite, Reward, make
from rewardkit.rewards.combining import breakdown_of
from rewardkit.rewards.interval_arithmetic import hull
from rewardkit.rewards.operator import Operator, enter
from rewardkit.rewards.tree import Asking, Node, Options, Ranges


class First(Operator):
    """The first reward that gives a value; later ones are used where it failed."""

    word: ClassVar[str] = "first"
    partial: ClassVar[bool] = True

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return the options; there must be at least two rewards."""
        at_least_two(self.word, children)
        return dict(options)

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the hull of the ranges."""
        return hull(ranges)

    async def evaluate(self, node: Node, asking: Asking) -> list[Breakdown]:
        """Evaluate each reward only where all before it gave no value."""
        blanks = [child.skipped() for child in node.children]
        parts = [list(blanks) for _ in asking.samples]
        chosen: dict[int, int] = {}
        open_rows = list(range(len(asking.samples)))
        for index, child in enumerate(node.children):
            if not open_rows:
                break
            found = await asking.rows(child, open_rows)
            for row, breakdown in found.items():
                parts[row][index] = breakdown
                chosen[row] = index
            open_rows = [row for row in open_rows if found[row].value is None]
        out = []
        for row, children in enumerate(parts):
            pick = children[chosen[row]]
            score = pick.score
            if chosen[row] and score.value is not None:
                failed = children[0]
                detail = f"{failed.name} gave {failed.status} ({failed.reason}); took {pick.name}"
                reason = score.reason or "fallback"
                score = Score(score.value, score.status, reason, detail, steps=score.steps)
            out.append(breakdown_of(node, score, children))
        return out


enter(First())


def first(*rewards: Reward) -> Composite:
    """Take the first reward that gives a value; later ones are fallbacks for its failures.

    No other operator replaces an error by a number.
    """
    return make("first", rewards, {})
