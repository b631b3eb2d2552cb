"""Group rollouts: sample G completions of each prompt, token by token, with their log-probs.

The recorded log-probability is that of the whole temperature-scaled distribution, so
that the loss can recompute it. `min_p` then samples from a part of it: slightly off-policy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor

from rewardkit.errors import MissingExtra
from rewardkit.grpo.policy.batch import TokenBatch, pad_completions, pad_prompts, positions
from rewardkit.grpo.policy.model import Policy

Finish = Literal["eos", "stop", "length"]


@dataclass(frozen=True, slots=True)
class Rollouts:
    """Completions sampled from a policy, row by row; some may be by another author."""

    tokens: TokenBatch
    logprobs: Tensor  # [N, T], 0 where tokens.mask is False
    texts: tuple[str, ...]
    finish: tuple[Finish, ...]
    foreign: Tensor | None = None  # bool [N]: rows of another author; None when there are none

    @property
    def own(self) -> Tensor:
        """Mask of rows that the policy sampled itself; bool [N]."""
        if self.foreign is None:
            return torch.ones(len(self.texts), dtype=torch.bool)
        return ~self.foreign

    @property
    def truncated(self) -> Tensor:
        """Mask of rows cut at the token limit; bool [N]."""
        return torch.tensor([reason == "length" for reason in self.finish])

    @property
    def lengths(self) -> Tensor:
        """Number of tokens of each completion, end of sequence included; int64 [N]."""
        return self.tokens.mask.sum(dim=1).cpu()


@torch.no_grad()
def generate(
    policy: Policy,
    prompts: Sequence[str],
    *,
    max_new_tokens: int,
    generator: torch.Generator | None,
    temperature: float = 1.0,
    min_p: float = 0.0,
    stop: Sequence[str] = (),
) -> Rollouts:
    """Return one sampled completion for each prompt.

    Args:
        policy: The policy to sample from.
        prompts: One text for each completion; repeat a prompt to make a group.
        max_new_tokens: A completion that reaches this many tokens is cut.
        generator: The source of randomness; None always takes the most likely token.
        temperature: Divides the logits; above 0.
        min_p: Tokens less likely than this share of the likeliest are never sampled.
        stop: A completion ends once it holds one of these texts.
    """
    tokenizer = policy.tokenizer
    encoded = [tokenizer.encode(tokenizer.prompt(prompt)) for prompt in prompts]
    prompt_ids, prompt_mask = pad_prompts(encoded, policy)
    count = len(prompts)
    written: list[list[int]] = [[] for _ in range(count)]
    logprobs: list[list[float]] = [[] for _ in range(count)]
    finish: list[Finish | None] = [None] * count
    cache: Any = new_cache(policy)
    step_ids, attention = prompt_ids, prompt_mask
    for _ in range(max_new_tokens):
        logits = _next_logits(policy, step_ids, attention, cache)
        chosen, chosen_logprobs = choose(logits, temperature, min_p, generator)
        rows = zip(chosen.tolist(), chosen_logprobs.tolist(), strict=True)
        for row, (token, logprob) in enumerate(rows):
            if finish[row] is None:
                written[row].append(token)
                logprobs[row].append(logprob)
                finish[row] = _finished(tokenizer, token, written[row], stop)
        if all(finish):
            break
        step_ids = chosen[:, None]
        attention = torch.cat([attention, torch.ones_like(attention[:, :1])], dim=1)
    ids, mask = pad_completions(written, policy)
    padded = [row + [0.0] * (ids.shape[1] - len(row)) for row in logprobs]
    return Rollouts(
        tokens=TokenBatch(prompt_ids, prompt_mask, ids, mask),
        logprobs=torch.tensor(padded, device=policy.device),
        texts=tuple(tokenizer.decode(row) for row in written),
        finish=tuple(reason or "length" for reason in finish),
    )


def choose(
    logits: Tensor, temperature: float, min_p: float, generator: torch.Generator | None
) -> tuple[Tensor, Tensor]:
    """Choose one token in each row of logits [N, V]; returns ids [N] and their log-probs [N].

    Example:
        >>> ids, _ = choose(torch.tensor([[0.0, 5.0]]), 1.0, 0.5, torch.Generator())
        >>> ids.tolist()
        [1]
    """
    logprobs = torch.log_softmax(logits.float() / temperature, dim=-1)
    if generator is None:
        chosen = logprobs.argmax(dim=-1, keepdim=True)
    else:
        allowed = logprobs
        if min_p > 0.0:
            floor = logprobs.amax(dim=-1, keepdim=True) + math.log(min_p)
            allowed = logprobs.masked_fill(logprobs < floor, -math.inf)
        chosen = torch.multinomial(allowed.exp(), 1, generator=generator)
    return chosen[:, 0], logprobs.gather(1, chosen)[:, 0]


def new_cache(policy: Policy) -> Any:
    """Return an empty key-value cache for the policy's model."""
    try:
        from transformers import DynamicCache
    except ImportError:
        raise MissingExtra("training", "train") from None
    return DynamicCache(config=policy.model.config)


def _next_logits(policy: Policy, ids: Tensor, attention: Tensor, cache: Any) -> Tensor:
    extra: dict[str, Tensor] = {}
    if not bool(attention.all()):
        places = positions(attention)[:, -ids.shape[1] :]
        extra = {"attention_mask": attention.long(), "position_ids": places}
    output = policy.model(
        input_ids=ids, past_key_values=cache, use_cache=True, logits_to_keep=1, **extra
    )
    logits: Tensor = output.logits[:, -1]
    return logits


def _finished(
    tokenizer: Any, token: int, written: Sequence[int], stop: Sequence[str]
) -> Finish | None:
    if token == tokenizer.eos_id:
        return "eos"
    if stop:
        text = tokenizer.decode(written)
        if any(mark in text for mark in stop):
            return "stop"
    return None
