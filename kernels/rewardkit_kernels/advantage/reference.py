"""The reference implementation of the advantage, in torch and float64.

Each step works on all groups at once: rows carry the index of their group and the sums are
scattered into `[groups, columns]` tables, so unequal groups need neither padding nor a reshape.
"""

from __future__ import annotations

import torch
from torch import Tensor

from .options import LARGEST, AdvantageOptions, dead_within, lowest
from .result import GroupAdvantages


def advantages(
    components: Tensor,  # [rows, K]
    weights: Tensor,  # [K] float64
    offsets: Tensor,  # [groups + 1] int64
    options: AdvantageOptions,
) -> GroupAdvantages:
    """Compute group advantages with torch operations, in float64 until the last line.

    The inputs must have been checked by `group_advantages`, the public entry point.

    Example:
        >>> import torch
        >>> rewards = torch.tensor([[1.0], [0.0], [0.0], [0.0]])
        >>> one, four = torch.ones(1, dtype=torch.float64), torch.tensor([0, 4])
        >>> advantages(rewards, one, four, AdvantageOptions(mode="centre")).advantages.tolist()
        [0.75, -0.25, -0.25, -0.25]
    """
    groups = offsets.numel() - 1
    group = torch.repeat_interleave(
        torch.arange(groups, device=offsets.device), offsets.diff(), output_size=len(components)
    )  # [rows]
    components = components.detach().double()
    values, present = reward_columns(components, weights, options)
    table = _Table(values, present, group, groups)
    mean, deviation, live = _statistics(table, options)
    scale = _scale(mean, deviation, table.counted, options)
    # A dead column's scale may be 0 or NaN, so it is replaced before the division, not after.
    z = (values - mean[group]) / torch.where(live, scale, torch.inf)[group]
    z = torch.where(present & live[group], z, 0.0)  # [rows, columns]
    total, alive = _combine(z, present & table.shared[group], live[group], weights, options)
    if options.clip is not None:
        total = total.clamp(-options.clip, options.clip)
    poison = _refused(components, group, groups, options)[:, None]  # [groups, 1]
    return GroupAdvantages(
        advantages=total.masked_fill(poison[group, 0], torch.nan).float(),
        alive=alive & ~poison[group, 0],
        mean=mean.masked_fill(poison, torch.nan).float(),
        deviation=deviation.masked_fill(poison, torch.nan).float(),
        counted=table.counted.masked_fill(poison, -1).to(torch.int32),
    )


def _refused(components: Tensor, group: Tensor, groups: int, options: AdvantageOptions) -> Tensor:
    """Return `[groups]`: whether a group holds a reward without a usable value."""
    rows = ((components > LARGEST) | (components < lowest(options))).any(1)
    return components.new_zeros(groups).scatter_add(0, group, rows.double()) > 0


def reward_columns(
    components: Tensor, weights: Tensor, options: AdvantageOptions
) -> tuple[Tensor, Tensor]:
    """Apply the missing policy and, unless decoupled, the weighted sum.

    A component of weight 0 is no part of the reward: it neither counts as missing nor as scored.

    Returns:
        Values and their presence, both `[rows, columns]`; a value that is not present is finite.
    """
    used = weights != 0  # [K]
    scored = ~components.isnan() & used  # [rows, K]
    known = torch.where(scored, components, 0.0)
    row = scored.sum(1) == used.sum() if options.missing == "drop_row" else scored.any(1)
    if options.decoupled:
        present = (used if options.missing == "zero" else scored) & row[:, None]
        return known, present
    total = (known * weights).sum(1)
    if options.missing == "renormalise":
        total = total * _renormaliser(scored, weights)
    return total[:, None], row[:, None]


def _renormaliser(scored: Tensor, weights: Tensor) -> Tensor:
    """Return the total weight divided by the weight present, per row; 1 for a row without any.

    Absolute weights are used, so that a penalty cannot make the denominator 0.
    """
    there = (scored * weights.abs()).sum(1)  # [rows]
    return torch.where(there > 0, weights.abs().sum() / there, 1.0)


class _Table:
    """Scattered sums over the present values of each group and column."""

    def __init__(self, values: Tensor, present: Tensor, group: Tensor, groups: int) -> None:
        self.values, self.present = values, present
        self._index = group[:, None].expand_as(values)
        self._empty = values.new_zeros(groups, values.shape[1])
        self.group = group
        self.counted = self.sum(present.double())  # [groups, columns]
        self.shared = self.counted >= 2

    def sum(self, values: Tensor) -> Tensor:
        return self._empty.scatter_add(0, self._index, torch.where(self.present, values, 0.0))

    def extreme(self, kind: str) -> Tensor:
        fill = -torch.inf if kind == "amax" else torch.inf
        values = torch.where(self.present, self.values, fill)
        return torch.full_like(self._empty, fill).scatter_reduce(0, self._index, values, kind)


def _statistics(table: _Table, options: AdvantageOptions) -> tuple[Tensor, Tensor, Tensor]:
    """Return mean, deviation and "carries signal", each `[groups, columns]`.

    The mean is corrected by the mean of its residuals: the mean of equal numbers is then that
    number to far more digits than float32 has.
    """
    counted, group = table.counted, table.group
    mean = table.sum(table.values) / counted  # 0 / 0 is NaN: no row, no mean
    mean = mean + table.sum(table.values - mean[group]) / counted
    degrees = counted - 1 if options.deviation == "sample" else counted
    deviation = (table.sum((table.values - mean[group]).square()) / degrees).sqrt()
    high, low = table.extreme("amax"), table.extreme("amin")
    size = torch.maximum(high.abs(), low.abs()).clamp(min=1.0)
    live = table.shared & (high - low > dead_within(options) * size)
    deviation = torch.where(table.shared, torch.where(live, deviation, 0.0), torch.nan)
    return mean, deviation, live


def _scale(mean: Tensor, deviation: Tensor, counted: Tensor, options: AdvantageOptions) -> Tensor:
    """Return the divisor of a centred reward."""
    match options.mode:
        case "zscore":
            return deviation + options.epsilon
        case "centre":
            return torch.ones_like(mean)
        case "leave_one_out":
            return (counted - 1) / counted
        case "maxrl":
            return mean + options.epsilon


def _combine(
    z: Tensor, usable: Tensor, live: Tensor, weights: Tensor, options: AdvantageOptions
) -> tuple[Tensor, Tensor]:
    """Return one number from the columns of each row, and whether it carries signal.

    Args:
        z: Normalised columns, `[rows, columns]`.
        usable: Present, in a group where at least two rows have the column. A component that only
        one row has carries no signal, so it does not dilute that row's other weights.
        live: Whether the column's group has signal, expanded to rows.
        weights: `[K]`.
        options: The options of the advantage.
    """
    alive = (usable & live).any(1)
    if not options.decoupled:
        return z[:, 0], alive
    total = (z * weights).sum(1)
    if options.missing == "renormalise":
        total = total * _renormaliser(usable, weights)
    return total, alive
