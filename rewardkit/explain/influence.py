"""How far one reward can move the total of the tree it stands in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rewardkit.rewards.base import Composite, Reward


@dataclass(frozen=True, slots=True)
class Step:
    """One step down the tree: a parent and which of its children is meant."""

    parent: Composite
    index: int


def share(reward: Reward, steps: Sequence[Step]) -> float | None:
    """Return the most that a reward alone can move the total, as a share of the total's range."""
    root = steps[0].parent if steps else reward
    if not math.isfinite(root.range.span):
        return None
    if root.range.span == 0:
        return 0.0
    moved = reach(reward, steps)
    return min(moved / root.range.span, 1.0)


def reach(reward: Reward, steps: Sequence[Step]) -> float:
    """Return the most that a reward alone can move the root of the tree it stands in."""
    width = reward.range.span
    for step in reversed(steps):
        width = min(moved(step, width), step.parent.range.span) if width else 0.0
    return width


def moved(step: Step, width: float) -> float:
    """Return the most a parent moves when one child moves by up to `width`, others at will."""
    return step.parent.operator.moved(step.parent, step.index, width)
