"""The forward pass on a flat batch: hidden states and logits of what was written, and no others.

Logits of a large vocabulary are the largest tensor of a step. Where the head of the model is a
plain linear map they never exist as a whole: hidden states and head stand for them (`Hidden`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import torch
from torch import Tensor

from rewardkit.errors import SpecError
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Batch
from rewardkit_kernels.token_logprobs import token_logprobs

# From this vocabulary on logits are larger than what the decoder keeps for the backward pass.
LARGE_VOCABULARY = 4096
# Logits that exist at a time: 256 MB in float32, on a GPU enough rows to keep it busy.
_CHUNK = 1 << 26
Head = Literal["auto", "whole", "chunked"]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Hidden states and a linear head, in place of the logits that they make."""

    states: Tensor  # [M, H]
    head: Tensor  # [V, H]
    rows_at_once: int

    @classmethod
    def of(cls, states: Tensor, head: Tensor) -> Hidden:
        """Return both with a size of chunks that suits the vocabulary."""
        return cls(states, head, max(128, min(1024, _CHUNK // len(head))))


Outputs = Tensor | Hidden
"""Logits [M, V], or what they are made of."""


def takes_chunks(policy: Policy, wanted: Head) -> bool:
    """Return True if the loss goes through the head chunk by chunk.

    Args:
        policy: The policy.
        wanted: The word of the config; `auto` takes chunks where the vocabulary is large.

    Raises:
        SpecError: Chunks are asked for, and the model does more than a linear map without bias.
    """
    head = policy.head if policy.plain_head else None
    usable = type(head) is torch.nn.Linear and head.bias is None
    if wanted == "chunked" and not usable:
        raise SpecError(
            "grpo.loss.head: chunked needs a model whose logits are a linear map, without bias or "
            "adapter, of its last hidden state; use auto or whole"
        )
    if not usable or wanted == "whole":
        return False
    return wanted == "chunked" or len(policy.head.weight) >= LARGE_VOCABULARY


def written_outputs(policy: Policy, batch: Batch, wanted: Head) -> Outputs:
    """Return the logits that predict each written token, or what they are made of."""
    if not takes_chunks(policy, wanted):
        return written_logits(policy, batch)
    with policy.learning():
        states = hidden_states(policy.body, batch)
    # Products are of one dtype; whole logits are computed in that of the policy too.
    return Hidden.of(states.to(policy.dtype), policy.head.weight.to(policy.dtype))


@torch.no_grad()
def logprobs_of(outputs: Outputs, ids: Tensor, temperature: float) -> Tensor:
    """Return the log-probability of each token, without gradient; [M]."""
    if isinstance(outputs, Tensor):
        return token_logprobs(outputs, ids, temperature=temperature).logprobs
    found = []
    for start in range(0, len(ids), outputs.rows_at_once):
        rows = slice(start, start + outputs.rows_at_once)
        logits = outputs.states[rows] @ outputs.head.t()
        found.append(token_logprobs(logits, ids[rows], temperature=temperature).logprobs)
    return torch.cat(found) if found else ids.new_zeros(0, dtype=torch.float32)


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


def pad_right(tokens: Tensor, starts: Sequence[int], filler: int) -> Tensor:
    """Lay rows that stand one after the other under each other, padded on the right; [N, L].

    Example:
        >>> pad_right(torch.tensor([5, 6, 7]), (0, 1, 3), 0).tolist()
        [[5, 0], [6, 7]]
    """
    rows = [tokens[a:b] for a, b in pairwise(starts)]
    return torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=filler)
