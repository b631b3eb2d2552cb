"""Influence: the largest change of a tree's total that one reward can cause."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rewardkit.rewards.base import Composite, Reward


@dataclass(frozen=True, slots=True)
class Step:
    """One step down the tree: a parent and the index of one of its children."""

    parent: Composite
    index: int


def share(reward: Reward, steps: Sequence[Step]) -> float | None:
    """Return the largest change of the total by one reward, as a share of the total's range."""
    root = steps[0].parent if steps else reward
    if not math.isfinite(root.range.span):
        return None
    if root.range.span == 0:
        return 0.0
    moved = reach(reward, steps)
    return min(moved / root.range.span, 1.0)


def reach(reward: Reward, steps: Sequence[Step]) -> float:
    """Return the largest change of the root of its tree that one reward can cause."""
    width = reward.range.span
    for step in reversed(steps):
        width = min(moved(step, width), step.parent.range.span) if width else 0.0
    return width


def moved(step: Step, width: float) -> float:
    """Return the largest change of a parent when one child changes by `width` at most."""
    return step.parent.operator.moved(step.parent, step.index, width)
