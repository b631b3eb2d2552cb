"""Generalised advantage estimation as one Triton launch: a program per row, from its end.

A block of tokens is a scan of linear steps `a = surprise + factor * later`; two of them in a row
are one such step again. What a block begins with is the advantage of the block behind it.
"""

# ruff: noqa: N803 -- compile-time parameters are in capitals, as Triton's own kernels write them

from __future__ import annotations

from typing import Any, Final

import torch
import triton.language as tl
from torch import Tensor

from ..token_rows_triton import jit
from .result import TokenAdvantages

BLOCK: Final = 512
WARPS: Final = 4


@jit
def _after(later: tl.tensor, behind: tl.tensor, earlier: tl.tensor, before: tl.tensor) -> Any:
    """Join two linear steps, of which the one behind is taken first: a factor and a summand."""
    return earlier * later, before + earlier * behind


@jit
def _gae(
    rewards: tl.tensor, values: tl.tensor, offsets: tl.tensor,
    advantages: tl.tensor, returns: tl.tensor,
    DISCOUNT: tl.constexpr, DECAY: tl.constexpr, BLOCK: tl.constexpr,
) -> None:  # fmt: skip
    row = tl.program_id(0).to(tl.int64)
    start = tl.load(offsets + row)
    stop = tl.load(offsets + row + 1)
    lanes = tl.arange(0, BLOCK)
    # A plain number would be rounded to float32.
    discount = tl.full([], DISCOUNT, tl.float64)
    decay = tl.full([], DECAY, tl.float64)
    later = (start * 0).to(tl.float64)
    for first in range(start, stop, BLOCK):
        at = stop - BLOCK - (first - start) + lanes
        inside = at >= start
        value = tl.load(values + at, mask=inside, other=0.0).to(tl.float64)
        reward = tl.load(rewards + at, mask=inside, other=0.0).to(tl.float64)
        follows = inside & (at + 1 < stop)
        behind = tl.load(values + at + 1, mask=follows, other=0.0).to(tl.float64)
        surprise = reward + discount * behind - value
        factor = tl.where(inside, discount * decay, 1.0)
        surprise = tl.where(inside, surprise, 0.0)
        factors, sums = tl.associative_scan((factor, surprise), 0, _after, reverse=True)
        found = sums + factors * later
        tl.store(advantages + at, found.to(tl.float32), mask=inside)
        tl.store(returns + at, (found + value).to(tl.float32), mask=inside)
        later = tl.sum(tl.where(lanes == 0, found, 0.0), axis=0)


def token_advantages(
    rewards: Tensor,
    values: Tensor,
    offsets: Tensor,
    discount: float,
    decay: float,
    block: int = BLOCK,
) -> TokenAdvantages:
    """Compute advantages and returns in one launch.

    The inputs must have been checked by `gae`, the public entry point.
    """
    empty = torch.empty(len(rewards), dtype=torch.float32, device=rewards.device)
    result = TokenAdvantages(empty, torch.empty_like(empty))
    rows = offsets.numel() - 1
    if rows:
        with torch.cuda.device_of(rewards):  # type: ignore[no-untyped-call]  # torch leaves it so
            _gae[(rows,)](
                rewards,
                values,
                offsets,
                result.advantages,
                result.returns,
                DISCOUNT=float(discount),
                DECAY=float(decay),
                BLOCK=block,
                num_warps=WARPS,
            )
    return result
