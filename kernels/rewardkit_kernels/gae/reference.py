"""The reference implementation of generalised advantage estimation, in torch and float64.

All rows are walked at once, from their last token to their first: a step takes the token of each
row that lies that far from its end.
"""

from __future__ import annotations

import torch
from torch import Tensor

from .result import TokenAdvantages


def token_advantages(
    rewards: Tensor, values: Tensor, offsets: Tensor, discount: float, decay: float
) -> TokenAdvantages:
    """Compute advantages and returns with torch operations, in float64 until the last line.

    The inputs must have been checked by `gae`, the public entry point.
    """
    starts, ends = offsets[:-1], offsets[1:]
    result = torch.zeros(len(rewards), dtype=torch.float64, device=rewards.device)
    given, known = rewards.double(), values.double()
    later = torch.zeros(len(starts), dtype=torch.float64, device=rewards.device)
    next_value = torch.zeros_like(later)
    longest = int((ends - starts).max()) if len(starts) else 0
    for back in range(1, longest + 1):
        inside = ends - back >= starts
        at = (ends - back)[inside]
        surprise = given[at] + discount * next_value[inside] - known[at]
        later[inside] = surprise + discount * decay * later[inside]
        next_value[inside] = known[at]
        result[at] = later[inside]
    return TokenAdvantages(result.float(), (result + known).float())
