from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from rewardkit.grpo.config import GrpoConfig, OptimConfig, RolloutConfig
from rewardkit.grpo.objective.loss import weighted_batch
from rewardkit.grpo.objective.update import (
    UpdateMetrics,
    accumulate,
    look,
    make_optimizer,
    mini_batches,
    update,
)
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Batch, Rollout, pack

ROWS = 12
EVERY = torch.ones(ROWS, dtype=torch.bool)
GROUPS = [row // 4 for row in range(ROWS)]
Roll = Callable[..., list[Rollout]]


def settings(**grpo: Any) -> GrpoConfig:
    return GrpoConfig.model_validate(
        {"rollout": RolloutConfig(max_new_tokens=8), "optim": OptimConfig(lr=1e-2), **grpo}
    )


def spread(rollouts: list[Rollout]) -> Batch:
    batch = pack(rollouts, GROUPS)
    assert len(set(batch.lengths.tolist())) > 2, "the rows must differ in length"
    return batch.with_columns(advantage=torch.linspace(-1.5, 2.0, ROWS)[batch.row])


def gradient(policy: Policy, batch: Batch, config: GrpoConfig) -> Tensor:
    """The gradient of a weighted batch, as one vector."""
    policy.model.zero_grad()
    accumulate(policy, batch, config)
    return torch.cat([p.grad.flatten() for p in policy.model.parameters()])


@pytest.mark.parametrize(
    "loss",
    [
        *({"aggregate": one} for one in ("token", "sequence", "constant")),
        {"ratio": "sequence", "aggregate": "sequence"},
        {"kind": "cispo"},
        {"kind": "gmpo", "aggregate": "sequence"},
        {"kind": "gvpo"},
        {"delta": 1.5, "kl_is": True},
    ],
)
def test_the_gradient_is_the_same_for_any_cut_into_micro_batches(
    make_small: Callable[[int], Policy], roll_three: Roll, loss: dict[str, Any]
) -> None:
    sampler, policy, reference = make_small(0), make_small(0), make_small(1)
    with torch.no_grad():  # off the sampling policy, so that ratios and clipping matter
        for parameter in policy.model.parameters():
            parameter.mul_(1.05)
    mode = "centre" if loss.get("kind") == "gvpo" else "zscore"
    config = settings(loss={**loss, "beta": 0.1, "entropy": 0.01}, advantage={"mode": mode})
    batch = spread(roll_three(sampler))
    batch = batch.with_columns(reference=look(reference, batch, config))
    batch = weighted_batch(batch, EVERY, config.loss, 8)
    # 5 cuts twelve rows into 5, 5 and 2: parts of unequal size and unequal tokens.
    whole, *parts = (
        gradient(policy, batch, config.model_copy(update={"micro_batch": size}))
        for size in (None, 1, 5, 6, 100)
    )
    assert whole.abs().max() > 1e-3
    for part in parts:
        assert torch.allclose(part, whole, rtol=1e-4, atol=1e-6)


def test_dividing_by_the_tokens_at_hand_would_have_been_noticed(
    small: Policy, roll_three: Roll
) -> None:
    batch, config = spread(roll_three(small)), settings()
    whole = gradient(small, weighted_batch(batch, EVERY, config.loss, 8), config)
    naive = torch.zeros_like(whole)
    for part in batch.parts(5):
        weighed = weighted_batch(part, EVERY[: part.rows], config.loss, 8)
        naive += gradient(small, weighed, config) * part.rows / ROWS
    assert not torch.allclose(naive, whole, rtol=1e-2, atol=1e-4)


def step(
    policy: Policy,
    rollouts: list[Rollout],
    advantages: Tensor,
    trained: Tensor = EVERY,
    **grpo: Any,
) -> tuple[list[Tensor], UpdateMetrics]:
    config = settings(**grpo)
    batch = pack(rollouts, GROUPS)
    before = [p.detach().clone() for p in policy.model.parameters()]
    optimizer = make_optimizer(policy.model.parameters(), config.optim)
    batch = batch.with_columns(advantage=advantages[batch.row])
    metrics = update(policy, optimizer, batch, trained, config)
    return [a - b for a, b in zip(policy.model.parameters(), before, strict=True)], metrics


def test_a_batch_without_any_preference_leaves_the_weights_exactly_alone(
    small: Policy, roll_three: Roll
) -> None:
    moved, metrics = step(small, roll_three(small), torch.zeros(ROWS))
    assert all(not change.any() for change in moved)
    assert metrics.skipped


def test_a_batch_in_which_nothing_was_scored_leaves_the_weights_exactly_alone(
    small: Policy, roll_three: Roll
) -> None:
    moved, metrics = step(small, roll_three(small), torch.ones(ROWS), ~EVERY)
    assert all(not change.any() for change in moved)
    assert metrics.tokens == 0


def test_rows_that_are_not_trained_do_not_pull(
    make_small: Callable[[int], Policy], roll_three: Roll
) -> None:
    trained = torch.arange(ROWS) < 6
    advantages = torch.linspace(-1, 1, ROWS)
    louder = torch.where(trained, advantages, 100.0 * advantages)
    first, second = (
        step(make_small(0), roll_three(make_small(0)), one, trained)[0]
        for one in (advantages, louder)
    )
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))


