"""Rollouts of one turn and of several: what the policy wrote, and what it only read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch

from rewardkit.data.sample import Message
from rewardkit.grpo.config import GrpoConfig, OptimConfig, Sampling
from rewardkit.grpo.objective.update import look, make_optimizer, update
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Rollout, pack
from rewardkit.grpo.rollout.roll import roll
from rewardkit.tasks.problem import Problem, Task


class Asking:
    """Asks on until the policy has written a 7."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def reply(self, history: Sequence[Message]) -> str | None:
        return None if "7" in history[-1]["content"] else f"+{self.problem.answer}="


def several(sums: Task, turns: int = 3) -> Task:
    return replace(sums, environment=Asking, turns=turns)


def played(policy: Policy, task: Task, seed: int = 0, count: int = 24) -> list[Rollout]:
    generator = torch.Generator().manual_seed(seed)
    return roll(policy, task, task.train[:count], Sampling(max_new_tokens=4), generator)


def test_a_rollout_of_one_turn_is_a_prompt_and_a_completion(small: Policy, sums: Task) -> None:
    for one, problem in zip(played(small, sums), sums.train, strict=False):
        read, wrote = one.segments
        assert read.ids == tuple(small.tokenizer.encode(sums.prompt(problem)))
        assert (read.kind, wrote.kind) == ("read", "wrote")
        assert one.completion == small.tokenizer.decode(wrote.ids)


def test_turns_alternate_and_end_with_the_environment_the_limit_or_a_cut_message(
    small: Policy, sums: Task
) -> None:
    task = several(sums)
    rollouts = played(small, task)
    assert len({one.turns for one in rollouts}) == 3
    for one, problem in zip(rollouts, task.train, strict=False):
        kinds = [segment.kind for segment in one.segments]
        assert kinds == ["read", "wrote"] * one.turns
        assert isinstance(one.completion, tuple)
        said = [message["content"] for message in one.completion]
        assert said[1::2] == [f"+{problem.answer}="] * (one.turns - 1)
        assert not any("7" in text for text in said[:-1:2])
        assert one.turns == 3 or "7" in said[-1] or one.finish == "length"


def test_only_what_the_policy_wrote_is_in_the_loss(small: Policy, sums: Task) -> None:
    rollouts = played(small, several(sums))
    batch = pack(rollouts, range(len(rollouts)))
    written = [i for one in rollouts for s in one.segments if s.kind == "wrote" for i in s.ids]
    assert batch.ids.tolist() == written
    # The log-probability of each token is that after all that was read before it.
    again = look(small, batch, GrpoConfig())
    assert torch.allclose(again, batch.old, atol=1e-5)


def test_a_token_that_was_only_read_gets_no_gradient_of_its_own(small: Policy, sums: Task) -> None:
    """The embedding of a token that the environment alone says moves only as context."""
    rollouts = [one for one in played(small, several(sums)) if one.turns > 1]
    batch = pack(rollouts, range(len(rollouts)))
    config = GrpoConfig(optim=OptimConfig(lr=1e-2))
    optimizer = make_optimizer(small.model.parameters(), config.optim)
    batch = batch.with_columns(advantage=torch.ones_like(batch.old))
    before = look(small, batch, config).sum()
    update(small, optimizer, batch, torch.ones(batch.rows, dtype=torch.bool), config)
    assert look(small, batch, config).sum() > before


def test_the_same_chance_gives_the_same_conversation(small: Policy, sums: Task) -> None:
    task = several(sums)
    assert played(small, task, seed=5) == played(small, task, seed=5)
    assert played(small, task, seed=5) != played(small, task, seed=6)
    greedy = [roll(small, task, task.train[:6], Sampling(max_new_tokens=4), None) for _ in range(2)]
    assert greedy[0] == greedy[1]
