"""Adaptive entropy bonus: its weight is adapted to keep the entropy near a target.

At zero entropy exploration ends, and a bonus of constant weight is either too weak or makes the
policy random. Skywork-OR1 (He et al. 2025, arXiv:2505.22312, adaptive entropy control) moves the
weight by a fixed amount after each batch and switches the bonus off above the target.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from rewardkit.grpo.config.model import LossConfig


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
