"""Sums over the rows of a batch, and the surrogates that look at whole rows: GMPO and GVPO.

lp is the log-probability of a token, o that at sampling, A the advantage.
"""

from __future__ import annotations

import torch
from torch import Tensor

from rewardkit.grpo.config.model import LossConfig
from rewardkit.grpo.rollout.batch import Batch

# Log-ratios are kept within this: the token loss multiplies by the ratio what was divided by it.
MOST = 20.0


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
