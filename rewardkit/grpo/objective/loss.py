"""The policy loss, token by token, with weights that are fixed beforehand.

The weight of each token is computed on the whole batch before it is cut into parts (`weights`), and
every term is then a plain weighted sum. The gradient is therefore the same for any cut, unlike in
loops that divide by the tokens of the part at hand.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from rewardkit.grpo.config.model import LossConfig
from rewardkit.grpo.objective.surrogate import group_variance, log_ratios, shaped, surrogate
from rewardkit.grpo.rollout.batch import Batch


@dataclass(frozen=True, slots=True)
class LossTerms:
    """The loss of a batch, and the sums from which its metrics are computed."""

    loss: Tensor  # scalar, with gradient
    sums: dict[str, float]
    """Sums over tokens that the policy wrote and that are trained on: divide by `tokens`."""


def policy_loss(
    logits: Tensor, batch: Batch, config: LossConfig, shaping: float | None = None
) -> LossTerms:
    """Return the policy loss of a batch.

    Args:
        logits: [M, V], divided by the sampling temperature.
        batch: With advantages and weights; tokens of weight 0 are not trained on.
        config: Surrogate, clipping, ratio, KL and entropy.
        shaping: The g of tokens by another author. These are not clipped, and are left out of KL,
            entropy and all metrics.
    """
    trained = batch.weight > 0
    own = trained & ~batch.foreign
    with torch.set_grad_enabled(config.entropy != 0.0 and torch.is_grad_enabled()):
        entropy = torch.where(own, token_entropy(logits), 0.0)
    # Masked before they are compared: what is left out may hold infinities, and inf * 0 is NaN.
    logprobs = torch.where(trained, token_logprobs(logits, batch.ids), 0.0)
    old = torch.where(trained, batch.old, 0.0)
    log_ratio = log_ratios(logprobs, old, batch, config.ratio)
    ratio = log_ratio.exp()
    if config.kind == "gvpo":
        loss = group_variance(logprobs - old, batch, config.gvpo_beta)
    else:
        gain = surrogate(logprobs, old, log_ratio, batch, config)
        if bool(batch.foreign.any()):
            share = shaped((logprobs - old).exp(), shaping)
            gain = torch.where(batch.foreign, share * batch.advantage, gain)
        loss = -(gain * batch.weight).sum()
    if config.entropy != 0.0:
        loss = loss - config.entropy * (entropy * batch.bonus).sum()
    kl = torch.zeros_like(logprobs)
    if batch.reference is not None:
        kl = kl_estimate(logprobs, torch.where(trained, batch.reference, 0.0), config.kl)
        kl = torch.where(own, kl * ratio if config.kl_is else kl, 0.0)
        if config.beta > 0.0:
            loss = loss + config.beta * (kl * batch.weight).sum()
    ratio = torch.where(own, ratio.detach(), 1.0)
    low = (ratio < 1.0 - config.eps_low) & (batch.advantage < 0)
    high = (ratio > 1.0 + config.eps_high) & (batch.advantage > 0)
    sums = {
        "tokens": float(own.sum()),
        "entropy": float(entropy.detach().sum()),
        "kl": float(kl.detach().sum()),
        "clip_low": float(low.sum()),
        "clip_high": float(high.sum()),
        "ratio_max": float(ratio.max()) if bool(own.any()) else 0.0,
    }
    return LossTerms(loss, sums)


def token_logprobs(logits: Tensor, ids: Tensor) -> Tensor:
    """Return the log-probability [M] of each token `ids` [M] under logits [M, V]."""
    return torch.log_softmax(logits, dim=-1).gather(-1, ids[..., None])[..., 0]


def token_entropy(logits: Tensor) -> Tensor:
    """Return the entropy in nats [M] of the distributions of logits [M, V].

    Forbidden tokens, with logits of -inf, add nothing: to the value or to the gradient.

    Example:
        >>> token_entropy(torch.tensor([[0.0, 0.0, -torch.inf]])).item()  # log(2)
        0.6931471824645996
    """
    logprobs = torch.log_softmax(logits, dim=-1)
    # 0 * -inf is NaN, here and in the gradient; the limit of p log p is 0.
    finite = logprobs.masked_fill(logprobs == -torch.inf, 0.0)
    return -(finite * logprobs.exp()).sum(dim=-1)


def weighted_batch(batch: Batch, trained: Tensor, config: LossConfig, max_new_tokens: int) -> Batch:
    """Return the batch with the weight of each token, given all that an optimiser step sees.

    Args:
        batch: The whole mini-batch.
        trained: Bool [N]: rows that are trained on. The others get no weight.
        config: `aggregate` is `token` (DAPO, BNPO: every token of the batch alike), `sequence`
            (GRPO: every completion alike) or `constant` (Dr. GRPO: divided by the token limit).
            GVPO always weighs every group alike. The entropy bonus is a mean over the tokens that
            the policy wrote, whatever the aggregate.
        max_new_tokens: The limit that `constant` divides by.
    """
    tokens = trained.to(batch.row.device)[batch.row]
    mask = tokens.float()
    rows = torch.zeros(batch.rows, device=mask.device).index_add(0, batch.row, mask)
    count = (rows > 0).sum().clamp(min=1)
    if config.kind == "gvpo":
        groups = len(torch.unique(batch.group[rows > 0]))
        weight = mask / max(1, groups)
    elif config.aggregate == "token":
        weight = mask / mask.sum().clamp(min=1)
    elif config.aggregate == "sequence":
        weight = mask / rows.clamp(min=1)[batch.row] / count
    else:
        weight = mask / (count * max_new_tokens)
    own = (tokens & ~batch.foreign).float()
    return batch.with_columns(weight=weight, bonus=own / own.sum().clamp(min=1))


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
