"""A task, a policy and a reward small enough to train inside a test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from rewardkit import Reward, reward
from rewardkit.grpo.config import PolicyConfig, Sampling
from rewardkit.grpo.policy.model import Policy, make_policy
from rewardkit.grpo.rollout.batch import Rollout
from rewardkit.grpo.rollout.roll import roll
from rewardkit.tasks.arithmetic import make_sum
from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.problem import Task, read_answer
from rewardkit.tasks.tasks import make_task


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def sums() -> Task:
    return make_task(TaskConfig(digits=1, validation=10, heldout=30))


@pytest.fixture
def make_small(sums: Task) -> Callable[[int], Policy]:
    shape = PolicyConfig(hidden=16, layers=1, heads=2, head_dim=8, intermediate=16)
    return lambda seed: make_policy(shape, sums, seed)


@pytest.fixture
def small(make_small: Callable[[int], Policy]) -> Policy:
    return make_small(0)


@pytest.fixture
def closeness() -> Reward:
    @reward(range=(0, 1))
    def close(completion: str, answer: float) -> float:
        found = read_answer(completion)
        if found is None or not found.isdigit():
            return 0.0
        return 1.0 / (1.0 + abs(int(found) - answer))

    return close


@pytest.fixture
def roll_three(sums: Task) -> Callable[..., list[Rollout]]:
    """Sample the same number of completions of each of three problems, of unequal lengths."""

    def rolled(policy: Policy, group: int = 4, seed: int = 0, most: int = 8) -> list[Rollout]:
        asked = [make_sum(*pair, 1) for pair in ((1, 1), (9, 9), (3, 4)) for _ in range(group)]
        generator = torch.Generator().manual_seed(seed)
        return roll(policy, sums, asked, Sampling(max_new_tokens=most), generator)

    return rolled
