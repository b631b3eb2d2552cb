"""Optimiser steps on a batch: in mini-batches of whole groups, each in parts of any size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from rewardkit.grpo import parallel
from rewardkit.grpo.config.model import GrpoConfig
from rewardkit.grpo.objective.critic import Critic, value_loss
from rewardkit.grpo.objective.loss import policy_loss, weighted_batch
from rewardkit.grpo.objective.optim import clipped_step
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Batch, group_runs, in_shares, own_share
from rewardkit.grpo.rollout.forward import logprobs_of, written_outputs


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
    loss = norm = 0.0
    sums: dict[str, float] = {}
    skipped = True
    for _ in range(config.epochs):
        sums = {}
        loss = 0.0
        for some, rows in mini_batches(batch, trained, config.updates):
            some = weighted_batch(some, rows, config.loss, config.rollout.max_new_tokens)
            learns = pulls(some, config)
            with torch.set_grad_enabled(learns):
                part_loss, part_sums = accumulate(policy, own_share(some), config, critic)
            part_loss, part_sums = over_processes(part_loss, part_sums)
            if learns:
                parallel.sum_gradients(
                    one for group in optimizer.param_groups for one in group["params"]
                )
                norm = clipped_step(optimizer, config.optim.clip_norm)
                skipped = False
            loss += part_loss / config.updates
            sums = added(sums, part_sums)
        if skipped:
            break
    tokens = max(1.0, sums["tokens"])
    return UpdateMetrics(
        loss=loss,
        grad_norm=norm,
        kl=None if batch.reference is None else sums["kl"] / tokens,
        entropy=sums["entropy"] / tokens,
        clip_low=sums["clip_low"] / tokens,
        clip_high=sums["clip_high"] / tokens,
        ratio_max=sums["ratio_max"],
        tokens=int(sums["tokens"]),
        skipped=skipped,
        value_loss=sums.get("value_loss", 0.0) / config.updates if critic is not None else None,
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
) -> tuple[float, dict[str, float]]:
    """Add the gradient of a weighted batch, part by part; returns loss and sums.

    The weight of every token was fixed on the whole first, so the gradient does not depend on the
    size of the parts.
    """
    shaping = None if config.traces is None else config.traces.shaping
    whole_groups = config.loss.kind == "gvpo"
    loss, sums = 0.0, dict[str, float]()
    for part in batch.parts(config.micro_batch, whole_groups=whole_groups):
        outputs = written_outputs(policy, part, config.loss.head)
        terms = policy_loss(outputs, part, config.loss, shaping, config.rollout.temperature)
        if torch.is_grad_enabled():
            terms.loss.backward()  # type: ignore[no-untyped-call]
        loss += float(terms.loss.detach())
        sums = added(sums, terms.sums)
        if critic is not None and config.critic is not None:
            error = value_loss(critic(part), part, config.critic)
            if torch.is_grad_enabled():
                error.backward()  # type: ignore[no-untyped-call]
            sums = added(sums, {"value_loss": float(error.detach())})
    return loss, sums


def over_processes(loss: float, sums: dict[str, float]) -> tuple[float, dict[str, float]]:
    """Add up the loss and the sums of all processes."""
    total, every = 0.0, dict[str, float]()
    for part_loss, part_sums in parallel.gathered(lambda: (loss, sums)):
        total += part_loss
        every = added(every, part_sums)
    return total, every


def added(sums: dict[str, float], more: dict[str, float]) -> dict[str, float]:
    """Add sums by name; `ratio_max` is the larger of both."""
    both = dict(sums)
    for name, value in more.items():
        known = sums.get(name, 0.0)
        both[name] = max(known, value) if name == "ratio_max" else known + value
    return both
