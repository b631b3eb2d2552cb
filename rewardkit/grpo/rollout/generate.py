"""Sampling in this process: token by token, with the log-probability of each.

The recorded log-probability is that of the whole temperature-scaled distribution, so
that the loss can recompute it. `min_p` then samples from a part of it: slightly off-policy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from rewardkit.errors import MissingExtra
from rewardkit.grpo.config.model import RolloutConfig
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.policy.padding import pad_left, positions
from rewardkit.grpo.rollout.batch import Finish


@dataclass(frozen=True, slots=True)
class Sampling:
    """The settings of sampling."""

    max_new_tokens: int
    """A message that reaches this many tokens is cut."""
    temperature: float = 1.0
    """Divides the logits; above 0."""
    min_p: float = 0.0
    """Tokens less likely than this share of the likeliest are never sampled."""
    stop: tuple[str, ...] = ()
    """A message ends once it holds one of these texts."""

    @classmethod
    def of(cls, config: RolloutConfig) -> Sampling:
        """Return the settings of a config."""
        return cls(config.max_new_tokens, config.temperature, config.min_p, config.stop)

    def greedy(self) -> Sampling:
        """Return the settings under which the likeliest tokens are measured."""
        return Sampling(self.max_new_tokens, stop=self.stop)


@dataclass(frozen=True, slots=True)
class Written:
    """One sampled message."""

    ids: tuple[int, ...]
    logprobs: tuple[float, ...]
    finish: Finish


@torch.no_grad()
def write(
    policy: Policy,
    prompts: Sequence[Sequence[int]],
    sampling: Sampling,
    generator: torch.Generator | None,
) -> list[Written]:
    """Return one sampled message for each prompt.

    Args:
        policy: The policy to sample from.
        prompts: The tokens that come before each message; repeat a prompt to make a group.
        sampling: The settings.
        generator: The source of randomness; None always takes the most likely token.
    """
    tokenizer = policy.tokenizer
    step_ids, attention = pad_left(prompts, tokenizer.pad_id, policy.device)
    count = len(prompts)
    written: list[list[int]] = [[] for _ in range(count)]
    logprobs: list[list[float]] = [[] for _ in range(count)]
    finish: list[Finish | None] = [None] * count
    cache: Any = new_cache(policy)
    for _ in range(sampling.max_new_tokens):
        with policy.computing():
            logits = _next_logits(policy, step_ids, attention, cache)
        chosen, chosen_logprobs = choose(logits, sampling.temperature, sampling.min_p, generator)
        rows = zip(chosen.tolist(), chosen_logprobs.tolist(), strict=True)
        for row, (token, logprob) in enumerate(rows):
            if finish[row] is None:
                written[row].append(token)
                logprobs[row].append(logprob)
                finish[row] = _finished(tokenizer, token, written[row], sampling.stop)
        if all(finish):
            break
        step_ids = chosen[:, None]
        attention = torch.cat([attention, torch.ones_like(attention[:, :1])], dim=1)
    return [
        Written(tuple(ids), tuple(row_logprobs), reason or "length")
        for ids, row_logprobs, reason in zip(written, logprobs, finish, strict=True)
    ]


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