def test_later_epochs_and_later_mini_batches_see_ratios_away_from_one(
    small: Policy, roll_three: Roll
) -> None:
    advantages, rollouts = torch.linspace(-2, 2, ROWS), roll_three(small)
    _, once = step(copy.deepcopy(small), rollouts, advantages)
    _, often = step(copy.deepcopy(small), rollouts, advantages, epochs=4)
    _, cut = step(copy.deepcopy(small), rollouts, advantages, updates=3)
    assert once.ratio_max == pytest.approx(1.0, abs=1e-4)
    assert often.ratio_max > 1.05
    assert often.clip_high > 0
    assert cut.ratio_max > 1.01
    assert once.tokens == cut.tokens


@pytest.mark.parametrize("updates", [1, 2, 3])
def test_mini_batches_hold_whole_groups_and_every_row_once(
    small: Policy, roll_three: Roll, updates: int
) -> None:
    batch = spread(roll_three(small))
    found = list(mini_batches(batch, torch.arange(ROWS), updates))
    assert len(found) == updates
    assert torch.cat([rows for _, rows in found]).tolist() == list(range(ROWS))
    for some, rows in found:
        assert torch.equal(some.group, batch.group[rows])
    groups = [set(some.group.tolist()) for some, _ in found]
    assert len(set.union(*groups)) == sum(map(len, groups))


def test_mini_batches_are_optimiser_steps_of_their_own(
    make_small: Callable[[int], Policy], roll_three: Roll
) -> None:
    rollouts = roll_three(make_small(0))
    advantages = torch.linspace(-2, 2, ROWS)
    cut, _ = step(make_small(0), rollouts, advantages, updates=3)
    policy, config = make_small(0), settings()
    before = [p.detach().clone() for p in policy.model.parameters()]
    optimizer = make_optimizer(policy.model.parameters(), config.optim)
    batch = pack(rollouts, GROUPS)
    batch = batch.with_columns(advantage=advantages[batch.row])
    for group in range(3):
        some = batch.part(4 * group, 4 * group + 4)
        update(policy, optimizer, some, EVERY[:4], config)
    moved = [a - b for a, b in zip(policy.model.parameters(), before, strict=True)]
    assert all(torch.allclose(a, b, atol=1e-7) for a, b in zip(cut, moved, strict=True))


def test_what_is_rewarded_becomes_likelier(small: Policy, roll_three: Roll) -> None:
    rollouts, config = roll_three(small), settings()
    advantages = torch.where(torch.arange(ROWS) % 2 == 0, 1.0, -1.0)
    batch = pack(rollouts, GROUPS)
    step(small, rollouts, advantages)
    change = torch.zeros(ROWS).index_add(0, batch.row, look(small, batch, config) - batch.old)
    assert change[advantages > 0].mean() > change[advantages < 0].mean()
