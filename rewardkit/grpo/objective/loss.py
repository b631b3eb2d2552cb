"""The clipped policy loss, token by token, with a normaliser that is fixed beforehand.

The weight of each token is computed on the whole batch before it is cut into micro-batches
(`token_weights`), and every term is then a plain weighted sum. The gradient is therefore the
same for any cut, unlike in loops that divide by the tokens of the current micro-batch.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from rewardkit.grpo.config.model import LossConfig


def token_logprobs(logits: Tensor, ids: Tensor) -> Tensor:
    """Return the log-probability [N, T] of each token `ids` [N, T] under logits [N, T, V]."""
    return torch.log_softmax(logits, dim=-1).gather(-1, ids[..., None])[..., 0]


def token_entropy(logits: Tensor) -> Tensor:
    """Return the entropy in nats [N, T] of the distributions of logits [N, T, V].

    Forbidden tokens, with logits of -inf, add nothing: to the value or to the gradient.

    Example:
        >>> token_entropy(torch.tensor([[[0.0, 0.0, -torch.inf]]])).item()  # log(2)
        0.6931471824645996
    """
    logprobs = torch.log_softmax(logits, dim=-1)
    # 0 * -inf is NaN, here and in the gradient; the limit of p log p is 0.
    finite = logprobs.masked_fill(logprobs == -torch.inf, 0.0)
    return -(finite * logprobs.exp()).sum(dim=-1)


def token_weights(mask: Tensor, aggregate: str, max_new_tokens: int) -> Tensor:
    """Return the weight of each token in the loss, given the whole batch.

    Args:
        mask: Bool [N, T]: tokens that are trained on. Rows without any get no weight.
        aggregate: `token` (DAPO: every token of the batch alike), `sequence` (GRPO: every
            completion alike) or `constant` (Dr. GRPO: divided by the token limit).
        max_new_tokens: The limit that `constant` divides by.

    Example:
        >>> mask = torch.tensor([[True, True], [True, False]])
        >>> token_weights(mask, "sequence", 2).tolist()
        [[0.25, 0.25], [0.5, 0.0]]
    """
    weights = mask.float()
    rows = mask.any(dim=1).sum().clamp(min=1)
    if aggregate == "token":
        return weights / mask.sum().clamp(min=1)
    if aggregate == "sequence":
        return weights / mask.sum(dim=1, keepdim=True).clamp(min=1) / rows
    return weights / (rows * max_new_tokens)


@dataclass(frozen=True, slots=True)
class Foreign:
    """Rows by another author, and the shaping of their probabilities."""

    rows: Tensor  # bool [N]
    shaping: float | None


@dataclass(frozen=True, slots=True)
class LossTerms:
    """The loss of some rows, and the sums from which its metrics are computed."""

    loss: Tensor  # scalar, with gradient
    sums: dict[str, float]
    """Sums over tokens: divide by `tokens`."""


def policy_loss(
    logits: Tensor,
    ids: Tensor,
    mask: Tensor,
    weights: Tensor,
    old: Tensor,
    reference: Tensor | None,
    advantages: Tensor,
    config: LossConfig,
    foreign: Foreign | None = None,
) -> LossTerms:
    """Return the clipped policy loss of some rows (PPO's surrogate, with GRPO's advantages).

    Args:
        logits: [N, T, V], divided by the sampling temperature.
        ids: [N, T] the sampled tokens.
        mask: Bool [N, T]: tokens that are trained on.
        weights: [N, T] from `token_weights`; 0 where the mask is False.
        old: [N, T] log-probabilities when the tokens were sampled.
        reference: [N, T] log-probabilities under the frozen reference, or None.
        advantages: [N].
        config: Clipping, ratio, KL and entropy.
        foreign: Rows by another author. They are not clipped, and are left out of KL, entropy and
        all metrics.
    """
    own = mask if foreign is None else mask & ~foreign.rows[:, None]
    logprobs = token_logprobs(logits, ids)
    with torch.set_grad_enabled(config.entropy != 0.0):
        entropy = token_entropy(logits)
    # Masked before they are compared: padding may hold infinities, and inf * 0 is NaN.
    logprobs = torch.where(mask, logprobs, 0.0)
    old = torch.where(mask, old, 0.0)
    log_ratio = log_ratios(logprobs, old, mask, config.ratio)
    ratio = log_ratio.exp()  # [N, T]
    advantage = advantages[:, None]  # [N, 1]
    clipped = ratio.clamp(1.0 - config.eps_low, 1.0 + config.eps_high)
    surrogate = torch.minimum(ratio * advantage, clipped * advantage)
    if foreign is not None:
        share = shaped((logprobs - old).exp(), foreign.shaping)
        surrogate = torch.where(foreign.rows[:, None], share * advantage, surrogate)
    entropy = torch.where(own, entropy, 0.0)
    per_token = -surrogate - config.entropy * entropy
    kl_sum = 0.0
    if reference is not None:
        kl = kl_estimate(logprobs, torch.where(mask, reference, 0.0), config.kl)
        kl = torch.where(own, kl, 0.0)
        if config.beta > 0.0:
            per_token = per_token + config.beta * kl
        kl_sum = float(kl.detach().sum())
    low = own & (ratio < 1.0 - config.eps_low) & (advantage < 0)
    high = own & (ratio > 1.0 + config.eps_high) & (advantage > 0)
    sums = {
        "tokens": float(own.sum()),
        "entropy": float(entropy.detach().sum()),
        "kl": kl_sum,
        "clip_low": float(low.sum()),
        "clip_high": float(high.sum()),
        "ratio_max": float(torch.where(own, ratio.detach(), 0.0).max()),
    }
    return LossTerms((per_token * weights).sum(), sums)


def shaped(probability: Tensor, shaping: float | None) -> Tensor:
    """Return the shaped ratio of a foreign token, given the policy's probability of it.

    p / (p + g) is steep near 0: it has a large gradient for unlikely tokens, where p itself has a
    small one, and a small gradient for likely ones (LUFFY's policy shaping).

    Example:
        >>> shaped(torch.tensor([0.0, 0.1, 1.0]), 0.1).tolist()
        [0.0, 0.5, 0.9090908765792847]
    """
    return probability if shaping is None else probability / (probability + shaping)


def log_ratios(logprobs: Tensor, old: Tensor, mask: Tensor, ratio: str) -> Tensor:
    """Return the log of the likelihood ratio of each token; [N, T].

    `sequence` gives all tokens of a completion the mean log-ratio (GSPO), while the gradient
    still reaches each token through its own log-probability.
    """
    difference = logprobs - old
    if ratio == "token":
        return difference
    mean = difference.sum(dim=1, keepdim=True) / mask.sum(dim=1, keepdim=True).clamp(min=1)
    return logprobs - logprobs.detach() + mean.detach()


def kl_estimate(logprobs: Tensor, reference: Tensor, kind: str) -> Tensor:
    """Estimate KL(policy || reference) at each sampled token (Schulman, 2020).

    `k1` is unbiased and may be negative, `k2` is half the squared difference, `k3` is unbiased
    and never negative.

    Example:
        >>> kl_estimate(torch.tensor([-1.0]), torch.tensor([-2.0]), "k1").tolist()
        [1.0]
    """
    difference = reference - logprobs
    if kind == "k1":
        return -difference
    if kind == "k2":
        return difference.square() / 2.0
    return torch.expm1(difference) - difference
