"""AdamW, its learning rate as a plain function of the step, and one guarded step."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import torch

from rewardkit.grpo.config.model import OptimConfig


def make_optimizer(
    parameters: Iterable[torch.nn.Parameter],
    config: OptimConfig,
    critic: Iterable[torch.nn.Parameter] | None = None,
    share: float = 1.0,
) -> torch.optim.AdamW:
    """Return AdamW; its rate is set before each step by `set_rate`.

    Args:
        parameters: The policy's; frozen ones are left out.
        config: The settings.
        critic: The parameters of a critic, if there is one.
        share: Its learning rate, in shares of the policy's.
    """
    groups: list[dict[str, Any]] = [{"params": [one for one in parameters if one.requires_grad]}]
    if critic is not None:
        groups.append({"params": list(critic), "share": share})
    return torch.optim.AdamW(
        groups,
        lr=config.lr,
        betas=config.betas,
        weight_decay=config.weight_decay,
    )


def rate_at(step: int, steps: int, config: OptimConfig) -> float:
    """Return the learning rate of a step (0-based) among `steps`.

    A function of the step alone, so that resuming needs no scheduler state.

    Example:
        >>> config = OptimConfig(lr=1.0, lr_end=0.1, warmup=2)
        >>> [round(rate_at(step, 6, config), 3) for step in range(6)]
        [0.5, 1.0, 1.0, 0.775, 0.55, 0.325]
    """
    if step < config.warmup:
        return config.lr * (step + 1) / config.warmup
    if config.schedule == "constant":
        return config.lr
    done = (step - config.warmup) / max(1, steps - config.warmup)
    if config.schedule == "cosine":
        done = (1.0 - math.cos(math.pi * done)) / 2.0
    return config.lr + (config.lr_end - config.lr) * done


def set_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    """Set the learning rate of every parameter group; that of a critic is a share of it."""
    for group in optimizer.param_groups:
        group["lr"] = rate * float(group.get("share", 1.0))


def clipped_step(optimizer: torch.optim.Optimizer, clip_norm: float) -> float:
    """Clip the gradient, take one step, clear the gradient; returns the norm before clipping.

    Policy and critic are clipped each by itself; the norm is the policy's.

    Raises:
        FloatingPointError: The gradient is not finite; the weights are left as they were.
    """
    norms = [
        float(torch.nn.utils.clip_grad_norm_(group["params"], clip_norm))
        for group in optimizer.param_groups
    ]
    for norm in norms:
        if not math.isfinite(norm):
            raise FloatingPointError(f"the gradient norm is {norm}; the weights were not touched")
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return norms[0]
