"""PPO's critic: the value of each token, generalised advantages, and the loss of the critic.

The reward of a completion stands on its last token. Where `kl` is set, every token also pays for
its distance to the reference (Ziegler et al. 2019, arXiv:1909.08593).
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor

from rewardkit.grpo.config import CriticConfig, GrpoConfig
from rewardkit.grpo.objective.advantage import whitened
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Batch, in_shares
from rewardkit.grpo.rollout.forward import hidden_states
from rewardkit_kernels.gae import gae


class Critic(torch.nn.Module):
    """A copy of the decoder of the policy with one number as its head, 0 before it learns.

    Args:
        policy: The policy that is copied.
    """

    def __init__(self, policy: Policy) -> None:
        super().__init__()
        self.body = copy.deepcopy(policy.core.get_decoder())
        width = policy.head.weight.shape[1]
        self.head = torch.nn.Linear(width, 1, device=policy.device)
        torch.nn.init.zeros_(self.head.weight)
        torch.nn.init.zeros_(self.head.bias)

    def forward(self, batch: Batch) -> Tensor:
        """Return the value of each place before its token is written; [M]."""
        values: Tensor = self.head(hidden_states(self.body, batch).float())[:, 0]
        return values


@torch.no_grad()
def with_values(
    critic: Critic, batch: Batch, rewards: Tensor, trained: Tensor, config: GrpoConfig
) -> Batch:
    """Return the batch with values, advantages and the critic's targets.

    Args:
        critic: The critic.
        batch: The batch, with the reference where the reward is to pay for the distance.
        rewards: [N] the reward of each row; NaN where there is none.
        trained: Bool [N]: rows that are trained on, over which advantages are whitened.
        config: `critic` has the settings.
    """
    settings = config.critic
    assert settings is not None
    values = in_shares(batch, config.micro_batch, critic)
    tokens = token_rewards(batch, rewards.nan_to_num(0.0).to(values), settings.kl)
    ends = torch.cat([batch.lengths.new_zeros(1), batch.lengths.cumsum(0)])
    # What the policy read between its messages is no step.
    found = gae(tokens, values, ends, settings.gamma, settings.lam)
    inside = trained[batch.row] & ~batch.foreign
    advantages = whitened(found.advantages, inside, config.advantage.epsilon)
    if config.advantage.clip is not None:
        advantages = advantages.clamp(-config.advantage.clip, config.advantage.clip)
    return batch.with_columns(value=values, returns=found.returns, advantage=advantages)


def token_rewards(batch: Batch, rewards: Tensor, kl: float) -> Tensor:
    """Return the reward of each token: that of its row on the last one, less the KL penalty; [M].

    The penalty is `kl` times lp - reference at sampling, the k1 estimate.
    """
    last = torch.ones_like(batch.row, dtype=torch.bool)
    last[:-1] = batch.row[1:] != batch.row[:-1]
    found = torch.where(last, rewards[batch.row], 0.0)
    if kl > 0.0 and batch.reference is not None:
        found = found - kl * torch.where(batch.foreign, 0.0, batch.old - batch.reference)
    return found


def value_loss(values: Tensor, batch: Batch, settings: CriticConfig) -> Tensor:
    """Return the critic's loss: the larger of the plain and the clipped squared error, halved.

    A mean over the tokens that the policy wrote; scalar, with gradient.

    Args:
        values: [M] the critic's values now.
        batch: With values at sampling, targets and weights.
        settings: `clip` bounds the distance to the value at sampling.
    """
    assert batch.value is not None
    assert batch.returns is not None
    near = batch.value + (values - batch.value).clamp(-settings.clip, settings.clip)
    error = torch.maximum((values - batch.returns).square(), (near - batch.returns).square())
    return settings.weight * (error * batch.bonus).sum() / 2
