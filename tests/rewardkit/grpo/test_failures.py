"""What raises in a task, an environment or a reward costs its group, and never the run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rewardkit.errors import ScoringError
from rewardkit.grpo.config_file import parse_config, with_overrides
from rewardkit.grpo.run.loop import train
from rewardkit.grpo.run.screen import Finished, QuietScreen

TASK = """
from rewardkit.tasks.arithmetic import make_arithmetic
from dataclasses import replace

class NoTable(Exception):
    pass

def bad(text):
    return text.startswith(BAD)

class Asking:
    def __init__(self, problem):
        if bad(problem.prompt) and WHERE == "environment":
            raise NoTable("no such table")
        self.problem = problem

    def reply(self, history):
        if bad(self.problem.prompt) and WHERE == "reply":
            raise NoTable("no such table")
        if bad(self.problem.prompt) and WHERE == "odd reply":
            return 5
        return None if "7" in history[-1]["content"] else "1+1="

def judge(answer, problem):
    if bad(problem.prompt) and WHERE == "judge":
        raise NoTable("no such table")
    return answer.isdigit() and int(answer) == int(problem.answer)

def episode(problem, rng):
    if bad(problem.prompt) and WHERE == "episode":
        raise NoTable("no such table")
    return [{"role": "assistant", "content": problem.right}]

def make(config):
    task = make_arithmetic(config)
    several = WHERE in ("environment", "reply", "odd reply", "episode")
    more = {"environment": Asking, "turns": 3, "episode": episode} if several else {}
    return replace(task, judge=judge, tagged=False, **more)
"""
REWARDS = """
from rewardkit import reward

@reward(range=(0, 8))
def length(completion: str) -> float:
    return float(min(8, len(completion)))

@reward(range=(0, 8))
def sometimes(completion: str, prompt: str) -> float:
    if prompt.startswith(("1", "2")):
        raise OSError("no connection")
    return float(min(8, len(completion)))

@reward(range=(0, 8))
def never(completion: str) -> float:
    raise OSError("no connection")
"""
TINY: dict[str, Any] = {
    "task": {"digits": 1, "validation": 10, "heldout": 30},
    "policy": {"hidden": 16, "layers": 1, "heads": 2, "head_dim": 8, "intermediate": 16},
    "prime": {"steps": 3, "rows": 40},
    "grpo": {"steps": 3, "rollout": {"prompts": 12, "group": 4}},
    "evaluate": {"every": 2, "k": 2, "samples": 4, "problems": 8, "scored": 8},
}
SOME = ("1", "2", "3")
ALL = tuple("0123456789")


class Recorder(QuietScreen):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        self.lines.append(text)


def run(
    folder: Path, where: str = "", bad: tuple[str, ...] = SOME, **changes: Any
) -> tuple[Finished, list[dict[str, Any]], Recorder]:
    (folder / "tasks.py").write_text(f"WHERE, BAD = {where!r}, {bad!r}\n" + TASK)
    (folder / "rewards.py").write_text(REWARDS)
    base = TINY | {"reward": f"{folder / 'rewards.py'}:length"}
    own = {"output.folder": str(folder / "runs"), "task.name": f"{folder / 'tasks.py'}:make"}
    screen = Recorder()
    finished = train(parse_config(with_overrides(base, own | changes)), screen)
    lines = (finished.folder / "metrics.jsonl").read_text().splitlines()
    rows = [row for line in lines if (row := json.loads(line))["stage"] == "grpo"]
    return finished, rows, screen


@pytest.mark.parametrize("where", ["environment", "reply", "odd reply"])
def test_a_problem_whose_environment_raises_costs_its_group_and_is_counted(
    tmp_path: Path, where: str
) -> None:
    finished, rows, screen = run(tmp_path, where)
    lost = [row["failed_groups"] for row in rows]
    assert sum(lost) > 0
    assert all(row["groups_sampled"] == 12 - row["failed_groups"] for row in rows)
    assert finished.result["failed_groups"] == sum(lost)
    named = "a reply is text or None, not int" if where == "odd reply" else "no such table"
    assert named in next(row["failure"] for row in rows if row["failed_groups"])
    (alarm,) = [line for line in screen.lines if "failed_groups" in line]
    assert named in alarm
    assert {"failed_groups"} <= {one["alarm"].split(":")[0] for one in finished.result["alarms"]}
    # An environment is not asked after a message that was cut.
    assert where != "environment" or 0.0 < finished.result["after"]["unjudged"] < 1.0


def test_a_problem_that_cannot_be_judged_is_left_out_of_accuracies(tmp_path: Path) -> None:
    finished, rows, _ = run(tmp_path, "judge")
    assert 0.0 < finished.result["before"]["unjudged"] < 1.0
    assert all(row["failed_groups"] == 0 for row in rows)
    assert any("validation_unjudged" in row for row in rows)


def test_a_text_that_cannot_be_written_is_left_out_of_a_supervised_stage(tmp_path: Path) -> None:
    finished, _, screen = run(tmp_path, "episode")
    lines = (finished.folder / "metrics.jsonl").read_text().splitlines()
    primed = [row for line in lines if (row := json.loads(line))["stage"] == "prime"]
    assert all(row["failed_texts"] > 0 for row in primed)
    assert sum("a text to imitate was left out" in line for line in screen.lines) == 1


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("environment", "none of 30 completions could be judged.*no such table"),
        ("judge", "none of 30 completions could be judged.*no such table"),
        ("episode", "none of 40 texts to imitate could be written.*no such table"),
    ],
)
def test_a_task_that_always_raises_stops_with_the_cause(
    tmp_path: Path, where: str, message: str
) -> None:
    with pytest.raises(ScoringError, match=message):
        run(tmp_path, where, ALL)


def test_a_reward_that_raises_on_some_problems_is_told_once_and_trains_on_the_others(
    tmp_path: Path,
) -> None:
    finished, rows, screen = run(tmp_path, reward=f"{tmp_path / 'rewards.py'}:sometimes")
    assert sum(row["statuses"].get("error", 0) for row in rows) > 0
    assert all(row["reward"] is not None for row in rows)
    (alarm,) = [line for line in screen.lines if "unscored" in line]
    assert "no connection" in alarm
    assert finished.result["steps"] == 3


def test_a_reward_that_always_raises_stops_before_it_trains(tmp_path: Path) -> None:
    with pytest.raises(ScoringError, match="no connection"):
        run(tmp_path, reward=f"{tmp_path / 'rewards.py'}:never")
    lines = (next((tmp_path / "runs").iterdir()) / "metrics.jsonl").read_text().splitlines()
    assert not [line for line in lines if json.loads(line)["stage"] == "grpo"]
