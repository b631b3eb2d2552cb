from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from rewardkit.grpo.config.model import GrpoConfig, LossConfig, OptimConfig, RolloutConfig
from rewardkit.grpo.objective.optim import make_optimizer
from rewardkit.grpo.objective.update import UpdateMetrics, accumulate, cut, logprobs_of, update
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.generate import Rollouts, generate

ROWS = 12
ROLLOUT = RolloutConfig(max_new_tokens=8)


def roll(policy: Policy, rows: int = ROWS) -> Rollouts:
    prompts = ["1+1=", "9+9=", "3+4="] * (rows // 3)
    generator = torch.Generator().manual_seed(0)
    rollouts = generate(policy, prompts, max_new_tokens=8, generator=generator)
    assert len(set(rollouts.lengths.tolist())) > 2, "the rows must differ in length"
    return rollouts


def gradient(
    policy: Policy, rollouts: Rollouts, config: GrpoConfig, reference: Policy | None
) -> Tensor:
    """The gradient of the whole batch, as one vector."""
    advantages = torch.linspace(-1.5, 2.0, len(rollouts.texts))
    ref = None if reference is None else logprobs_of(reference, rollouts, 1.0, config.micro_batch)
    policy.model.zero_grad()
    accumulate(policy, rollouts, rollouts.tokens.mask, advantages, ref, config)
    return torch.cat([p.grad.flatten() for p in policy.model.parameters()])


@pytest.mark.parametrize("aggregate", ["token", "sequence", "constant"])
@pytest.mark.parametrize("ratio", ["token", "sequence"])
def test_the_gradient_is_the_same_for_any_cut_into_micro_batches(
    make_small: Callable[[int], Policy], aggregate: str, ratio: str
) -> None:
    sampler, policy, reference = make_small(0), make_small(0), make_small(1)
    with torch.no_grad():  # off the sampling policy, so that ratios and clipping matter
        for parameter in policy.model.parameters():
            parameter.mul_(1.05)
    rollouts = roll(sampler)
    loss = LossConfig.model_validate(
        {"aggregate": aggregate, "ratio": ratio, "beta": 0.1, "entropy": 0.01}
    )
    # 5 cuts twelve rows into 5, 5 and 2: parts of unequal size and unequal tokens.
    whole, *parts = (
        gradient(
            policy, rollouts, GrpoConfig(micro_batch=size, loss=loss, rollout=ROLLOUT), reference
        )
        for size in (None, 1, 5, 6, 100)
    )
    assert whole.abs().max() > 1e-3
    for part in parts:
        assert torch.allclose(part, whole, rtol=1e-4, atol=1e-6)


def test_dividing_by_the_tokens_at_hand_would_have_been_noticed(small: Policy) -> None:
    rollouts = roll(small)
    config = GrpoConfig(rollout=ROLLOUT)
    whole = gradient(small, rollouts, config, None)
    naive = torch.zeros_like(whole)
    for rows in cut(ROWS, 5):
        tokens = rollouts.tokens.rows(rows)
        part = Rollouts(
            tokens, rollouts.logprobs[rows], rollouts.texts[rows], rollouts.finish[rows]
        )
        small.model.zero_grad()
        advantages = torch.linspace(-1.5, 2.0, ROWS)[rows]
        accumulate(small, part, tokens.mask, advantages, None, config)
        grads = torch.cat([p.grad.flatten() for p in small.model.parameters()])
        naive += grads * (rows.stop - rows.start) / ROWS
    assert not torch.allclose(naive, whole, rtol=1e-2, atol=1e-4)


def step(
    policy: Policy, advantages: Tensor, trained: Tensor, epochs: int = 1
) -> tuple[list[Tensor], UpdateMetrics]:
    config = GrpoConfig(rollout=ROLLOUT, optim=OptimConfig(lr=1e-2), epochs=epochs)
    rollouts = roll(policy)
    before = [p.detach().clone() for p in policy.model.parameters()]
    optimizer = make_optimizer(policy.model.parameters(), config.optim)
    metrics = update(policy, None, optimizer, rollouts, advantages, trained, config)
    moved = [a - b for a, b in zip(policy.model.parameters(), before, strict=True)]
    return moved, metrics


def test_a_batch_without_any_preference_leaves_the_weights_exactly_alone(small: Policy) -> None:
    moved, metrics = step(small, torch.zeros(ROWS), torch.ones(ROWS, dtype=torch.bool))
    assert all(not change.any() for change in moved)
    assert metrics.skipped


def test_a_batch_in_which_nothing_was_scored_leaves_the_weights_exactly_alone(
    small: Policy,
) -> None:
    moved, metrics = step(small, torch.ones(ROWS), torch.zeros(ROWS, dtype=torch.bool))
    assert all(not change.any() for change in moved)
    assert metrics.tokens == 0


def test_rows_that_are_not_trained_do_not_pull(make_small: Callable[[int], Policy]) -> None:
    trained = torch.arange(ROWS) < 6
    advantages = torch.linspace(-1, 1, ROWS)
    louder = torch.where(trained, advantages, 100.0 * advantages)
    first, _ = step(make_small(0), advantages, trained)
    second, _ = step(make_small(0), louder, trained)
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))


def test_later_epochs_see_ratios_away_from_one(small: Policy) -> None:
    advantages = torch.linspace(-2, 2, ROWS)
    everything = torch.ones(ROWS, dtype=torch.bool)
    _, once = step(copy.deepcopy(small), advantages, everything)
    _, often = step(copy.deepcopy(small), advantages, everything, epochs=4)
    assert once.ratio_max == pytest.approx(1.0, abs=1e-4)
    assert often.ratio_max > 1.05
    assert often.clip_high > 0


def test_what_is_rewarded_becomes_likelier(small: Policy) -> None:
    rollouts = roll(small)
    advantages = torch.where(torch.arange(ROWS) % 2 == 0, 1.0, -1.0)
    config = GrpoConfig(rollout=ROLLOUT, optim=OptimConfig(lr=1e-2))
    optimizer = make_optimizer(small.model.parameters(), config.optim)
    everything = torch.ones(ROWS, dtype=torch.bool)
    update(small, None, optimizer, rollouts, advantages, everything, config)
    change = (
        (logprobs_of(small, rollouts, 1.0, None) - rollouts.logprobs) * rollouts.tokens.mask
    ).sum(1)
    assert change[advantages > 0].mean() > change[advantages < 0].mean()
