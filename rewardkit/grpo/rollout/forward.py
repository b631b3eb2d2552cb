"""The forward pass on a flat batch: hidden states and logits of what was written, and no others."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.policy.padding import pad_right
from rewardkit.grpo.rollout.batch import Batch


def written_logits(policy: Policy, batch: Batch) -> Tensor:
    """Return the logits that predict each written token; [M, V].

    The head of the model runs on these places alone: neither prompts nor padding reach it.
    """
    with policy.learning():
        if policy.plain_head:
            logits: Tensor = policy.head(hidden_states(policy.body, batch))
            return logits
        ids, rows, places = _laid_out(batch)
        first = int(places.min()) if len(places) else 0
        output = policy.model(input_ids=ids, logits_to_keep=ids.shape[1] - first)
        logits = output.logits[rows, places - first]
        return logits


def hidden_states(body: Any, batch: Batch) -> Tensor:
    """Return the last hidden state from which each written token is predicted; [M, H]."""
    ids, rows, places = _laid_out(batch)
    output = body(input_ids=ids, use_cache=False)
    hidden: Tensor = output.last_hidden_state[rows, places]
    return hidden


def _laid_out(batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Return ids [N, L], and row and place [M] of the token before each written one.

    Causal attention never looks to the right, so padding there needs no mask, and positions are
    those of a row without padding.
    """
    ids = pad_right(batch.tokens, batch.starts, filler=0)
    starts = torch.tensor(batch.starts[:-1], device=batch.at.device)
    return ids, batch.row, batch.at - starts[batch.row] - 1
