"""One step of training, from problems to weights: the room to read first.

pose -> roll -> score -> pack -> look -> advantages -> weights -> loss -> step
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import torch
from torch import Tensor

from rewardkit.grpo.config import GrpoConfig
from rewardkit.grpo.groups import Groups, Source, advantages_of, sample_groups, trained_rows
from rewardkit.grpo.objective.advantage import Advantages, step_advantages
from rewardkit.grpo.objective.critic import Critic, with_values
from rewardkit.grpo.objective.loss import adapted, sampled_entropy
from rewardkit.grpo.objective.update import UpdateMetrics, look, update
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Batch, pack
from rewardkit.grpo.rollout.engine import InProcess
from rewardkit.grpo.rollout.scoring import reward_column


@dataclass
class Learner:
    """The weights that learn, and what they are compared with."""

    policy: Policy
    optimizer: torch.optim.Optimizer
    reference: Policy | None = None
    """The frozen policy to which the KL is measured."""
    critic: Critic | None = None
    """Judges tokens where the method is PPO."""
    entropy_weight: float | None = None
    """Of the next batch, where it adapts; None before the first."""


@dataclass(frozen=True, slots=True)
class Step:
    """The outcome of one step."""

    groups: Groups
    sampled: int
    """The number of groups sampled; more than there are where some were replaced."""
    advantages: Advantages
    entropy_weight: float
    metrics: UpdateMetrics
    sampler_gap: float | None = None
    """Mean distance of log-probabilities between an engine and the policy; None for the policy."""
    push_ms: float | None = None
    """Milliseconds until such an engine had the new weights."""


def take_step(learner: Learner, source: Source, config: GrpoConfig, origin: str) -> Step:
    """Take one step; the learning rate has been set.

    Args:
        learner: Changes: its weights, the state of its optimiser, its entropy weight.
        source: Its random generators advance.
        config: The reinforcement stage.
        origin: The position in the run, from which each completion has its `draw`.
    """
    policy, gap, push = learner.policy, None, None
    apart = source.engine is not None and not isinstance(source.engine, InProcess)
    # Pose, roll, score; then all rows one after the other, without padding.
    groups, sampled = sample_groups(policy, source, config, origin)
    batch = pack(groups.rollouts, groups.numbers, policy.device)
    # Look: the log-probabilities of the policy itself, if it did not sample, and of the reference.
    if apart:
        batch, gap = corrected(policy, batch, config)
    if learner.reference is not None:
        batch = batch.with_columns(reference=look(learner.reference, batch, config))
    # One advantage a token: that of its row in its group, or of its steps, or by the critic.
    advantages = advantages_of(groups, source, config, policy.device)
    trained = trained_rows(groups, advantages, config).to(policy.device)
    worth = advantages.values.to(policy.device)[batch.row]
    if config.advantage.steps:
        decode = policy.tokenizer.decode
        worth = step_advantages(groups.rollouts, groups.breakdowns, batch, config.advantage, decode)
    batch = batch.with_columns(advantage=worth)
    if learner.critic is not None:
        rewards = reward_column(groups.breakdowns).to(policy.device)
        batch = with_values(learner.critic, batch, rewards, trained, config)
    # Weights, loss, step.
    config = with_entropy_weight(learner, batch, trained, config)
    metrics = update(policy, learner.optimizer, batch, trained, config, learner.critic)
    if source.engine is not None:
        start = perf_counter()
        source.engine.take(policy.model.named_parameters())
        push = 1e3 * (perf_counter() - start) if apart else None
    return Step(groups, sampled, advantages, config.loss.entropy, metrics, gap, push)


def corrected(policy: Policy, batch: Batch, config: GrpoConfig) -> tuple[Batch, float]:
    """Return the batch with the policy's own log-probabilities, and the engine's distance to them.

    A token weighs exp(lp - engine's), at most `rollout.correction` (truncated importance sampling).
    """
    own = look(policy, batch, config)
    difference = torch.where(batch.foreign, 0.0, own - batch.old)
    weight = difference.exp().clamp(max=config.rollout.correction)
    old = torch.where(batch.foreign, batch.old, own)
    count = max(1, int((~batch.foreign).sum()))
    gap = float(difference.abs().sum()) / count
    return batch.with_columns(old=old, correction=weight), gap


def with_entropy_weight(
    learner: Learner, batch: Batch, trained: Tensor, config: GrpoConfig
) -> GrpoConfig:
    """Return the config with the entropy-bonus weight adapted to this batch."""
    mask = trained[batch.row] & ~batch.foreign
    if config.loss.entropy_target is None or not bool(mask.any()):
        return config
    entropy = sampled_entropy(batch.old, mask)
    bonus = adapted(learner.entropy_weight, entropy, config.loss)
    learner.entropy_weight = bonus.carried
    loss = config.loss.model_copy(update={"entropy": bonus.weight})
    return config.model_copy(update={"loss": loss})
