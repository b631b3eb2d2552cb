"""The reference implementation of token log-probabilities and entropies, in torch and float32.

One exponential of the logits, relative to the largest of their row, serves both, and the loss as
well (`token_loss`). Two details make it exact where the usual formula is not. The sampled token is
kept out of the sum of the others, so that the log-probability of an almost sure token is
`-log1p(others / own)` and not a difference that rounds to 0. And forbidden tokens, with logits of
-inf, add nothing to the entropy instead of `0 * -inf`.

Shapes below: r rows of a chunk, V logits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from .result import TokenLogprobs

_CHUNK: Final = {"cpu": 1 << 20, "cuda": 1 << 26}
"""Logits that are worked on at a time: the float32 copies of a chunk bound the memory needed."""


@dataclass(frozen=True, slots=True)
class Distributions:
    """Distributions of some rows, and their sampled tokens."""

    logprobs: Tensor  # [r] of the sampled token
    entropy: Tensor  # [r]
    others: Tensor  # [r] probability of all tokens but the sampled one
    total: Tensor  # [r] sum of all exponentials, at least 1
    shifted: Tensor  # [r, V] logits over the temperature, less the largest of the row
    exponentials: Tensor  # [r, V] of these; 0 at the sampled token


def chunks(logits: Tensor) -> Iterator[slice]:
    """Cut the rows of logits so that a float32 copy of each part stays small.

    Example:
        >>> list(chunks(torch.empty(3, 1 << 19)))
        [slice(0, 2, None), slice(2, 4, None)]
    """
    rows = max(1, _CHUNK.get(logits.device.type, 1 << 20) // max(1, logits.shape[1]))
    for start in range(0, logits.shape[0], rows):
        yield slice(start, start + rows)


def logprobs_and_entropy(logits: Tensor, ids: Tensor, temperature: float = 1.0) -> TokenLogprobs:
    """Return log-probability and entropy of each row; the logits are only read.

    Example:
        >>> found = logprobs_and_entropy(torch.zeros(1, 4), torch.tensor([2]))
        >>> [round(value.item(), 4) for value in found]
        [-1.3863, 1.3863]
    """
    empty = torch.empty(len(ids), dtype=torch.float32, device=logits.device)
    result = TokenLogprobs(empty, torch.empty_like(empty))
    for rows in chunks(logits):
        found = distributions(logits[rows], ids[rows], temperature)
        result.logprobs[rows], result.entropy[rows] = found.logprobs, found.entropy
    return result


def distributions(logits: Tensor, ids: Tensor, temperature: float) -> Distributions:
    """Return the distributions of logits [r, V], with one exponential for all that is needed."""
    place = ids[:, None]
    top = logits.amax(1, keepdim=True).float()
    shifted = logits - top.masked_fill(top == -torch.inf, 0.0)  # float32, also of bfloat16
    if temperature != 1.0:
        shifted = shifted.div_(temperature)
    relative = shifted.gather(1, place)[:, 0]
    exponentials = shifted.exp().scatter_(1, place, 0.0)
    others, own = exponentials.sum(1), relative.exp()
    total = others + own
    logarithm = torch.where(relative == 0.0, others.log1p(), total.log())
    # Beyond one half `1 - p` has more digits than `p`.
    logprobs = torch.where(own > others, -torch.log1p(others / own), relative - logarithm)
    logprobs = logprobs.masked_fill(relative == -torch.inf, -torch.inf)
    heat = _row_dot(exponentials, shifted)
    if bool(heat.isnan().any()):  # 0 * -inf, or NaN logits, which stay
        heat = _row_dot(exponentials, shifted.masked_fill_(shifted == -torch.inf, 0.0))
    heat = heat + torch.where(own == 0.0, 0.0, own * relative)
    # A row in which all is forbidden has a total of 0.
    return Distributions(
        logprobs=logprobs,
        entropy=torch.where(total == 0.0, 0.0, logarithm - heat / total),
        others=torch.where(total == 0.0, 0.0, others / total),
        total=torch.where(total == 0.0, 1.0, total),
        shifted=shifted,
        exponentials=exponentials,
    )


def _row_dot(left: Tensor, right: Tensor) -> Tensor:
    """Return the dot product of each row [r], without a product of all elements in memory."""
    return torch.bmm(left[:, None, :], right[:, :, None])[:, 0, 0]
