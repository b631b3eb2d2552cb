"""The policy loss, token by token, with weights that are fixed beforehand.

The weight of each token is computed on the whole batch before it is cut into parts (`weights`), and
every term is then a plain weighted sum. The gradient is therefore the same for any cut, unlike in
loops that divide by the tokens of the part at hand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from rewardkit.grpo.config.model import LossConfig
from rewardkit.grpo.objective.row_losses import MOST, log_ratios, slopes_of_rows
from rewardkit.grpo.rollout.batch import Batch
from rewardkit.grpo.rollout.forward import Outputs, logprobs_of
from rewardkit_kernels.head_loss import head_loss
from rewardkit_kernels.token_loss import TokenLosses, TokenLossOptions, token_loss


@dataclass(frozen=True, slots=True)
class LossTerms:
    """The loss of a batch, and the sums from which its metrics are computed."""

    loss: Tensor  # scalar, with gradient
    sums: dict[str, float]
    """Sums over tokens that the policy wrote and that are trained on: divide by `tokens`."""


def policy_loss(
    outputs: Outputs,
    batch: Batch,
    config: LossConfig,
    shaping: float | None = None,
    temperature: float = 1.0,
) -> LossTerms:
    """Return the policy loss of a batch: the token loss of the kernels, so that there is only one.

    GMPO and GVPO look at whole rows: the token loss gets the slope of theirs at each token.

    Args:
        outputs: Logits [M, V], which are used up, or what they are made of.
        batch: With advantages and weights; tokens of weight 0 are not trained on.
        config: Surrogate, clipping, ratio, KL and entropy.
        shaping: The g of tokens by another author. These are not clipped, and are left out of KL,
            entropy and all metrics.
        temperature: That of sampling, by which the logits are divided.
    """
    by_rows = config.kind in ("gmpo", "gvpo")
    nothing = torch.zeros_like(batch.advantage)
    given = batch
    log_ratio = value = None
    if by_rows or config.ratio == "sequence":
        logprobs = logprobs_of(outputs, batch.ids, temperature)
        log_ratio = log_ratios(logprobs, batch, config.ratio)
    if by_rows:
        value, advantage, log_ratio = slopes_of_rows(logprobs, batch, config)
        given = batch.with_columns(advantage=advantage)
    options = token_options(config, shaping, temperature)
    total, found = _token_loss(outputs, given, log_ratio, config.entropy * batch.bonus, options)
    if value is not None:
        total = total + value  # a constant: the slopes make the gradient
    own = (batch.weight > 0) & ~batch.foreign
    ratio = torch.where(own, log_ratios(found.logprobs, batch, config.ratio), 0.0).exp()
    low = (ratio < 1.0 - config.eps_low) & (batch.advantage < 0)
    high = (ratio > 1.0 + config.eps_high) & (batch.advantage > 0)
    kl = nothing if found.kl is None else torch.where(own, found.kl, 0.0)
    sums = {
        "tokens": float(own.sum()),
        "entropy": float(torch.where(own, found.entropy, 0.0).sum()),
        "kl": float(kl.sum()),
        "clip_low": float(low.sum()),
        "clip_high": float(high.sum()),
        "ratio_max": float(ratio[own].max()) if bool(own.any()) else 0.0,
    }
    return LossTerms(total, sums)


def _token_loss(
    outputs: Outputs,
    batch: Batch,
    log_ratio: Tensor | None,
    entropy_weight: Tensor,
    options: TokenLossOptions,
) -> tuple[Tensor, TokenLosses]:
    columns = (batch.ids, batch.weight, batch.advantage, batch.old, batch.reference)
    more = (log_ratio, batch.foreign, entropy_weight)
    if isinstance(outputs, Tensor):
        return token_loss(outputs, *columns, *more, options=options)
    rows = outputs.rows_at_once
    return head_loss(
        outputs.states, outputs.head, *columns, *more, options=options, rows_at_once=rows
    )


def token_options(
    config: LossConfig, shaping: float | None, temperature: float
) -> TokenLossOptions:
    """Return the options of the token loss; the weight of the entropy goes with the tokens."""
    by_rows = config.kind in ("gmpo", "gvpo")
    linear = by_rows or config.kind == "cispo"
    most = math.exp(MOST) if by_rows else config.cispo_max
    return TokenLossOptions(
        policy="cispo" if linear else "clip",
        eps_low=config.eps_low,
        eps_high=most - 1.0 if linear else config.eps_high,
        delta=None if linear else config.delta,
        kl=config.kl,
        beta=config.beta,
        kl_importance=config.kl_is,
        shaping=shaping,
        temperature=temperature,
    )


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
    if batch.correction is not None:
        weight = weight * batch.correction
    own = (tokens & ~batch.foreign).float()
    return batch.with_columns(weight=weight, bonus=own / own.sum().clamp(min=1))
