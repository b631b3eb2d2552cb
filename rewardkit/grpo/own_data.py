"""What a config names: its reward, its task, and the judge of held-out answers."""

from __future__ import annotations

from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.errors import ScoringError
from rewardkit.rewards.base import Reward
from rewardkit.specs.files import load, resolve
from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.own_rows import ANSWER, task_of_rows
from rewardkit.tasks.problem import Problem, Task
from rewardkit.tasks.tasks import make_task


def named_reward(named: str | dict[str, Any]) -> Reward:
    """Return a reward by its id or file, or from a spec."""
    if isinstance(named, str):
        return resolve(named)
    return load(named if "reward" in named else {"reward": named})


def task_of(config: TaskConfig, reward: Reward) -> Task:
    """Return the task of a config: one that is named, or the rows of a file.

    Args:
        config: The task settings.
        reward: The reward that trains; it also judges held-out answers where `judge` names none.

    Raises:
        SpecError: The task, its file or its judge cannot be used.
    """
    if config.data is None:
        return make_task(config)
    judge = reward if config.judge is None else named_reward(config.judge)

    def correct(text: str, problem: Problem) -> bool:
        sample = Sample(text, problem.prompt, problem.columns[ANSWER], columns=problem.columns)
        found = judge.score_many([sample])[0]
        if found.value is None:
            why = ": ".join(part for part in (found.reason, found.detail) if part)
            raise ScoringError(f"the judge of the task gave no value: {found.status}: {why}")
        return found.value >= (found.range.low + found.range.high) / 2

    return task_of_rows(config, correct)
