"""A script for torchrun: some steps whose completions depend on the problem alone.

Reads a list of switches, and writes for each of them the losses and the weights at the end, to a
file for each process.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from rewardkit import reward
from rewardkit.grpo import parallel
from rewardkit.grpo.config import GrpoConfig, PolicyConfig, Sampling
from rewardkit.grpo.groups import Source, Traces
from rewardkit.grpo.objective.critic import Critic
from rewardkit.grpo.objective.update import make_optimizer, set_rate
from rewardkit.grpo.policy.model import Policy, frozen_copy, make_policy
from rewardkit.grpo.rollout.engine import InProcess, Written
from rewardkit.grpo.step import Learner, take_step
from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.tasks import make_task

SHAPE = PolicyConfig(hidden=16, layers=1, heads=2, head_dim=8, intermediate=16)


@dataclass(frozen=True, slots=True)
class Seeded(InProcess):
    """Samples the n-th completion of a prompt from a generator seeded by both."""

    def write(
        self, prompts: Sequence[Sequence[int]], sampling: Sampling, generator: object
    ) -> list[Written]:
        seen: dict[tuple[int, ...], int] = {}
        found = []
        for prompt in prompts:
            turn = seen[tuple(prompt)] = seen.get(tuple(prompt), 0) + 1
            seed = random.Random(f"{list(prompt)}/{turn}").getrandbits(60)
            own = torch.Generator().manual_seed(seed)
            found += InProcess(self.policy).write([prompt], sampling, own)
        return found


@reward(range=(0, 8))
def digits(completion: str) -> float:
    return float(min(8, sum(one.isdigit() for one in completion)))


def grpo_config(switches: dict[str, Any]) -> GrpoConfig:
    rollout = {"prompts": 5, "group": 4, **switches.pop("rollout", {})}
    optim = {"lr": 1e-3, "schedule": "constant", "warmup": 0}
    return GrpoConfig.model_validate({"rollout": rollout, "optim": optim, **switches})


def weights(policy: Policy) -> list[float]:
    return torch.cat([one.detach().flatten() for one in policy.model.parameters()]).tolist()


def steps(switches: dict[str, Any]) -> dict[str, Any]:
    config = grpo_config(switches)
    task = make_task(TaskConfig(digits=1, validation=10, heldout=30))
    policy = make_policy(SHAPE, task, 0)
    critic = None if config.critic is None else Critic(policy)
    optimizer = make_optimizer(
        policy.model.parameters(), config.optim, None if critic is None else critic.parameters()
    )
    learner = Learner(policy, optimizer, frozen_copy(policy), critic)
    traces = None if config.traces is None else Traces(task, config.traces)
    generator = torch.Generator()
    source = Source(task, digits, traces, random.Random(1), generator, Seeded(policy))
    start = weights(policy)
    taken = []
    for number in range(5):
        set_rate(optimizer, config.optim.lr)
        taken.append(take_step(learner, source, config, str(number)).metrics)
    return {
        "start": start,
        "weights": weights(policy),
        "loss": [one.loss for one in taken],
        "grad_norm": [one.grad_norm for one in taken],
        "tokens": [one.tokens for one in taken],
    }


with parallel.joined("cpu"):
    torch.set_num_threads(1)
    found = [steps(one) for one in json.loads(Path(sys.argv[1]).read_text())]
    Path(f"found-{parallel.rank()}-of-{parallel.size()}.json").write_text(json.dumps(found))
