"""Baselines: GRPO's clipped loss and its gradient by torch and by other projects, for comparison.

Each takes the same tokens and leaves the gradient somewhere; the loss has no KL and no entropy,
which not all of them know. Projects that are not installed are named with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

EPSILON = 0.2


@dataclass(frozen=True, slots=True)
class Tokens:
    """R tokens of one completion, in the layouts that the contenders want."""

    padded: Tensor  # [1, R + 1, V]: the last row predicts nothing
    ids: Tensor  # [R] int64
    advantage: Tensor  # [R], all equal: some know one advantage for each completion only
    old: Tensor  # [R]
    reference: Tensor  # [R]
    weight: Tensor  # [R], 1 / R

    @property
    def logits(self) -> Tensor:
        """[R, V], a view."""
        return self.padded[0, :-1]


def make_tokens(rows: int, vocabulary: int, dtype: torch.dtype, device: str) -> Tokens:
    """Return random tokens, made on the device."""
    generator = torch.Generator(device=device).manual_seed(0)
    padded = torch.empty(1, rows + 1, vocabulary, dtype=dtype, device=device)
    padded.normal_(std=2.0, generator=generator)
    ids = torch.randint(vocabulary, (rows,), device=device, generator=generator)
    near = torch.full((rows,), -float(torch.tensor(vocabulary).log()) - 2.0, device=device)
    weight = torch.full((rows,), 1.0 / rows, device=device)
    return Tokens(padded, ids, torch.full_like(near, 0.7), near, near + 0.1, weight)


def eager_loss(logits: Tensor, tokens: Tokens) -> Tensor:
    """Return the loss in the torch code that trainers write."""
    logprobs = torch.log_softmax(logits.float(), dim=-1).gather(1, tokens.ids[:, None])[:, 0]
    ratio = (logprobs - tokens.old).exp()
    clipped = ratio.clamp(1.0 - EPSILON, 1.0 + EPSILON)
    surrogate = torch.minimum(ratio * tokens.advantage, clipped * tokens.advantage)
    return -(surrogate * tokens.weight).sum()


def eager_bonus_loss(logits: Tensor, tokens: Tokens) -> Tensor:
    """Return the loss with an entropy bonus, in the torch code that trainers write."""
    logprobs = torch.log_softmax(logits.float(), dim=-1)
    entropy = -(logprobs.exp() * logprobs).sum(dim=-1)
    return eager_loss(logits, tokens) - 0.01 * (entropy * tokens.weight).sum()


def eager_call(tokens: Tokens, loss: Callable[[Tensor, Tokens], Tensor] = eager_loss) -> None:
    """Compute the loss, and the gradient by autograd."""
    leaf = tokens.logits.detach().requires_grad_()
    torch.autograd.grad(loss(leaf, tokens), leaf)


def others(tokens: Tokens) -> tuple[dict[str, Callable[[], Any]], dict[str, str]]:
    """Return a call for each other project that is installed, and why the rest is not there."""
    calls: dict[str, Callable[[], Any]] = {}
    absent: dict[str, str] = {}
    makers = {"Liger triton_grpo_loss": _liger, "TRL kernel + torch": _trl, "Fast-LLM": _fast_llm}
    for name, make in makers.items():
        try:
            calls[name] = make(tokens)
        except Exception as error:  # noqa: BLE001 -- whatever breaks its import is a reason
            first = (str(error).splitlines() or [""])[0]
            absent[name] = f"{type(error).__name__}: {first}"
    compiled = torch.compile(eager_loss, dynamic=False)
    calls["torch.compile"] = lambda: eager_call(tokens, compiled)
    return calls, absent


def _liger(tokens: Tokens) -> Callable[[], Any]:
    from liger_kernel.transformers.grpo_loss import triton_grpo_loss

    def call() -> None:
        leaf = tokens.padded.detach().requires_grad_()
        losses = triton_grpo_loss(
            leaf, tokens.old[None], None, tokens.ids[None], tokens.advantage[:1], None,
            temperature=1.0, beta=0.0, eps_low=EPSILON, eps_high=EPSILON, inplace=True,
        )[0]  # fmt: skip
        torch.autograd.grad((losses * tokens.weight).sum(), leaf)

    return call


def _trl(tokens: Tokens) -> Callable[[], Any]:
    from trl.kernels.logprob_entropy import selective_log_softmax_and_entropy

    def call() -> None:
        leaf = tokens.logits.detach()[None].requires_grad_()
        logprobs, _ = selective_log_softmax_and_entropy(leaf, tokens.ids[None])
        ratio = (logprobs[0] - tokens.old).exp()
        clipped = ratio.clamp(1.0 - EPSILON, 1.0 + EPSILON)
        surrogate = torch.minimum(ratio * tokens.advantage, clipped * tokens.advantage)
        torch.autograd.grad(-(surrogate * tokens.weight).sum(), leaf)

    return call


def _fast_llm(tokens: Tokens) -> Callable[[], Any]:
    from fast_llm.functional.triton.grpo_loss import triton_grpo_loss_forward_backward

    def call() -> None:
        # A given gradient would be added to, which reads it: without one it makes its own.
        triton_grpo_loss_forward_backward(
            tokens.logits, tokens.ids, tokens.advantage, tokens.old, grad_output=1.0,
            epsilon_low=EPSILON, epsilon_high=EPSILON,
        )  # fmt: skip

    return call
