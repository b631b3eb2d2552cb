"""Sums over the rows of a batch, and the surrogates that look at whole rows: GMPO and GVPO.

lp is the log-probability of a token, o that at sampling, A the advantage.
"""

from __future__ import annotations

import torch
from torch import Tensor

from rewardkit.grpo.config.model import LossConfig
from rewardkit.grpo.rollout.batch import Batch


def row_loss(logits: Tensor, batch: Batch, config: LossConfig, temperature: float) -> Tensor:
    """Return the loss of GMPO or GVPO, without KL and entropy; tokens of weight 0 are left out.

    Args:
        logits: [M, V].
        batch: With advantages and weights.
        config: `kind` and its bounds.
        temperature: Divides the logits.
    """
    trained = (batch.weight > 0) & ~batch.foreign
    every = torch.log_softmax(logits.float() / temperature, dim=-1)
    logprobs = every.gather(-1, batch.ids[:, None])[:, 0]
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
