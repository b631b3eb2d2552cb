"""The surrogates that are maximised: one function for each, all on flat tokens.

lp is the log-probability of a token, o that at sampling, A the advantage, rho = exp(lp - o).
"""

from __future__ import annotations

import torch
from torch import Tensor

from rewardkit.grpo.config.model import LossConfig
from rewardkit.grpo.rollout.batch import Batch


def surrogate(
    logprobs: Tensor, old: Tensor, log_ratio: Tensor, batch: Batch, config: LossConfig
) -> Tensor:
    """Return the gain of each token; [M].

    Args:
        logprobs: [M]
        old: [M]
        log_ratio: [M], of the token or of its sequence.
        batch: Rows, weights and advantages.
        config: The kind of surrogate and its bounds.
    """
    advantage = batch.advantage
    if config.kind == "cispo":
        return log_ratio.exp().clamp(max=config.cispo_max).detach() * advantage * logprobs
    if config.kind == "gmpo":
        return geometric_mean(logprobs - old, batch, config) * advantage
    ratio = log_ratio.exp()
    clipped = ratio.clamp(1.0 - config.eps_low, 1.0 + config.eps_high)
    bounded = ratio if config.delta is None else ratio.clamp(max=config.delta)
    return torch.minimum(bounded * advantage, clipped * advantage)


def geometric_mean(log_ratio: Tensor, batch: Batch, config: LossConfig) -> Tensor:
    """Return the geometric mean of the clipped ratios of each row, at each of its tokens (GMPO).

    A ratio is clipped on the side to which its advantage pulls, in the logarithm.
    """
    wanted = torch.where(
        batch.advantage > 0,
        log_ratio.clamp(max=config.eps_high),
        log_ratio.clamp(min=-config.eps_low),
    )
    return row_means(wanted, batch).exp()[batch.row]


def group_variance(log_ratio: Tensor, batch: Batch, beta: float) -> Tensor:
    """Return GVPO's loss: half the variance, in each group, of beta log rho - reward of the row.

    The batch must hold whole groups, its advantages be centred rewards, and its weights be those
    of groups.
    """
    trained = batch.weight > 0
    rows = row_sums(torch.where(trained, log_ratio, 0.0), batch) * beta
    counted = row_sums(trained.float(), batch).clamp(min=1)
    reward = row_sums(torch.where(trained, batch.advantage, 0.0), batch) / counted
    weight = row_sums(batch.weight, batch) / counted
    member = weight > 0
    _, group = torch.unique(batch.group, return_inverse=True)
    size = torch.zeros(int(group.max()) + 1, device=rows.device)
    size = size.index_add(0, group, member.to(size.dtype))
    implied = rows - reward  # beta log rho - r; its mean in the group is taken away
    mean = torch.zeros_like(size).index_add(0, group, torch.where(member, implied, 0.0))
    error = torch.where(member, implied - (mean / size.clamp(min=1))[group], 0.0)
    return (weight * error.square() / (size - 1).clamp(min=1)[group]).sum() / 2


def log_ratios(logprobs: Tensor, old: Tensor, batch: Batch, ratio: str) -> Tensor:
    """Return the log of the likelihood ratio of each token; [M].

    `sequence` gives all tokens of a completion the mean log-ratio (GSPO), while the gradient
    still reaches each token through its own log-probability.
    """
    difference = logprobs - old
    if ratio == "token":
        return difference
    mean = row_means(difference, batch)[batch.row]
    return logprobs - logprobs.detach() + mean.detach()


def shaped(probability: Tensor, shaping: float | None) -> Tensor:
    """Return the shaped ratio of a foreign token, given the policy's probability of it.

    p / (p + g) is steep near 0: it has a large gradient for unlikely tokens, where p itself has a
    small one, and a small gradient for likely ones (LUFFY's policy shaping).

    Example:
        >>> shaped(torch.tensor([0.0, 0.1, 1.0]), 0.1).tolist()
        [0.0, 0.5, 0.9090908765792847]
    """
    return probability if shaping is None else probability / (probability + shaping)


def row_sums(values: Tensor, batch: Batch) -> Tensor:
    """Return the sum of the tokens of each row; [N]."""
    sums = torch.zeros(batch.rows, device=values.device, dtype=values.dtype)
    return sums.index_add(0, batch.row, values)


def row_means(values: Tensor, batch: Batch) -> Tensor:
    """Return the mean of the tokens of each row; [N]."""
    return row_sums(values, batch) / batch.lengths.clamp(min=1)
