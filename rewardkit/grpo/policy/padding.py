"""Rows of token ids as padded tensors, for models that read rectangles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor


def pad_left(
    rows: Sequence[Sequence[int]], filler: int, device: torch.device
) -> tuple[Tensor, ...]:
    """Pad rows on the left; returns ids and mask, both [N, L].

    Example:
        >>> ids, mask = pad_left([[5], [6, 7]], 0, torch.device("cpu"))
        >>> ids.tolist(), mask.tolist()
        ([[0, 5], [6, 7]], [[False, True], [True, True]])
    """
    width = max(map(len, rows))
    ids = [[filler] * (width - len(row)) + list(row) for row in rows]
    mask = [[False] * (width - len(row)) + [True] * len(row) for row in rows]
    return (
        torch.tensor(ids, dtype=torch.int64, device=device),
        torch.tensor(mask, dtype=torch.bool, device=device),
    )


def pad_right(tokens: Tensor, starts: Sequence[int], filler: int) -> Tensor:
    """Lay rows that stand one after the other under each other, padded on the right; [N, L].

    Example:
        >>> pad_right(torch.tensor([5, 6, 7]), (0, 1, 3), 0).tolist()
        [[5, 0], [6, 7]]
    """
    rows = [tokens[a:b] for a, b in pairwise(starts)]
    return torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=filler)


def positions(attention: Tensor) -> Tensor:
    """Return positions: real tokens count from 0, padding on the left has position 0."""
    return (attention.long().cumsum(dim=1) - 1).clamp(min=0)
