"""One optimisation step on a batch of rollouts, in micro-batches of any size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from rewardkit.grpo.config.model import GrpoConfig
from rewardkit.grpo.objective.loss import Foreign, policy_loss, token_logprobs, token_weights
from rewardkit.grpo.objective.optim import clipped_step
from rewardkit.grpo.policy.batch import completion_logits
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.generate import Rollouts


@dataclass(frozen=True, slots=True)
class UpdateMetrics:
    """Metrics of one update; averages are over the policy's own trained tokens."""

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


def cut(rows: int, micro_batch: int | None) -> Iterator[slice]:
    """Cut a batch into slices of at most `micro_batch` rows.

    Example:
        >>> list(cut(5, 2))
        [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    size = micro_batch or rows
    for start in range(0, rows, size):
        yield slice(start, min(start + size, rows))


@torch.no_grad()
def logprobs_of(
    policy: Policy, rollouts: Rollouts, temperature: float, micro_batch: int | None
) -> Tensor:
    """Return the log-probability [N, T] that a (frozen) policy gives to sampled tokens."""
    batch = rollouts.tokens
    parts = []
    for rows in cut(len(batch.ids), micro_batch):
        part = batch.rows(rows)
        logits = completion_logits(policy, part) / temperature
        parts.append(token_logprobs(logits, part.ids))
    return torch.cat(parts)


def update(
    policy: Policy,
    reference: Policy | None,
    optimizer: torch.optim.Optimizer,
    rollouts: Rollouts,
    advantages: Tensor,
    trained: Tensor,
    config: GrpoConfig,
) -> UpdateMetrics:
    """Improve the policy on one batch: `config.epochs` optimiser steps, each on all of it.

    Args:
        policy: The policy to train.
        reference: The frozen reference policy, or None.
        optimizer: With its learning rate already set.
        rollouts: N completions.
        advantages: [N].
        trained: Bool [N]: rows that count in the loss and in its normaliser.
        config: Loss, aggregation, micro-batch size.
    """
    trained = trained.to(policy.device)
    mask = rollouts.tokens.mask & trained[:, None]
    pulls = bool((advantages[trained.cpu()] != 0).any())
    pulls = pulls or config.loss.beta > 0.0 or config.loss.entropy != 0.0
    reference_logprobs = None
    if reference is not None:
        reference_logprobs = logprobs_of(
            reference, rollouts, config.rollout.temperature, config.micro_batch
        )
    skipped = not (pulls and bool(mask.any()))
    sums: dict[str, float] = {}
    loss = norm = 0.0
    for _ in range(config.epochs):
        with torch.set_grad_enabled(not skipped):
            loss, sums = accumulate(policy, rollouts, mask, advantages, reference_logprobs, config)
        if skipped:
            break
        norm = clipped_step(optimizer, config.optim.clip_norm)
    tokens = max(1.0, sums["tokens"])
    return UpdateMetrics(
        loss=loss,
        grad_norm=norm,
        kl=None if reference is None else sums["kl"] / tokens,
        entropy=sums["entropy"] / tokens,
        clip_low=sums["clip_low"] / tokens,
        clip_high=sums["clip_high"] / tokens,
        ratio_max=sums["ratio_max"],
        tokens=int(sums["tokens"]),
        skipped=skipped,
    )


def accumulate(
    policy: Policy,
    rollouts: Rollouts,
    mask: Tensor,
    advantages: Tensor,
    reference_logprobs: Tensor | None,
    config: GrpoConfig,
) -> tuple[float, dict[str, float]]:
    """Add the gradient of the whole batch, micro-batch by micro-batch; returns loss and sums.

    The weight of every token is fixed on the whole batch first, so the gradient does not depend on
    the size of micro-batches.
    """
    batch = rollouts.tokens
    advantages = advantages.to(policy.device)
    weights = token_weights(mask, config.loss.aggregate, config.rollout.max_new_tokens)
    foreign = None if rollouts.foreign is None else rollouts.foreign.to(policy.device)
    shaping = None if config.traces is None else config.traces.shaping
    loss, sums = 0.0, dict[str, float]()
    for rows in cut(len(batch.ids), config.micro_batch):
        part = batch.rows(rows)
        terms = policy_loss(
            logits=completion_logits(policy, part) / config.rollout.temperature,
            ids=part.ids,
            mask=mask[rows],
            weights=weights[rows],
            old=rollouts.logprobs[rows],
            reference=None if reference_logprobs is None else reference_logprobs[rows],
            advantages=advantages[rows],
            config=config.loss,
            foreign=None if foreign is None else Foreign(foreign[rows], shaping),
        )
        if torch.is_grad_enabled():
            terms.loss.backward()  # type: ignore[no-untyped-call]
        loss += float(terms.loss.detach())
        for name, value in terms.sums.items():
            known = sums.get(name, 0.0)
            sums[name] = max(known, value) if name == "ratio_max" else known + value
    return loss, sums
