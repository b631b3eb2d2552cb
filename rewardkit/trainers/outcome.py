"""The outcome of one sample as trainers need it: flat, with the same keys for every sample."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rewardkit.data.score import Breakdown, Status, is_component
from rewardkit.rewards.base import Composite, Reward


class Outcome(NamedTuple):
    """The score of one sample, flattened.

    Attributes:
        value: The total, or None where there is none.
        status: The status of the total.
        reason: Its reason code, empty when there is nothing to say.
        detail: The sentence that explains it.
        components: The value of every leaf; the keys are the same for every sample.
        breakdown: The whole tree.
        reward: The reward that gave it.
    """

    value: float | None
    status: Status
    reason: str
    detail: str
    components: Mapping[str, float | None]
    breakdown: Breakdown
    reward: Reward

    @property
    def steps(self) -> list[list[float]]:
        """The values of parts of the completion as `[end offset, value]`, plain for JSON."""
        return [list(step) for step in self.breakdown.steps]

    @property
    def contributions(self) -> dict[str, float]:
        """The share of every leaf in the total; they add up to the value. Empty without one."""
        return contributions(self.reward, self.breakdown)


def outcome_of(reward: Reward, found: Breakdown, keys: Sequence[str] = ()) -> Outcome:
    """Return the outcome of a breakdown that the reward gave.

    Args:
        reward: The reward.
        found: The breakdown.
        keys: The names of the leaves, where they are known already.

    Example:
        >>> from rewardkit import reward, weighted
        >>> @reward(range=(0, 10))
        ... def size(completion: str) -> float:
        ...     return float(len(completion))
        >>> @reward
        ... def loud(completion: str) -> bool:
        ...     return completion.isupper()
        >>> both = weighted(size=(1, size), loud=(3, loud))
        >>> dict(outcome_of(both, both.score(completion="HELLO")).contributions)
        {'size': 0.5, 'loud': 3.0}
    """
    score = found.score
    if keys:
        values: list[float | None] = []
        _leaf_values(found, values)
        parts: Mapping[str, float | None] = dict(zip(keys, values, strict=True))
    else:
        parts = found.components
    return Outcome(score.value, score.status, score.reason, score.detail, parts, found, reward)


def _leaf_values(node: Breakdown, values: list[float | None], root: bool = True) -> None:
    if is_component(node, root):
        values.append(node.score.value)
        return
    for child in node.children:
        _leaf_values(child, values, False)


def contributions(reward: Reward, found: Breakdown) -> dict[str, float]:
    """Return the share of each leaf in the total, under the names that `components` uses.

    A sum is divided into its terms. Where one child decides alone (an open gate, a route, a
    minimum) its leaves carry the whole; a closed gate is carried by its condition.
    """
    value = found.value
    if value is None:
        return {}
    shares: list[float] = []
    _divide(reward, found, 1.0, 0.0, shares)
    # Rounding of the steps is put right in the largest share, where it is least.
    rest = value - math.fsum(shares)
    if rest and math.isfinite(rest):
        largest = max(range(len(shares)), key=lambda at: abs(shares[at]))
        shares[largest] += rest
    return dict(zip(found.leaves(), shares, strict=True))


def _divide(
    reward: Reward,
    node: Breakdown,
    gain: float,
    offset: float,
    shares: list[float],
    root: bool = True,
) -> None:
    """Append the shares of a node's leaves, which add up to `gain * value + offset`."""
    value = node.value
    if is_component(node, root):
        shares.append(offset if value is None or not gain else gain * value + offset)
        return
    assert isinstance(reward, Composite)
    count = len(node.children)
    if value is None:
        parts = [(0.0, 0.0)] * count
    else:
        parts = reward.operator.shares(reward, node.children, value)
    active = [at for at, part in enumerate(parts) if part != (0.0, 0.0)] or list(range(count))
    for at, (child, inner) in enumerate(zip(reward.children, node.children, strict=True)):
        times, plus = parts[at]
        extra = offset / len(active) if at in active else 0.0
        _divide(child, inner, gain * times, gain * plus + extra, shares, False)
