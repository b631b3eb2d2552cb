"""Token log-probabilities as one Triton launch: a program per row, which is read once."""

# ruff: noqa: N803 -- compile-time parameters are in capitals, as Triton's own kernels write them

from __future__ import annotations

from typing import Final

import torch
import triton.language as tl
from torch import Tensor

from ..token_rows_triton import jit, summary, sweep
from .result import TokenLogprobs

BLOCK: Final = 4096
WARPS: Final = 8
"""Several rows are on a multiprocessor at once: none is read twice, so the cache is no matter."""


@jit
def _token_logprobs(
    logits: tl.tensor, ids: tl.tensor, logprobs: tl.tensor, entropies: tl.tensor,
    row_stride: tl.tensor, V: tl.tensor, scale: tl.tensor, BLOCK: tl.constexpr,
) -> None:  # fmt: skip
    row = tl.program_id(0).to(tl.int64)
    token = tl.load(ids + row)
    _, relative, others, heat = sweep(logits + row * row_stride, V, token, scale, BLOCK)
    logprob, entropy, _, _ = summary(relative, others, heat)
    tl.store(logprobs + row, logprob)
    tl.store(entropies + row, entropy)


def logprobs_and_entropy(
    logits: Tensor, ids: Tensor, temperature: float, block: int = BLOCK, warps: int = WARPS
) -> TokenLogprobs:
    """Compute log-probabilities and entropies in one launch.

    The inputs must have been checked by `token_logprobs`, the public entry point.
    """
    count, vocabulary = logits.shape
    empty = torch.empty(count, dtype=torch.float32, device=logits.device)
    result = TokenLogprobs(empty, torch.empty_like(empty))
    if count:
        with torch.cuda.device_of(logits):  # type: ignore[no-untyped-call]  # torch leaves it so
            _token_logprobs[(count,)](
                logits,
                ids,
                result.logprobs,
                result.entropy,
                logits.stride(0),
                vocabulary,
                1.0 / temperature,
                BLOCK=block,
                num_warps=warps,
            )
    return result
