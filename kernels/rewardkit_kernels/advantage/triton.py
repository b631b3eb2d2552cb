"""The advantage as one Triton launch: a program per group, float64 until the store.

A batch of rewards is a few kilobytes, so the launch is the whole cost and float64 is free; it makes
the kernel equal its reference to the last float32 digit. A program reads its group in tiles of rows
x columns three times (mean, deviation, write), so groups may be of any, and of unequal, size.
Columns are the components when decoupled, else the one weighted sum.

Shapes below: B rows of a tile, K components (padded to a power of two), C columns (K or 1).
"""

# ruff: noqa: N803 -- compile-time parameters are in capitals, as Triton's own kernels write them

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import torch
import triton
import triton.language as tl
from torch import Tensor

from .options import LARGEST, AdvantageOptions, dead_within, lowest
from .result import GroupAdvantages

# Triton ships no types: its decorator is annotated once here, so that the kernels are typed.
_jit: Final[Callable[[Callable[..., Any]], Any]] = triton.jit

_TILE: Final = 2048
"""Numbers that a program holds at a time: 16 for each thread of four warps."""

_SMALLEST_BLOCK: Final = 16
"""Rows of a tile; every smaller group shares this one compiled kernel."""


@_jit
def _exactly(NUMBER: tl.constexpr) -> Any:
    """Return a constant in float64; written as it is, it would be rounded to float32."""
    return tl.full([], NUMBER, tl.float64)


@_jit
def _load(
    components: tl.tensor, rows: tl.tensor, stop: tl.tensor,
    row_stride: tl.tensor, k_stride: tl.tensor, K: tl.tensor, BLOCK_K: tl.constexpr,
) -> Any:  # fmt: skip
    """Return a tile [B, K] in float64; NaN, as for missing components, beyond the group."""
    k = tl.arange(0, BLOCK_K)
    at = components + rows[:, None] * row_stride + k[None, :] * k_stride
    inside = (rows < stop)[:, None] & (k < K)[None, :]
    return tl.load(at, mask=inside, other=float("nan")).to(tl.float64)


@_jit
def _renormaliser(there: tl.tensor, weights: tl.tensor) -> Any:
    """Return [B]: the total weight over the weight present; 1 for a row that has none."""
    size = tl.abs(weights)
    have = tl.sum(tl.where(there, size[None, :], 0.0), axis=1)
    return tl.where(have > 0.0, tl.sum(size, axis=0) / tl.where(have > 0.0, have, 1.0), 1.0)


@_jit
def _columns(
    x: tl.tensor, weights: tl.tensor, MISSING: tl.constexpr, DECOUPLED: tl.constexpr
) -> Any:
    """Apply the missing policy and, unless decoupled, the weights: values and presence [B, C]."""
    used = (weights != 0.0)[None, :]
    scored = (tl.abs(x) < float("inf")) & used  # false of NaN, and of an infinity to be refused
    known = tl.where(scored, x, 0.0)
    have = tl.sum(tl.where(scored, 1.0, 0.0), axis=1)
    if MISSING == "drop_row":
        row = have >= tl.sum(tl.where(weights != 0.0, 1.0, 0.0), axis=0)
    else:
        row = have > 0.0
    if DECOUPLED:
        values = known
        present = (used if MISSING == "zero" else scored) & row[:, None]
    else:
        total = tl.sum(known * weights[None, :], axis=1)
        if MISSING == "renormalise":
            total = total * _renormaliser(scored, weights)
        values = total[:, None]
        present = row[:, None]
    return values, present


@_jit
def _extent(
    components: tl.tensor, weights: tl.tensor, start: tl.tensor, stop: tl.tensor,
    row_stride: tl.tensor, k_stride: tl.tensor, K: tl.tensor,
    B: tl.constexpr, C: tl.constexpr, BLOCK_K: tl.constexpr,
    MISSING: tl.constexpr, DECOUPLED: tl.constexpr, LOWEST: tl.constexpr, HIGHEST: tl.constexpr,
) -> Any:  # fmt: skip
    """Return count, sum, maximum and minimum [C], and refused rows [B] (first pass)."""
    lanes = tl.arange(0, B).to(tl.int64)
    count = tl.zeros([C], tl.float64)
    total = tl.zeros([C], tl.float64)
    high = tl.full([C], float("-inf"), tl.float64)
    low = tl.full([C], float("inf"), tl.float64)
    refused = tl.zeros([B], tl.int32)
    highest = _exactly(HIGHEST)
    lowest_accepted = _exactly(LOWEST)
    for first in range(start, stop, B):
        x = _load(components, first + lanes, stop, row_stride, k_stride, K, BLOCK_K)
        # Comparisons with NaN are false: a missing component is not a refused one.
        bad = tl.where(x > highest, 1, tl.where(x < lowest_accepted, 1, 0))
        refused = tl.maximum(refused, tl.max(bad, axis=1))
        values, present = _columns(x, weights, MISSING, DECOUPLED)
        count += tl.sum(tl.where(present, 1.0, 0.0).to(tl.float64), axis=0)
        total += tl.sum(tl.where(present, values, 0.0), axis=0)
        high = tl.maximum(high, tl.max(tl.where(present, values, float("-inf")), axis=0))
        low = tl.minimum(low, tl.min(tl.where(present, values, float("inf")), axis=0))
    return count, total, high, low, refused


