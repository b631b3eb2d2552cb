"""Advantages of tokens, the loss of the critic, and PPO in the loop."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from rewardkit.grpo.config import CriticConfig, GrpoConfig, OptimConfig
from rewardkit.grpo.objective.critic import Critic, token_rewards, value_loss, with_values
from rewardkit.grpo.objective.loss import weighted_batch
from rewardkit.grpo.objective.update import accumulate, make_optimizer, set_rate, update
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Batch, Rollout, Segment, pack

Roll = Callable[..., list[Rollout]]


def rows_of(*lengths: int) -> Batch:
    rows = [
        Rollout((Segment((1,), "read"), Segment((2,) * n, "wrote", (0.0,) * n)), "", "eos")
        for n in lengths
    ]
    return pack(rows, range(len(rows)))


def test_the_score_stands_on_the_last_token_and_every_token_pays_for_its_distance() -> None:
    batch = rows_of(3, 1)
    plain = token_rewards(batch, torch.tensor([1.0, -2.0]), 0.0)
    assert plain.tolist() == [0.0, 0.0, 1.0, -2.0]
    batch = batch.with_columns(
        old=torch.tensor([-1.0, -1.0, -1.0, -3.0]), reference=torch.tensor([-2.0, -1.0, -1.5, -1.0])
    )
    shaped = token_rewards(batch, torch.tensor([1.0, -2.0]), 0.1)
    assert shaped.tolist() == pytest.approx([-0.1, 0.0, 0.95, -1.8])


def test_messages_in_between_are_no_steps() -> None:
    row = Rollout(
        (
            Segment((1,), "read"),
            Segment((2, 3), "wrote", (0.0, 0.0)),
            Segment((4, 5, 6), "read"),
            Segment((7,), "wrote", (0.0,)),
        ),
        "",
        "eos",
    )
    batch = pack([row], [0])
    rewards = token_rewards(batch, torch.tensor([1.0]), 0.0)
    assert rewards.tolist() == [0.0, 0.0, 1.0]
    assert batch.lengths.tolist() == [3]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (0.1, (0.1 - 1.0) ** 2),  # within the bound
        (0.9, (0.2 - 1.0) ** 2),  # moved further than the bound: the larger error counts
        (-0.9, (-0.9 - 1.0) ** 2),
    ],
)
def test_the_value_loss_is_the_larger_of_two_errors(now: float, expected: float) -> None:
    one = torch.ones(1)
    batch = rows_of(1).with_columns(value=0.0 * one, returns=one, bonus=one)
    loss = value_loss(now * one, batch, CriticConfig(weight=0.5))
    assert float(loss) == pytest.approx(0.25 * expected)


CONFIG = GrpoConfig(critic=CriticConfig(lr=2.0), optim=OptimConfig(lr=1e-2))


def prepared(policy: Policy, critic: Critic, roll_three: Roll) -> tuple[Batch, Tensor]:
    batch = pack(roll_three(policy), [row // 4 for row in range(12)])
    everything = torch.ones(12, dtype=torch.bool)
    rewards = torch.linspace(-1, 1, 12)
    return with_values(critic, batch, rewards, everything, CONFIG), everything


def test_a_new_critic_knows_nothing_and_advantages_are_whitened(
    small: Policy, roll_three: Roll
) -> None:
    batch, _ = prepared(small, Critic(small), roll_three)
    assert batch.value is not None
    assert batch.value.abs().max() == 0
    assert float(batch.advantage.mean()) == pytest.approx(0.0, abs=1e-6)
    assert float(batch.advantage.std()) == pytest.approx(1.0, abs=1e-3)


def test_rows_without_a_reward_move_no_other_row(small: Policy, roll_three: Roll) -> None:
    critic, rollouts = Critic(small), roll_three(small)
    rewards = torch.linspace(-1, 1, 12)
    trained = torch.arange(12) != 5
    found = []
    for missing in (math.nan, 1e6):
        batch = pack(rollouts, [row // 4 for row in range(12)])
        rewards[5] = missing
        batch = with_values(critic, batch, rewards, trained, CONFIG)
        found.append(weighted_batch(batch, trained, CONFIG.loss, 8))
    assert torch.equal(found[0].advantage * found[0].weight, found[1].advantage * found[1].weight)


def test_the_gradient_is_the_same_for_any_cut_into_micro_batches(
    small: Policy, roll_three: Roll
) -> None:
    critic = Critic(small)
    torch.nn.init.normal_(critic.head.weight)
    batch, everything = prepared(small, critic, roll_three)
    batch = weighted_batch(batch, everything, CONFIG.loss, 8)
    gradients = []
    for size in (None, 1, 5):
        critic.zero_grad()
        accumulate(small, batch, CONFIG.model_copy(update={"micro_batch": size}), critic)
        found = [p.grad for p in critic.parameters()]
        gradients.append(torch.cat([g.flatten() for g in found if g is not None]))
    assert gradients[0].abs().max() > 1e-4
    for part in gradients[1:]:
        assert torch.allclose(part, gradients[0], rtol=1e-4, atol=1e-6)


def test_the_critic_learns_the_returns_at_a_rate_of_its_own(
    small: Policy, roll_three: Roll
) -> None:
    critic = Critic(small)
    optimizer = make_optimizer(small.model.parameters(), CONFIG.optim, critic.parameters(), 2.0)
    set_rate(optimizer, 1e-2)
    assert [group["lr"] for group in optimizer.param_groups] == [1e-2, 2e-2]
    losses = []
    for _ in range(12):
        batch, everything = prepared(small, critic, roll_three)
        found = update(small, optimizer, batch, everything, CONFIG, critic)
        losses.append(found.value_loss)
    assert losses[0] is not None
    assert losses[-1] is not None
    assert losses[-1] < 0.5 * losses[0]
