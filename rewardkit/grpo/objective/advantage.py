"""Advantages of a batch: breakdowns in, one advantage per row out by the kernel; or one per token.

A reward may give a value to each part of a completion (`Score.steps`). The values of all steps of a
group are then compared with each other, and a token is worth the sum of the steps that end after it
(GRPO's process supervision, DeepSeekMath, section 4.1.3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from rewardkit.data.score import Breakdown
from rewardkit.grpo.config import AdvantageConfig
from rewardkit.grpo.rollout.batch import Batch, Rollout
from rewardkit.grpo.rollout.scoring import reward_column, weighted_columns
from rewardkit_kernels.advantage import AdvantageOptions, GroupAdvantages, group_advantages
from rewardkit_kernels.advantage.options import Mode

Decode = Callable[[Sequence[int]], str]
_TOLERANCE = 1e-6


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


def step_advantages(
    rollouts: Sequence[Rollout],
    breakdowns: Sequence[Breakdown],
    batch: Batch,
    config: AdvantageConfig,
    decode: Decode,
) -> Tensor:
    """Return the advantage of each token of a batch; [M].

    Args:
        rollouts: The rows of the batch.
        breakdowns: Their scores; a row without steps is one step, and a row without a value none.
        batch: The batch.
        config: `mode` is `zscore` or `centre`.
        decode: Tokens -> text.
    """
    steps = [token_steps(one, b, decode) for one, b in zip(rollouts, breakdowns, strict=True)]
    groups = batch.group.tolist()
    found: list[Tensor] = []
    for row, own in enumerate(steps):
        peers = [v for at, other in enumerate(steps) if groups[at] == groups[row] for _, v in other]
        values = compared([value for _, value in own], peers, config)
        worth = torch.zeros(rollouts[row].length, dtype=torch.float64)
        for (end, _), value in zip(own, values, strict=True):
            worth[:end] += value
        found.append(worth)
    result = torch.cat(found).to(batch.old)
    return result if config.clip is None else result.clamp(-config.clip, config.clip)


def compared(
    values: Sequence[float], peers: Sequence[float], config: AdvantageConfig
) -> list[float]:
    """Return the values of some steps against all those of their group; equal ones give 0.

    Example:
        >>> compared([1.0, 0.0], [1.0, 0.0, 0.5], AdvantageConfig(mode="centre"))
        [0.5, -0.5]
    """
    every = torch.tensor(peers, dtype=torch.float64)
    if len(every) < 2 or float(every.max() - every.min()) <= _TOLERANCE:
        return [0.0] * len(values)
    correction = 1 if config.deviation == "sample" else 0
    scale = float(every.std(correction=correction)) + config.epsilon
    mean = float(every.mean())
    return [(value - mean) / (scale if config.mode == "zscore" else 1.0) for value in values]


def token_steps(rollout: Rollout, breakdown: Breakdown, decode: Decode) -> list[tuple[int, float]]:
    """Return the steps of a row as (number of written tokens up to its end, value).

    Offsets count characters of the last message; what was written before it belongs to its first
    step. What follows the last step is a step with the value of the whole.
    """
    if breakdown.value is None:
        return []
    written = [one.ids for one in rollout.segments if one.kind != "read"]
    last = written[-1] if written else ()
    before = rollout.length - len(last)
    text = rollout.text
    steps = [
        (before + tokens_until(last, end, decode), value)
        for end, value in breakdown.steps
        if end < len(text)
    ]
    # A last step that reaches the end covers the end of sequence too.
    closing = [value for end, value in breakdown.steps if end >= len(text)][:1]
    return [*steps, (rollout.length, closing[0] if closing else breakdown.value)]


def tokens_until(ids: Sequence[int], end: int, decode: Decode) -> int:
    """Return the fewest tokens whose text reaches an offset.

    Example:
        >>> tokens_until([1, 22, 3], 2, lambda ids: "".join(map(str, ids)))
        2
    """
    low, high = 0, len(ids)
    while low < high:
        middle = (low + high) // 2
        if len(decode(ids[:middle])) < end:
            low = middle + 1
        else:
            high = middle
    return low
