"""Baselines: the z-score of other projects, rewritten from their formulas, for comparison.

Each takes `[rows, K]` float32 components, `[K]` weights and the group size, and returns `[rows]`.
All need groups of one size except `row_loop`. The epsilons are the defaults of the projects.
"""

from __future__ import annotations

import torch
from torch import Tensor


def dense(components: Tensor, weights: Tensor, size: int, epsilon: float = 1e-4) -> Tensor:
    """Return z-scores by the shortest torch code: weighted sum, reshape, mean, deviation."""
    groups = (components @ weights).view(-1, size)
    centred = groups - groups.mean(1, keepdim=True)
    return (centred / (groups.std(1, keepdim=True) + epsilon)).view(-1)


def nan_aware(components: Tensor, weights: Tensor, size: int, epsilon: float = 1e-4) -> Tensor:
    """Return z-scores by TRL's formula: a missing component is 0, a row without any is left out."""
    unscored = components.isnan().all(1)
    rewards = (components * weights).nansum(1).masked_fill(unscored, torch.nan)
    groups = rewards.view(-1, size)
    mean = groups.nanmean(1)
    squares = (groups - mean[:, None]).square()
    known = (~groups.isnan()).sum(1)
    variance = squares.nanmean(1) * known / (known - 1).clamp(min=1)
    mean, deviation = mean.repeat_interleave(size), variance.sqrt().repeat_interleave(size)
    return ((rewards - mean) / (deviation + epsilon)).nan_to_num(0.0)


def row_loop(components: Tensor, weights: Tensor, size: int, epsilon: float = 1e-6) -> Tensor:
    """Return z-scores by verl's loop: rows are collected by prompt id, then scored one by one."""
    rewards = (components * weights).sum(1)
    members: dict[int, list[Tensor]] = {}
    for row in range(len(rewards)):
        members.setdefault(row // size, []).append(rewards[row])
    means, deviations = {}, {}
    for group, values in members.items():
        stacked = torch.stack(values)
        means[group], deviations[group] = stacked.mean(), stacked.std()
    for row in range(len(rewards)):
        group = row // size
        rewards[row] = (rewards[row] - means[group]) / (deviations[group] + epsilon)
    return rewards


def tiny_epsilon(components: Tensor, weights: Tensor, size: int) -> Tensor:
    """Return z-scores by OpenRLHF's `group_norm`: the dense formula with an epsilon of 1e-9."""
    return dense(components, weights, size, epsilon=1e-9)
