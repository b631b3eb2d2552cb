"""Engines, which write completions: the protocol, and sampling with the policy itself.

Rows that have ended leave the batch, so that a long one does not keep the others in memory; a
budget of tokens bounds the key-value cache, whatever the number of prompts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import torch
from torch import Tensor

from rewardkit.grpo.config import Sampling
from rewardkit.grpo.policy.model import Policy

Finish = Literal["eos", "stop", "length"]
_LEAVE = 4
"""Ended rows are taken out of the cache when they are a quarter: each time copies what is left."""


@dataclass(frozen=True, slots=True)
class Written:
    """One sampled message."""

    ids: tuple[int, ...]
    """The end of sequence, or the token that completes a stop text, is the last one."""
    logprobs: tuple[float, ...]
    """The log-probability of each token when it was sampled; see `Engine.write`."""
    finish: Finish


class Engine(Protocol):
    """A sampler of completions."""

    def write(
        self,
        prompts: Sequence[Sequence[int]],
        sampling: Sampling,
        generator: torch.Generator | None,
    ) -> list[Written]:
        """Return one message for each prompt, in order.

        Args:
            prompts: The token ids before each message, at least one each; repeat a prompt to make
                a group.
            sampling: The settings.
            generator: The source of randomness; None always takes the likeliest token.

        Returns:
            The messages. Their log-probabilities are those of the whole distribution at the
            temperature where nothing is left out of it; `InProcess` gives these always, `Vllm`
            those of the tokens that were left in. Where an engine is not the trained model itself
            the trainer computes its own (`token_logprobs`), and weighs tokens by the ratio.
        """

    def take(self, weights: Iterable[tuple[str, Tensor]]) -> None:
        """Sample with these weights from now on.

        Args:
            weights: Names and tensors as `model.named_parameters()` gives them.
        """


def first_stop(
    ids: Sequence[int], stop: Sequence[str], decode: Callable[[Sequence[int]], str]
) -> int | None:
    """Return the number of tokens up to the first that completes a stop text, or None.

    Args:
        ids: The tokens of a message.
        stop: The texts that end it.
        decode: Tokens -> text.

    Example:
        >>> first_stop([1, 2, 3, 4], ["23"], lambda ids: "".join(map(str, ids)))
        3
    """
    if not stop:
        return None
    return next((n for n in range(1, len(ids) + 1) if ends_in_stop(ids[:n], stop, decode)), None)


def ends_in_stop(
    ids: Sequence[int], stop: Sequence[str], decode: Callable[[Sequence[int]], str]
) -> bool:
    """Return True if the last token completes a stop text; linear in all over a message.

    Only so many of the last tokens are decoded as it takes: decoding the whole message at every
    token is quadratic. A text that ends with the last token lies within the last characters;
    those before may come out broken, as they begin in the middle of a letter or a word.

    Example:
        >>> ends_in_stop([7, 2, 3], ["23"], lambda ids: "".join(map(str, ids)))
        True
    """
    if not stop:
        return False
    longest = max(map(len, stop))
    # A decoder may take a space off the start of a text, and join the parts of a letter.
    reach = longest + len(decode(ids[-1:])) + 2
    count = longest + 4
    while True:
        tail = decode(ids[-count:])
        if count >= len(ids) or len(tail) >= reach + 8:
            return any(text in tail[-reach:] for text in stop)
        count *= 2


def refuse_empty(prompts: Sequence[Sequence[int]]) -> None:
    """Check that every prompt has a token.

    Raises:
        ValueError: One has none; names it.
    """
    for index, prompt in enumerate(prompts):
        if not prompt:
            raise ValueError(f"prompt {index} has no token; give at least one to start from.")


@dataclass(frozen=True, slots=True)
class InProcess:
    """An engine that samples from the trained model.

    Args:
        policy: The policy.
        cache_tokens: The most tokens in the key-value cache, padding included; None for no bound.
            A single row may exceed it.
    """

    policy: Policy
    cache_tokens: int | None = None

    @torch.inference_mode()
    def write(
        self,
        prompts: Sequence[Sequence[int]],
        sampling: Sampling,
        generator: torch.Generator | None,
    ) -> list[Written]:
        """Return one message for each prompt; see `Engine.write`.

        Raises:
            ValueError: A prompt has no token.
        """
        refuse_empty(prompts)
        found: list[Written] = []
        for some in waves(prompts, sampling.max_new_tokens, self.cache_tokens):
            found += _write_wave(self.policy, prompts[some], sampling, generator)
        return found

    def take(self, weights: Iterable[tuple[str, Tensor]]) -> None:
        """Do nothing: the policy that is trained is the one that is sampled from."""


def waves(
    prompts: Sequence[Sequence[int]], new_tokens: int, cache_tokens: int | None
) -> Iterator[slice]:
    """Cut prompts into runs whose cache stays within a number of tokens; one prompt at least.

    Example:
        >>> list(waves([[1], [1, 2], [1], [1]], 2, 8))
        [slice(0, 2, None), slice(2, 4, None)]
    """
    first = 0
    width = 0
    for index, prompt in enumerate(prompts):
        width = max(width, len(prompt))
        needed = (index + 1 - first) * (width + new_tokens)
        if cache_tokens is not None and needed > cache_tokens and index > first:
            yield slice(first, index)
            first, width = index, len(prompt)
    if len(prompts) > first:
        yield slice(first, len(prompts))


@dataclass
class _Row:
    ids: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)
    finish: Finish | None = None

    def add(self, token: int, logprob: float, tokenizer: Any, stop: Sequence[str]) -> None:
        self.ids.append(token)
        self.logprobs.append(logprob)
        if token == tokenizer.eos_id:
            self.finish = "eos"
        elif ends_in_stop(self.ids, stop, tokenizer.decode):
            self.finish = "stop"


def _write_wave(
    policy: Policy,
    prompts: Sequence[Sequence[int]],
    sampling: Sampling,
    generator: torch.Generator | None,
) -> list[Written]:
    from transformers import DynamicCache

    rows = [_Row() for _ in prompts]
    batch = list(rows)
    ids, attention = pad_left(prompts, policy.tokenizer.pad_id, policy.device)
    cache = DynamicCache(config=policy.model.config)
    for _ in range(sampling.max_new_tokens):
        with policy.computing():
            logits = _next_logits(policy, ids, attention, cache)
        chosen, logprobs = choose_tokens(logits, sampling, generator)
        for row, token, logprob in zip(batch, chosen.tolist(), logprobs.tolist(), strict=True):
            if row.finish is None:
                row.add(token, logprob, policy.tokenizer, sampling.stop)
        going = [place for place, row in enumerate(batch) if row.finish is None]
        if not going:
            break
        if (len(batch) - len(going)) * _LEAVE >= len(batch):
            left = torch.tensor(going, device=chosen.device)
            cache.batch_select_indices(left)
            chosen, attention = chosen[left], attention[left]
            batch = [batch[place] for place in going]
        ids = chosen[:, None]
        attention = torch.cat([attention, torch.ones_like(attention[:, :1])], dim=1)
    return [Written(tuple(row.ids), tuple(row.logprobs), row.finish or "length") for row in rows]


def choose_tokens(
    logits: Tensor, sampling: Sampling, generator: torch.Generator | None
) -> tuple[Tensor, Tensor]:
    """Choose a token in each row of logits [N, V]; returns ids and log-probabilities [N].

    Example:
        >>> settings = Sampling(max_new_tokens=1, min_p=0.5)
        >>> ids, _ = choose_tokens(torch.tensor([[0.0, 5.0]]), settings, torch.Generator())
        >>> ids.tolist()
        [1]
    """
    logprobs = torch.log_softmax(logits.float() / sampling.temperature, dim=-1)
    if generator is None:
        chosen = logprobs.argmax(dim=-1, keepdim=True)
    else:
        allowed = truncated(logprobs, sampling) if sampling.truncates else logprobs
        chosen = torch.multinomial(allowed.exp(), 1, generator=generator)
    return chosen[:, 0], logprobs.gather(1, chosen)[:, 0]


def truncated(logprobs: Tensor, sampling: Sampling) -> Tensor:
    """Return log-probabilities [N, V] with -inf at the tokens that are left out; not renormalised.

    The order is vLLM's: `min_p`, then `top_k`, then `top_p` of what is left.

    Example:
        >>> even = torch.tensor([[0.5, 0.3, 0.2]]).log()
        >>> (truncated(even, Sampling(max_new_tokens=1, top_p=0.6)) > -torch.inf).tolist()
        [[True, True, False]]
    """
    if sampling.min_p > 0.0:
        floor = logprobs.amax(dim=-1, keepdim=True) + math.log(sampling.min_p)
        logprobs = logprobs.masked_fill(logprobs < floor, -math.inf)
    if 0 < sampling.top_k < logprobs.shape[-1]:
        least = logprobs.topk(sampling.top_k, dim=-1).values[:, -1:]
        logprobs = logprobs.masked_fill(logprobs < least, -math.inf)
    if sampling.top_p < 1.0:
        ordered, places = logprobs.sort(dim=-1, descending=True)
        shares = torch.softmax(ordered, dim=-1)
        # A token stays if what is likelier does not reach top_p yet; the likeliest always does.
        outside = shares.cumsum(dim=-1) - shares >= sampling.top_p
        outside = torch.zeros_like(outside).scatter(-1, places, outside)
        logprobs = logprobs.masked_fill(outside, -math.inf)
    return logprobs


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


def positions(attention: Tensor) -> Tensor:
    """Return positions: real tokens count from 0, padding on the left has position 0."""
    return (attention.long().cumsum(dim=1) - 1).clamp(min=0)