@_jit
def _deviation(
    components: tl.tensor, weights: tl.tensor, start: tl.tensor, stop: tl.tensor,
    row_stride: tl.tensor, k_stride: tl.tensor, K: tl.tensor,
    count: tl.tensor, total: tl.tensor,
    B: tl.constexpr, C: tl.constexpr, BLOCK_K: tl.constexpr,
    MISSING: tl.constexpr, DECOUPLED: tl.constexpr, SAMPLE: tl.constexpr,
) -> Any:  # fmt: skip
    """Return the mean corrected by its residuals' mean, and the deviation (second pass)."""
    lanes = tl.arange(0, B).to(tl.int64)
    some = tl.maximum(count, 1.0)
    mean = total / some
    residue = tl.zeros([C], tl.float64)
    squares = tl.zeros([C], tl.float64)
    for first in range(start, stop, B):
        x = _load(components, first + lanes, stop, row_stride, k_stride, K, BLOCK_K)
        values, present = _columns(x, weights, MISSING, DECOUPLED)
        distance = tl.where(present, values - mean[None, :], 0.0)
        residue += tl.sum(distance, axis=0)
        squares += tl.sum(distance * distance, axis=0)
    shift = residue / some
    squares = tl.maximum(squares - residue * shift, 0.0)
    degrees = tl.maximum(count - 1.0, 1.0) if SAMPLE else some
    return mean + shift, tl.sqrt(squares / degrees)


@_jit
def _scale(
    mean: tl.tensor, deviation: tl.tensor, count: tl.tensor,
    MODE: tl.constexpr, EPSILON: tl.constexpr,
) -> Any:  # fmt: skip
    """Return [C]: the divisor of a centred reward."""
    if MODE == "zscore":
        scale = deviation + _exactly(EPSILON)
    elif MODE == "leave_one_out":
        scale = (count - 1.0) / tl.maximum(count, 1.0)
    elif MODE == "maxrl":
        scale = mean + _exactly(EPSILON)
    else:
        scale = tl.full(mean.shape, 1.0, tl.float64)
    return scale


@_jit
def _row_advantages(
    values: tl.tensor, present: tl.tensor, weights: tl.tensor,
    mean: tl.tensor, scale: tl.tensor, live: tl.tensor, shared: tl.tensor,
    MISSING: tl.constexpr, DECOUPLED: tl.constexpr, CLIP: tl.constexpr,
) -> Any:  # fmt: skip
    """Return [B] advantages, and [B] whether the row carries signal."""
    signal = present & live[None, :]
    z = tl.where(signal, (values - mean[None, :]) / scale[None, :], 0.0)
    if DECOUPLED:
        total = tl.sum(z * weights[None, :], axis=1)
        if MISSING == "renormalise":
            total = total * _renormaliser(present & shared[None, :], weights)
    else:
        total = tl.sum(z, axis=1)
    if CLIP > 0.0:
        total = tl.minimum(tl.maximum(total, -_exactly(CLIP)), _exactly(CLIP))
    return total, tl.max(tl.where(signal, 1, 0), axis=1)


