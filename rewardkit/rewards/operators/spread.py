"""A reward in units of its own spread: inside a group, over everything seen, or by rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from rewardkit.data.groups import group_keys
from rewardkit.data.score import Breakdown, Range
from rewardkit.errors import SpecError
from rewardkit.rewards.arguments import choice, number, usable
from rewardkit.rewards.base import Composite, Reward, make
from rewardkit.rewards.combining import breakdown_of
from rewardkit.rewards.normalisers import RunningState, group_ranks, group_scores, running
from rewardkit.rewards.operator import Operator, enter
from rewardkit.rewards.tree import Asking, Node, Options, Ranges

NORMALISERS = ("group", "running", "rank")


class Normalise(Operator):
    """A reward in units of its own spread."""

    word: ClassVar[str] = "normalise"

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return the options; a running normaliser gets a state of its own."""
        choice("normalise", "by", options["by"], NORMALISERS)
        bound = number("normalise", "clip", options["clip"])
        if bound <= 0:
            raise SpecError(f"normalise: clip must be positive, not {bound:g}")
        found: dict[str, Any] = {"by": options["by"], "clip": bound}
        return {**found, "state": RunningState()} if found["by"] == "running" else found

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return `[0, 1]` for ranks, and the bound on the z-score otherwise."""
        if options["by"] == "rank":
            return Range(0.0, 1.0)
        return Range(-options["clip"], options["clip"])

    def compares(self, options: Options) -> bool:
        """Return True if values are compared inside a group."""
        return bool(options["by"] != "running")

    async def evaluate(self, node: Node, asking: Asking) -> list[Breakdown]:
        """Evaluate the reward on the whole batch, then normalise the values."""
        (found,) = await asking.every(node.children)
        values = [one.value for one in found]
        by, clip = node.options["by"], node.options["clip"]
        if by == "running":
            new = running(values, node.options["state"], clip)
        elif by == "group":
            new = group_scores(values, group_keys(asking.samples), clip)
        else:
            new = group_ranks(values, group_keys(asking.samples))
        return [
            breakdown_of(node, replace(one.score, value=value, steps=()), (one,))
            for one, value in zip(found, new, strict=True)
        ]

    def moved(self, node: Node, index: int, width: float) -> float:
        """Return the whole range: dividing by the spread may stretch any difference to it."""
        return node.range.span


enter(Normalise())


def normalise(child: Reward, by: str, *, clip: float = 10.0) -> Composite:
    """Express a reward in units of its own spread.

    Args:
        child: The reward to normalise.
        by: `group` for the z-score inside a prompt's group, `running` for the mean and
            deviation of all values seen so far, `rank` for the rank in the group from 0 to 1.
        clip: Bound on the absolute z-score; also what gives the result a finite range.

    Raises:
        SpecError: `by` is unknown or `clip` is not positive.
    """
    usable("normalise", child)
    return make("normalise", (child,), {"by": by, "clip": clip})
