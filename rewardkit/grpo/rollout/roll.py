"""Rollouts: the policy writes, the environment of the task answers, until there is nothing to say.

A task of one turn is the case without an environment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch

from rewardkit.data.sample import Message
from rewardkit.errors import SpecError, describe
from rewardkit.grpo.config import Sampling
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Rollout, Segment
from rewardkit.grpo.rollout.engine import Engine, Finish, InProcess
from rewardkit.tasks.problem import Problem, Task
from rewardkit.tasks.turns import Environment


def roll(
    policy: Policy,
    task: Task,
    problems: Sequence[Problem],
    sampling: Sampling,
    generator: torch.Generator | None,
    engine: Engine | None = None,
) -> list[Rollout]:
    """Return one rollout for each problem; repeat a problem to make a group.

    Args:
        policy: The policy.
        task: The task of the problems; its environment answers.
        problems: The problems.
        sampling: The settings, `max_new_tokens` for each message.
        generator: The source of randomness; None always takes the most likely token.
        engine: Writes in place of the policy itself.

    Returns:
        The rollouts. Where the task or its environment raised, one has a `failure`.
    """
    writer: Engine = InProcess(policy) if engine is None else engine
    episodes = [_Episode.start(policy, task, problem) for problem in problems]
    waiting = [episode for episode in episodes if episode.failure is None]
    for turn in range(1, task.turns + 1):
        if not waiting:
            break
        prompts = [episode.ids for episode in waiting]
        for episode, written in zip(
            waiting, writer.write(prompts, sampling, generator), strict=True
        ):
            text = policy.tokenizer.decode(written.ids)
            episode.said(Segment(written.ids, "wrote", written.logprobs), text, written.finish)
        if turn == task.turns:
            break
        waiting = [episode for episode in waiting if episode.answered(policy)]
    return [episode.rollout() for episode in episodes]


@dataclass
class _Episode:
    """A rollout that is being written."""

    environment: Environment | None
    history: list[Message]
    segments: list[Segment]
    ids: list[int] = field(default_factory=list)
    finish: Finish = "length"
    failure: str | None = None

    @classmethod
    def start(cls, policy: Policy, task: Task, problem: Problem) -> _Episode:
        try:
            return cls._opened(policy, task, problem)
        except SpecError:  # about the config, and so about every problem
            raise
        except Exception as error:  # noqa: BLE001 - a stranger's task: its problem is lost, not the run
            return cls(None, [], [], failure=f"problem {problem.prompt[:60]!r}: {describe(error)}")

    @classmethod
    def _opened(cls, policy: Policy, task: Task, problem: Problem) -> _Episode:
        prompt = task.prompt(problem)
        ids = policy.tokenizer.encode(policy.tokenizer.prompt(prompt))
        environment = None if task.environment is None else task.environment(problem)
        opening: Message = {"role": "user", "content": prompt}
        return cls(environment, [opening], [Segment(tuple(ids), "read")], ids)

    def said(self, segment: Segment, text: str, finish: Finish) -> None:
        self._add(segment)
        self.history.append({"role": "assistant", "content": text})
        self.finish = finish

    def answered(self, policy: Policy) -> bool:
        """Add the environment's reply; False when the episode is over."""
        if self.environment is None or self.finish == "length":
            return False
        try:
            reply = self.environment.reply(tuple(self.history))
            if reply is not None and not isinstance(reply, str):
                raise TypeError(f"a reply is text or None, not {type(reply).__name__}")
        except Exception as error:  # noqa: BLE001 - a stranger's environment, as above
            prompt = str(self.history[0]["content"])
            self.failure = f"the environment of {prompt[:60]!r}: {describe(error)}"
            return False
        if reply is None:
            return False
        tokenizer = policy.tokenizer
        ids = tokenizer.encode(tokenizer.reply(reply, ended=self.finish == "eos"))
        self._add(Segment(tuple(ids), "read"))
        self.history.append({"role": "user", "content": reply})
        return True

    def _add(self, segment: Segment) -> None:
        self.segments.append(segment)
        self.ids = [*self.ids, *segment.ids]

    def rollout(self) -> Rollout:
        if self.failure is not None:
            return Rollout(tuple(self.segments), "", self.finish, self.failure)
        several = self.environment is not None
        completion = tuple(self.history[1:]) if several else str(self.history[-1]["content"])
        return Rollout(tuple(self.segments), completion, self.finish)