@_jit
def _group_advantages(
    components: tl.tensor, weight_list: tl.tensor, offsets: tl.tensor,
    advantages: tl.tensor, alive: tl.tensor,
    means: tl.tensor, deviations: tl.tensor, counts: tl.tensor,
    row_stride: tl.tensor, k_stride: tl.tensor, K: tl.tensor,
    B: tl.constexpr, C: tl.constexpr, BLOCK_K: tl.constexpr,
    MISSING: tl.constexpr, DECOUPLED: tl.constexpr, LOWEST: tl.constexpr, HIGHEST: tl.constexpr,
    MODE: tl.constexpr, SAMPLE: tl.constexpr, EPSILON: tl.constexpr, TOLERANCE: tl.constexpr,
    CLIP: tl.constexpr,
) -> None:  # fmt: skip
    """Compute one group per program: two passes for its statistics, a third that writes rows."""
    group = tl.program_id(0).to(tl.int64)
    start = tl.load(offsets + group)
    stop = tl.load(offsets + group + 1)
    k = tl.arange(0, BLOCK_K)
    weights = tl.load(weight_list + k, mask=k < K, other=0.0)

    count, total, high, low, refused = _extent(
        components, weights, start, stop, row_stride, k_stride, K,
        B, C, BLOCK_K, MISSING, DECOUPLED, LOWEST, HIGHEST,
    )  # fmt: skip
    mean, deviation = _deviation(
        components, weights, start, stop, row_stride, k_stride, K, count, total,
        B, C, BLOCK_K, MISSING, DECOUPLED, SAMPLE,
    )  # fmt: skip
    shared = count > 1.5
    size = tl.maximum(tl.maximum(tl.abs(high), tl.abs(low)), 1.0)
    live = shared & (high - low > _exactly(TOLERANCE) * size)
    deviation = tl.where(live, deviation, 0.0)
    # A dead column's scale may be 0, so it is replaced before the division, not after.
    scale = tl.where(live, _scale(mean, deviation, count, MODE, EPSILON), 1.0)
    poison = tl.max(refused, axis=0)

    lanes = tl.arange(0, B).to(tl.int64)
    for first in range(start, stop, B):
        rows = first + lanes
        x = _load(components, rows, stop, row_stride, k_stride, K, BLOCK_K)
        values, present = _columns(x, weights, MISSING, DECOUPLED)
        result, signal = _row_advantages(
            values, present, weights, mean, scale, live, shared, MISSING, DECOUPLED, CLIP
        )
        result = tl.where(poison > 0, float("nan"), result)
        tl.store(advantages + rows, result.to(tl.float32), mask=rows < stop)
        tl.store(alive + rows, (signal > poison).to(tl.int1), mask=rows < stop)

    column = tl.arange(0, C)
    width = K if DECOUPLED else 1
    at = group * width + column
    count = tl.where(poison > 0, -1.0, count)
    mean = tl.where(count > 0.5, mean, float("nan"))
    deviation = tl.where(count > 1.5, deviation, float("nan"))
    tl.store(means + at, mean.to(tl.float32), mask=column < width)
    tl.store(deviations + at, deviation.to(tl.float32), mask=column < width)
    tl.store(counts + at, count.to(tl.int32), mask=column < width)


def advantages(
    components: Tensor,  # [rows, K]
    weights: Tensor,  # [K] float64
    offsets: Tensor,  # [groups + 1] int64
    options: AdvantageOptions,
    longest: int = 64,
) -> GroupAdvantages:
    """Compute group advantages in one launch.

    The inputs must have been checked by `group_advantages`, the public entry point, and be on one
    device.

    Args:
        components: Any floating dtype and any strides; NaN means not scored.
        weights: One for each component.
        offsets: The start of each group, and the end of the last one.
        options: The options of the advantage.
        longest: Rows of the largest group if known. It only sizes the tile.
    """
    rows, width = components.shape
    groups = offsets.numel() - 1
    columns = width if options.decoupled else 1
    device = components.device
    result = GroupAdvantages(
        advantages=torch.empty(rows, dtype=torch.float32, device=device),
        alive=torch.empty(rows, dtype=torch.bool, device=device),
        mean=torch.empty(groups, columns, dtype=torch.float32, device=device),
        deviation=torch.empty(groups, columns, dtype=torch.float32, device=device),
        counted=torch.empty(groups, columns, dtype=torch.int32, device=device),
    )
    if groups:
        block = max(triton.next_power_of_2(longest), _SMALLEST_BLOCK)
        launch(components, weights, offsets, options, result, block)
    return result


def launch(
    components: Tensor,
    weights: Tensor,
    offsets: Tensor,
    options: AdvantageOptions,
    result: GroupAdvantages,
    block: int,
) -> None:
    """Launch the kernel into preallocated contiguous tensors.

    `block` is the number of rows in a tile, a power of two.
    """
    width = components.shape[1]
    padded = triton.next_power_of_2(width)
    block = min(block, _TILE // padded)
    with torch.cuda.device_of(components):  # type: ignore[no-untyped-call]  # torch leaves it so
        _group_advantages[(offsets.numel() - 1,)](
            components.detach(),
            weights,
            offsets,
            result.advantages,
            result.alive,
            result.mean,
            result.deviation,
            result.counted,
            components.stride(0),
            components.stride(1),
            width,
            B=block,
            C=padded if options.decoupled else 1,
            BLOCK_K=padded,
            MISSING=options.missing,
            DECOUPLED=options.decoupled,
            LOWEST=lowest(options),
            HIGHEST=LARGEST,
            MODE=options.mode,
            SAMPLE=options.deviation == "sample",
            EPSILON=options.epsilon,
            TOLERANCE=dead_within(options),
            CLIP=options.clip or 0.0,
            num_warps=1 if block * padded <= 256 else 4,
            enable_fp_fusion=False,  # round after each operation, as the reference does
        )
