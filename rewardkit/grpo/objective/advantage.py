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
from rewardkit_kernels.advantage import AdvantageOptions, group_advantages


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
) -> Advantages:
    """Turn the Breakdowns of a batch into advantages.

    Args:
        breakdowns: One for each completion; those of a group side by side.
        offsets: Where each group starts, and the count of rows at the end; [groups + 1].
        config: The advantage settings.
        left_out: Bool [N]: rows that are not even counted in their group.
        device: The device on which they are computed; the results are on the CPU.

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
    options = AdvantageOptions(**config.model_dump(exclude={"kernel"}))
    plain = group_advantages(
        totals[:, None].float(),
        torch.ones(1),
        bounds,
        AdvantageOptions(mode="zscore", deviation=config.deviation),
        backend="reference",
    )
    if config.decoupled:
        parts, weights = weighted_columns(breakdowns)
        if left_out is not None:
            parts = parts.masked_fill(left_out[:, None], torch.nan)
    else:
        parts, weights = totals[:, None], torch.ones(1)
    result = group_advantages(
        parts.float().to(device), weights, bounds, options, backend=config.kernel
    )
    values, alive = result.advantages.cpu(), result.alive.cpu()
    scored = ~totals.isnan()
    counted = plain.deviation[:, 0]
    alive_groups = [bool(alive[a:b].any()) for a, b in pairwise(offsets)]
    return Advantages(
        values=values,
        alive=alive,
        scored=scored,
        reward_mean=float(totals.nanmean()) if bool(scored.any()) else float("nan"),
        reward_std=float(counted.nanmean()) if not bool(counted.isnan().all()) else 0.0,
        dead_groups=1.0 - sum(alive_groups) / max(1, len(alive_groups)),
    )
