"""Prompts and completions as padded tensors, and the one forward pass that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from rewardkit.grpo.policy.model import Policy


@dataclass(frozen=True, slots=True)
class TokenBatch:
    """Rows of prompt + completion; prompts padded on the left, completions on the right.

    With N rows, P prompt places and T completion places:
    """

    prompt_ids: Tensor  # [N, P] int64
    prompt_mask: Tensor  # [N, P] bool
    ids: Tensor  # [N, T] int64
    mask: Tensor  # [N, T] bool: tokens of the completion, its end of sequence included

    def rows(self, chosen: slice) -> TokenBatch:
        """Return some of the rows."""
        return TokenBatch(
            self.prompt_ids[chosen], self.prompt_mask[chosen], self.ids[chosen], self.mask[chosen]
        )


def pad_prompts(prompts: Sequence[Sequence[int]], policy: Policy) -> tuple[Tensor, Tensor]:
    """Pad prompts on the left; returns ids and mask, both [N, P]."""
    width = max(len(prompt) for prompt in prompts)
    pad = policy.tokenizer.pad_id
    ids = [[pad] * (width - len(prompt)) + list(prompt) for prompt in prompts]
    mask = [[False] * (width - len(prompt)) + [True] * len(prompt) for prompt in prompts]
    return (
        torch.tensor(ids, dtype=torch.long, device=policy.device),
        torch.tensor(mask, dtype=torch.bool, device=policy.device),
    )


def pad_completions(completions: Sequence[Sequence[int]], policy: Policy) -> tuple[Tensor, Tensor]:
    """Pad completions on the right; returns ids and mask, both [N, T]."""
    width = max(1, max(len(completion) for completion in completions))
    pad = policy.tokenizer.pad_id
    ids = [list(completion) + [pad] * (width - len(completion)) for completion in completions]
    lengths = torch.tensor([len(completion) for completion in completions])
    mask = torch.arange(width)[None, :] < lengths[:, None]
    return torch.tensor(ids, dtype=torch.long, device=policy.device), mask.to(policy.device)


def completion_logits(policy: Policy, batch: TokenBatch) -> Tensor:
    """Run the model once and return the logits that predict each completion token.

    Returns:
        Float32 logits [N, T, V]; entry t predicts `batch.ids[:, t]`.
    """
    ids = torch.cat([batch.prompt_ids, batch.ids], dim=1)  # [N, P+T]
    places = batch.ids.shape[1]
    if bool(batch.prompt_mask.all()):
        # There is no padding on the left, and causal attention ignores the right.
        output = policy.model(input_ids=ids, logits_to_keep=places + 1)
    else:
        attention = torch.cat([batch.prompt_mask, torch.ones_like(batch.mask)], dim=1)
        output = policy.model(
            input_ids=ids,
            attention_mask=attention.long(),
            position_ids=positions(attention),
            logits_to_keep=places + 1,
        )
    logits: Tensor = output.logits[:, :-1].float()
    return logits


def positions(attention: Tensor) -> Tensor:
    """Return positions: real tokens count from 0, padding on the left has position 0."""
    return (attention.long().cumsum(dim=1) - 1).clamp(min=0)
