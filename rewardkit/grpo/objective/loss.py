"""The policy loss, token by token, with weights that are fixed beforehand.

The weight of each token is computed on the whole batch before it is cut into parts (`weights`), and
every term is then a plain weighted sum. The gradient is therefore the same for any cut, unlike in
loops that divide by the tokens of the part at hand.

lp is the log-probability of a token, o that at sampling, A the advantage. At the end: the weight
of the entropy bonus, which may follow a target.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from rewardkit.grpo.config import LossConfig
from rewardkit.grpo.rollout.batch import Batch
from rewardkit.grpo.rollout.forward import Outputs, logprobs_of
from rewardkit_kernels.head_loss import head_loss
from rewardkit_kernels.token_loss import TokenLosses, TokenLossOptions, token_loss

# Log-ratios are kept within this: the token loss multiplies by the ratio what was divided by it.
MOST = 20.0


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


def slopes_of_rows(
    logprobs: Tensor, batch: Batch, config: LossConfig
) -> tuple[Tensor, Tensor, Tensor]:
    """Turn the loss of GMPO or GVPO into advantages of a token loss that is linear in lp.

    The loss of rows is a function of one number for each token, so its slope in each of them is
    all that the gradient needs, and nothing of the size of the logits is kept for it.

    Args:
        logprobs: [M] lp, without gradient.
        batch: With advantages and weights.
        config: `kind` and its bounds.

    Returns:
        What is to be added to the value of the token loss, the advantage [M] for which its slope is
        that of the rows, and the log-ratio [M] that goes with it. Tokens by another author keep
        their advantage.
    """
    trained = (batch.weight > 0) & ~batch.foreign & logprobs.isfinite()
    with torch.enable_grad():
        leaf = torch.where(trained, logprobs, 0.0).detach().requires_grad_()
        loss = row_loss(leaf, batch, config)
        (slope,) = torch.autograd.grad(loss, leaf)
    log_ratio = torch.where(trained, logprobs - batch.old, 0.0).clamp(-MOST, MOST)
    slope = torch.where(trained, slope, 0.0)
    divisor = torch.where(trained, batch.weight, 1.0) * log_ratio.exp()
    advantage = torch.where(batch.foreign, batch.advantage, -slope / divisor)
    linear = (slope * torch.where(trained, logprobs, 0.0)).sum()
    return loss.detach() - linear, advantage, log_ratio


def row_loss(logprobs: Tensor, batch: Batch, config: LossConfig) -> Tensor:
    """Return the loss of GMPO or GVPO, without KL and entropy; tokens of weight 0 are left out.

    Args:
        logprobs: [M], with the gradient.
        batch: With advantages and weights.
        config: `kind` and its bounds.
    """
    trained = (batch.weight > 0) & ~batch.foreign
    # Masked before they are compared: what is left out may hold infinities, and inf * 0 is NaN.
    log_ratio = torch.where(trained, logprobs, 0.0) - torch.where(trained, batch.old, 0.0)
    if config.kind == "gvpo":
        return group_variance(log_ratio, batch, config.gvpo_beta)
    gain = geometric_mean(log_ratio, batch, config)[batch.row] * batch.advantage
    return -torch.where(trained, gain * batch.weight, 0.0).sum()


def geometric_mean(log_ratio: Tensor, batch: Batch, config: LossConfig) -> Tensor:
    """Return the geometric mean of the clipped ratios of each row (GMPO); [N].

    A ratio is clipped on the side to which its advantage pulls, in the logarithm.
    """
    wanted = torch.where(
        batch.advantage > 0,
        log_ratio.clamp(max=config.eps_high),
        log_ratio.clamp(min=-config.eps_low),
    )
    return row_means(wanted, batch).exp()


def group_variance(log_ratio: Tensor, batch: Batch, beta: float) -> Tensor:
    """Return GVPO's loss: half the variance, in each group, of beta (lp - o) - reward of the row.

    The batch must hold whole groups, its advantages be centred rewards, and its weights be those
    of groups.
    """
    counted = row_sums((batch.weight > 0).float(), batch).clamp(min=1)
    reward = row_sums(batch.advantage * (batch.weight > 0), batch) / counted
    weight = row_sums(batch.weight, batch) / counted
    member = weight > 0
    _, group = torch.unique(batch.group, return_inverse=True)
    size = torch.zeros(int(group.max()) + 1, device=weight.device)
    size = size.index_add(0, group, member.to(size.dtype))
    implied = torch.where(member, row_sums(log_ratio, batch) * beta - reward, 0.0)
    mean = torch.zeros_like(size).index_add(0, group, implied) / size.clamp(min=1)
    error = torch.where(member, implied - mean[group], 0.0)
    return (weight * error.square() / (size - 1).clamp(min=1)[group]).sum() / 2


def log_ratios(logprobs: Tensor, batch: Batch, ratio: str) -> Tensor:
    """Return the log of the likelihood ratio of each token, 0 for those of weight 0; [M].

    `sequence` gives all tokens of a completion their mean (GSPO).
    """
    trained = batch.weight > 0
    difference = torch.where(trained, logprobs, 0.0) - torch.where(trained, batch.old, 0.0)
    return difference if ratio == "token" else row_means(difference, batch)[batch.row]


def row_sums(values: Tensor, batch: Batch) -> Tensor:
    """Return the sum of the tokens of each row; [N]."""
    sums = torch.zeros(batch.rows, device=values.device, dtype=values.dtype)
    return sums.index_add(0, batch.row, values)


def row_means(values: Tensor, batch: Batch) -> Tensor:
    """Return the mean of the tokens of each row; [N]."""
    return row_sums(values, batch) / batch.lengths.clamp(min=1)


# --- the weight of the entropy bonus --------------------------------------------------------------
# At zero entropy exploration ends, and a bonus of constant weight is either too weak or makes the
# policy random. Skywork-OR1 (He et al. 2025, arXiv:2505.22312, adaptive entropy control) moves the
# weight by a fixed amount after each batch and switches the bonus off above the target.
@dataclass(frozen=True, slots=True)
class Bonus:
    """The weight of the entropy bonus on one batch, the start of the next adaptation."""

    weight: float
    """The weight in the loss of this batch; 0 while the entropy is above the target."""
    carried: float
    """Kept for the next batch, and in the checkpoint."""


def sampled_entropy(logprobs: Tensor, mask: Tensor) -> float:
    """Estimate the entropy of a policy in nats from its own samples, before any update.

    Args:
        logprobs: [M] log-probabilities of the sampled tokens.
        mask: Bool [M]: the tokens that count.

    Returns:
        The mean of -log p over the tokens; 0 without any. Under `min_p` likelier tokens are
        sampled than the distribution says, and this lies below its entropy.

    Example:
        >>> import torch
        >>> sampled_entropy(torch.tensor([-1.0, -3.0, -9.0]), torch.tensor([True, True, False]))
        2.0
    """
    count = int(mask.sum())
    return float(-(logprobs * mask).sum() / count) if count else 0.0


def adapted(carried: float | None, entropy: float, config: LossConfig) -> Bonus:
    """Return the bonus for a batch whose policy has this entropy.

    Args:
        carried: The bonus of the previous batch; None on the first batch.
        entropy: Of the policy that sampled the batch, in nats.
        config: `entropy` is the weight to begin with; without an `entropy_target` it is the
            weight throughout. Else it rises by `entropy_step` after a batch below the target,
            falls by it after one above, and stays between 0 and `entropy_most`.

    Example:
        >>> config = LossConfig(entropy=0.05, entropy_target=1.0, entropy_step=0.02)
        >>> adapted(None, 0.5, config)
        Bonus(weight=0.05, carried=0.07)
        >>> adapted(0.07, 1.5, config)
        Bonus(weight=0.0, carried=0.05)
    """
    target = config.entropy_target
    if target is None:
        return Bonus(config.entropy, config.entropy)
    now = config.entropy if carried is None else carried
    if entropy == target:
        return Bonus(now, now)
    # Weights are multiples of the step, so the rounding error of adding them is removed.
    moved = round(now + config.entropy_step * (1 if entropy < target else -1), 12)
    weight = now if entropy < target else 0.0
    return Bonus(weight, min(max(moved, 0.0), config.entropy_most))
