"""Optimiser steps on a batch: in mini-batches of whole groups, each in parts of any size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from rewardkit.grpo import parallel
from rewardkit.grpo.config import GrpoConfig, OptimConfig
from rewardkit.grpo.objective.critic import Critic, value_loss
from rewardkit.grpo.objective.loss import policy_loss, weighted_batch
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Batch, group_runs, in_shares, own_share
from rewardkit.grpo.rollout.forward import logprobs_of, written_outputs

# What a process adds that has no rows of a mini-batch.
_NOTHING = {"loss": 0.0, "tokens": 0.0, "ratio_max": 0.0}


@dataclass(frozen=True, slots=True)
class UpdateMetrics:
    """Metrics of the updates of a batch; averages are over the policy's own trained tokens."""

    loss: float
    grad_norm: float
    kl: float | None
    """Mean KL estimate to the reference; None when no reference is loaded."""
    entropy: float
    clip_low: float
    """Share of tokens whose ratio fell below 1 - eps_low with a negative advantage."""
    clip_high: float
    """Share of tokens whose ratio rose above 1 + eps_high with a positive advantage."""
    ratio_max: float
    tokens: int
    skipped: bool
    """True when nothing in the batch could be learnt from; the weights are untouched."""
    value_loss: float | None = None
    """Loss of the critic, if there is one."""


@torch.no_grad()
def look(policy: Policy, batch: Batch, config: GrpoConfig) -> Tensor:
    """Return the log-probability [M] that a (frozen) policy gives to the written tokens."""

    def logprobs(part: Batch) -> Tensor:
        outputs = written_outputs(policy, part, config.loss.head)
        return logprobs_of(outputs, part.ids, config.rollout.temperature)

    return in_shares(batch, config.micro_batch, logprobs)


def update(
    policy: Policy,
    optimizer: torch.optim.Optimizer,
    batch: Batch,
    trained: Tensor,
    config: GrpoConfig,
    critic: Critic | None = None,
) -> UpdateMetrics:
    """Improve the policy on one batch: `epochs` passes of `updates` optimiser steps.

    Args:
        policy: The policy to train.
        optimizer: With its learning rate already set.
        batch: With advantages, and log-probabilities under the reference where there is one.
        trained: Bool [N]: rows that count in the loss and in its normaliser.
        config: Loss, aggregation, mini-batches, size of parts.
        critic: Learns beside the policy; the batch then has values and returns.
    """
    norm, skipped = 0.0, True
    total: dict[str, float] = {}
    for _ in range(config.epochs):
        found = []
        for some, rows in mini_batches(batch, trained, config.updates):
            some = weighted_batch(some, rows, config.loss, config.rollout.max_new_tokens)
            learns = pulls(some, config)
            with torch.set_grad_enabled(learns):
                own = accumulate(policy, own_share(some), config, critic)
            sums = summed(parallel.gathered(own.copy))
            if learns:
                parallel.sum_gradients(
                    one for group in optimizer.param_groups for one in group["params"]
                )
                norm = clipped_step(optimizer, config.optim.clip_norm)
                skipped = False
            found.append(sums | {"loss": sums["loss"] / config.updates})
        total = summed(found)
        if skipped:
            break
    tokens = max(1.0, total["tokens"])
    return UpdateMetrics(
        loss=total["loss"],
        grad_norm=norm,
        kl=None if batch.reference is None else total["kl"] / tokens,
        entropy=total["entropy"] / tokens,
        clip_low=total["clip_low"] / tokens,
        clip_high=total["clip_high"] / tokens,
        ratio_max=total["ratio_max"],
        tokens=int(total["tokens"]),
        skipped=skipped,
        value_loss=None if critic is None else total["value_loss"] / config.updates,
    )


def mini_batches(batch: Batch, trained: Tensor, count: int) -> Iterator[tuple[Batch, Tensor]]:
    """Cut a batch and the mask of its trained rows into `count` runs of whole groups."""
    if count == 1:
        yield batch, trained
        return
    for rows in group_runs(batch, count):
        if rows.stop > rows.start:
            yield batch.part(rows.start, rows.stop), trained[rows]


def pulls(batch: Batch, config: GrpoConfig) -> bool:
    """Return True if something in a weighted batch can be learnt from."""
    weighs = batch.weight > 0
    if not bool(weighs.any()):
        return False
    wanted = bool((batch.advantage[weighs] != 0).any())
    wanted = wanted or config.critic is not None
    return wanted or config.loss.beta > 0.0 or config.loss.entropy != 0.0


def accumulate(
    policy: Policy, batch: Batch, config: GrpoConfig, critic: Critic | None = None
) -> dict[str, float]:
    """Add the gradient of a weighted batch, part by part; returns the loss and other sums.

    The weight of every token was fixed on the whole first, so the gradient does not depend on the
    size of the parts.
    """
    shaping = None if config.traces is None else config.traces.shaping
    found = [_NOTHING]
    for part in batch.parts(config.micro_batch, whole_groups=config.loss.kind == "gvpo"):
        outputs = written_outputs(policy, part, config.loss.head)
        terms = policy_loss(outputs, part, config.loss, shaping, config.rollout.temperature)
        sums = terms.sums | {"loss": _backward(terms.loss)}
        if critic is not None and config.critic is not None:
            sums["value_loss"] = _backward(value_loss(critic(part), part, config.critic))
        found.append(sums)
    return summed(found)


def _backward(loss: Tensor) -> float:
    if torch.is_grad_enabled():
        loss.backward()  # type: ignore[no-untyped-call]
    return float(loss.detach())


def summed(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Add numbers by name; `ratio_max` is the largest.

    Example:
        >>> summed([{"loss": 1.0, "ratio_max": 2.0}, {"loss": 0.5, "ratio_max": 1.0}])
        {'loss': 1.5, 'ratio_max': 2.0}
    """
    total: dict[str, float] = {}
    for part in parts:
        for name, value in part.items():
            known = total.get(name, 0.0)
            total[name] = max(known, value) if name == "ratio_max" else known + value
    return total


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
        groups, lr=config.lr, betas=config.betas, weight_decay=config.weight_decay
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
