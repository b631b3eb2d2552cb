"""Advantages of a batch: breakdowns in, one advantage per row out, by the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from rewardkit.data.score import Breakdown
from rewardkit.grpo.config.model import AdvantageConfig
from rewardkit.grpo.rollout.scoring import reward_column, weighted_columns
from rewardkit_kernels.advantage import AdvantageOptions, GroupAdvantages, group_advantages
from rewardkit_kernels.advantage.options import Mode


@dataclass(frozen=True, slots=True)
class Advantages:
    """Advantages of a batch of N rows in groups, and their statistics."""

    values: Tensor  # [N] float32
    alive: Tensor  # bool [N]: rows whose group has a preference
    scored: Tensor  # bool [N]: rows that have a reward
    reward_mean: float
    reward_std: float
    """Mean over the groups of the deviation inside the group; the raw reward's, always."""
    dead_groups: float
    """Share of the groups in which no row is alive."""


def batch_advantages(
    breakdowns: Sequence[Breakdown],
    offsets: Sequence[int],
    config: AdvantageConfig,
    left_out: Tensor | None = None,
    device: torch.device | str = "cpu",
    *,
    static: bool = True,
) -> Advantages:
    """Turn the Breakdowns of a batch into advantages.

    Args:
        breakdowns: One for each completion; those of a group side by side.
        offsets: Where each group starts, and the count of rows at the end; [groups + 1].
        config: The advantage settings.
        left_out: Bool [N]: rows that are not even counted in their group.
        device: The device on which they are computed; the results are on the CPU.
        static: With `decoupled`: whether the `weighted` maps its parts from their ranges.

    Example:
        >>> from rewardkit import Score
        >>> rows = [Breakdown("r", Score.ok(v)) for v in (1.0, 0.0, 0.5, 0.5)]
        >>> rows.append(Breakdown("r", Score.error("judge_outage")))
        >>> result = batch_advantages(rows, [0, 2, 5], AdvantageConfig(mode="centre"))
        >>> result.values.tolist(), result.alive.tolist()
        ([0.5, -0.5, 0.0, 0.0, 0.0], [True, True, False, False, False])
    """
    totals = reward_column(breakdowns)
    if left_out is not None:
        totals = totals.masked_fill(left_out, torch.nan)
    bounds = torch.tensor(offsets, dtype=torch.int64)
    plain = _compared(totals[:, None], torch.ones(1), bounds, config, device)
    if config.decoupled:
        parts, weights = weighted_columns(breakdowns, static=static)
        if left_out is not None:
            parts = parts.masked_fill(left_out[:, None], torch.nan)
        result = _compared(parts, weights, bounds, config, device)
    else:
        result = plain
    values, alive = result.advantages.cpu(), result.alive.cpu()
    scored = ~totals.isnan()
    dead = torch.tensor([not bool(alive[a:b].any()) for a, b in pairwise(offsets)])
    if config.mode in ("batch", "reinforce"):
        values, alive = _across_the_batch(totals, values, alive, config)
    if config.alike == "sign":
        row_dead = dead.repeat_interleave(bounds.diff()) & scored
        values = torch.where(row_dead, _signs(breakdowns), values)
        alive = alive | (row_dead & (values != 0))
    if config.decoupled if config.whiten is None else config.whiten:
        # A group without a preference stays at exactly 0, whatever the mean of the others.
        values = torch.where(alive, whitened(values, scored, config.epsilon), 0.0)
    if config.clip is not None:
        values = values.clamp(-config.clip, config.clip)
    deviation = plain.deviation[:, 0].cpu()
    return Advantages(
        values=values,
        alive=alive,
        scored=scored,
        reward_mean=float(totals.nanmean()) if bool(scored.any()) else float("nan"),
        reward_std=float(deviation.nanmean()) if not bool(deviation.isnan().all()) else 0.0,
        dead_groups=float(dead.float().mean()) if len(dead) else 0.0,
    )


def _compared(
    columns: Tensor,
    weights: Tensor,
    bounds: Tensor,
    config: AdvantageConfig,
    device: torch.device | str,
) -> GroupAdvantages:
    """Compare rewards inside their groups, without the steps that look at the whole batch."""
    own = {"mode", "whiten", "steps", "alike", "clip", "kernel", "decoupled"}
    mode: Mode = "centre"
    if config.mode != "batch" and config.mode != "reinforce":
        mode = config.mode
    several = config.decoupled and columns.shape[1] > 1
    options = AdvantageOptions(mode=mode, decoupled=several, **config.model_dump(exclude=own))
    return group_advantages(
        columns.float().to(device), weights, bounds, options, backend=config.kernel
    )


def _across_the_batch(
    totals: Tensor, centred: Tensor, alive: Tensor, config: AdvantageConfig
) -> tuple[Tensor, Tensor]:
    """Divide by the deviation of all rewards of the batch, after subtracting a mean."""
    scored = ~totals.isnan()
    known = totals[scored]
    correction = 1 if config.deviation == "sample" else 0
    if len(known) < 2 or bool(known.max() == known.min()):
        return torch.zeros_like(centred), torch.zeros_like(alive)
    scale = known.std(correction=correction) + config.epsilon
    if config.mode == "batch":
        return (centred.double() / scale).float(), alive
    whole = torch.where(scored, (totals - known.mean()) / scale, 0.0)
    return whole.float(), scored


def _signs(breakdowns: Sequence[Breakdown]) -> Tensor:
    """Return 1 for rewards at the top of their range, -1 for those at its bottom, else 0."""
    return torch.tensor(
        [
            0.0
            if b.value is None
            else float(b.value >= b.range.high) - float(b.value <= b.range.low)
            for b in breakdowns
        ]
    )


def whitened(values: Tensor, counted: Tensor, epsilon: float) -> Tensor:
    """Bring the counted values to mean 0 and sample deviation 1; the others to 0.

    Equal values stay exactly 0.

    Example:
        >>> whitened(torch.tensor([1.0, 3.0, 9.0]), torch.tensor([True, True, False]), 0.0).tolist()
        [-0.7071067690849304, 0.7071067690849304, 0.0]
    """
    known = values[counted].double()
    if len(known) < 2 or bool(known.max() == known.min()):
        return torch.zeros_like(values)
    moved = (values.double() - known.mean()) / (known.std() + epsilon)
    return torch.where(counted, moved, 0.0).to(values.dtype)
