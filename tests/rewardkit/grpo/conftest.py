"""A task, a policy and a reward small enough to train inside a test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from rewardkit import Reward, reward
from rewardkit.grpo.config.model import PolicyConfig
from rewardkit.grpo.policy.model import Policy, make_policy
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
