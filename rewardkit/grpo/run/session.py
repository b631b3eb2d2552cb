"""The state of a run in memory, made new or from a checkpoint."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from rewardkit.data.sample import Sample
from rewardkit.errors import InputError, ScoringError
from rewardkit.explain.warnings import form_widths
from rewardkit.grpo import parallel
from rewardkit.grpo.config import TrainConfig
from rewardkit.grpo.groups import Source, Traces
from rewardkit.grpo.objective.critic import Critic
from rewardkit.grpo.objective.update import make_optimizer
from rewardkit.grpo.policy.model import (
    Policy,
    frozen_copy,
    learnt_state,
    load_learnt,
    make_policy,
    save_policy,
)
from rewardkit.grpo.rollout.engine import Engine, InProcess
from rewardkit.grpo.run.checkpoint import (
    Cursor,
    Progress,
    make_chance,
    read_checkpoint,
    restore_chance,
    save_checkpoint,
    write_atomically,
)
from rewardkit.grpo.run.record import Tracker, cut_back, kept_standard, open_watch, plain
from rewardkit.grpo.run.runfolder import METRICS
from rewardkit.grpo.run.screen import Screen
from rewardkit.grpo.step import Learner
from rewardkit.rewards.base import Reward
from rewardkit.specs.files import load, resolve
from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.own_rows import ANSWER, task_of_rows
from rewardkit.tasks.problem import Problem, Task
from rewardkit.tasks.tasks import make_task
from rewardkit.watch.run_alarms import new_alarms

BEST = "best.pt"
REFERENCE = "reference.pt"


class Session:
    """A run in memory: all state that changes during training.

    It is that of the checkpoint in the folder, if there is one.

    Args:
        config: The run.
        config_hash: Its identity.
        reward: The reward that trains.
        folder: The run folder.
        screen: The display of progress.

    Raises:
        InputError: The checkpoint belongs to another config, or part of it is missing.
    """

    def __init__(
        self, config: TrainConfig, config_hash: str, reward: Reward, folder: Path, screen: Screen
    ) -> None:
        torch.set_num_threads(config.output.threads)
        self.config, self.config_hash, self.reward = config, config_hash, reward
        self.folder, self.screen, self.started = folder, screen, time.monotonic()
        self.task = task_of(config.task, reward)
        # The components of the reward that read no answer, with the widths of their ranges.
        self.forms = form_widths(reward)
        self.told: set[str] = set()
        policy = make_policy(config.policy, self.task, config.seed)
        data = usable_checkpoint(folder, config_hash)
        self.progress = Progress() if data is None else Progress(**data["progress"])
        self.cursor = Cursor(config.first_stage) if data is None else Cursor(**data["cursor"])
        self._begin(policy)
        if data is not None:
            self._restore(data)
        elif parallel.leads():
            (folder / METRICS).unlink(missing_ok=True)
        weights = parallel.digest(policy.model.parameters())
        parallel.require_same("the position and the policy", (self.cursor, weights))
        # The first process alone writes; the rows are the metrics of the reinforcement stage.
        leads, (stage, step) = parallel.leads(), (self.cursor.stage, self.cursor.step)
        rows = cut_back(folder / METRICS, stage, step) if leads else []
        self.rows: list[Mapping[str, Any]] = [row for row in rows if row["stage"] == "grpo"]
        board = folder / "tensorboard" if leads and config.output.tensorboard else None
        self.tracker = Tracker(folder / METRICS if leads else None, board, stage, step)
        standard, steps = self.progress.standard, config.grpo.steps
        self.watch = open_watch(reward, self.rows, steps, standard) if leads else None

    def _begin(self, policy: Policy) -> None:
        """Give the stage its optimiser and random generators, and PPO its critic."""
        config, stage = self.config, self.cursor.stage
        wanted = config.grpo.critic if stage == "grpo" else None
        critic = None if wanted is None else Critic(policy).eval()
        optimizer = make_optimizer(
            policy.model.parameters(),
            config.stage(stage).optim,
            None if critic is None else critic.parameters(),
            1.0 if wanted is None else wanted.lr,
        )
        weight = self.progress.entropy_weight
        self.learner = Learner(policy, optimizer, critic=critic, entropy_weight=weight)
        self.chance = make_chance(config.seed, stage, policy.device)

    def _restore(self, data: Mapping[str, Any]) -> None:
        learner = self.learner
        load_learnt(learner.policy.model, data["model"])
        if learner.critic is not None:
            learner.critic.load_state_dict(data["critic"])
        learner.optimizer.load_state_dict(data["optimizer"])
        restore_chance(data, self.chance)
        self.reward.load_state_dict(data["reward_state"])
        frozen = read_weights(self.folder / reference_name(self.progress.reference_step))
        learner.reference = None if frozen is None else frozen_copy(learner.policy, frozen)
        where = f"after step {self.cursor.step} of {self.cursor.stage}"
        self.screen.say(f"Resuming {self.folder} {where}.")

    @property
    def policy(self) -> Policy:
        """The policy that learns."""
        return self.learner.policy

    def source(self) -> Source:
        """Return the source of rollouts of the reinforcement stage."""
        traces, options = self.config.grpo.traces, getattr(self.reward, "options", {})
        return Source(
            task=self.task,
            reward=self.reward,
            traces=None if traces is None else Traces(self.task, traces),
            order=self.chance.order,
            tokens=self.chance.tokens,
            engine=self.engine(),
            static=options.get("scale", "static") == "static",
        )

    def engine(self) -> Engine | None:
        """Return the engine that samples for the policy with its present weights, if any."""
        rollout = self.config.grpo.rollout
        if rollout.engine == "in_process":
            bounded = rollout.cache_tokens is not None
            return InProcess(self.policy, rollout.cache_tokens) if bounded else None
        from rewardkit.grpo.rollout.vllm import Vllm

        path = self.folder / "engine"
        save_policy(self.policy, path)
        tokenizer = self.policy.tokenizer
        return Vllm(path, tokenizer.eos_id, tokenizer.decode, rollout.engine_options)

    def record(self, row: dict[str, Any]) -> None:
        """Write a row of metrics; a new alarm is in it, and said once."""
        self.rows.append(plain(row))
        if alarms := new_alarms(self.rows, self.forms):
            row["alarms"] = [*row.get("alarms", ()), *map(str, alarms)]
            self.rows[-1] = plain(row)
        self.tracker.write(row)
        for alarm in alarms:
            self.screen.say(f"ALARM {alarm}")

    def say_once(self, text: str) -> None:
        """Show a line, unless an earlier one was the same kind of news."""
        kind = text.partition(":")[0]
        if kind not in self.told:
            self.told.add(kind)
            self.screen.say(text)

    def save(self) -> None:
        """Write a checkpoint of exactly this state."""
        now = time.monotonic()
        self.progress.seconds += now - self.started
        self.started = now
        self.progress.entropy_weight = self.learner.entropy_weight
        self.progress.standard = kept_standard(self.watch)
        critic = self.learner.critic
        state = {
            "config_hash": self.config_hash,
            "cursor": asdict(self.cursor),
            "progress": asdict(self.progress),
            "critic": None if critic is None else critic.state_dict(),
            "optimizer": self.learner.optimizer.state_dict(),
            "reward_state": self.reward.state_dict(),
        }
        save_checkpoint(self.folder, self.policy.model, self.chance, state)

    def enter(self, stage: str) -> None:
        """Begin a stage: new optimiser, new random generators, a checkpoint."""
        self.cursor = Cursor(stage)
        self._begin(self.policy)
        self.save()

    def freeze_reference(self) -> None:
        """Freeze a copy of the policy as the reference, in memory and on disk.

        A later one has a file of its own, which the next checkpoint names: a run that is killed
        before that goes on with the reference of its checkpoint.
        """
        self.progress.reference_step = self.cursor.step
        self.learner.reference = frozen_copy(self.policy)
        path = self.folder / reference_name(self.cursor.step)
        if parallel.leads():
            write_atomically(path, learnt_state(self.policy.model))
        self.save()
        if parallel.leads():
            for old in self.folder.glob("reference*.pt"):
                if old != path:
                    old.unlink()

    def keep_best(self) -> None:
        """Save the current weights as the best ones."""
        if parallel.leads():
            write_atomically(self.folder / BEST, learnt_state(self.policy.model))


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


def usable_checkpoint(folder: Path, config_hash: str) -> dict[str, Any] | None:
    """Read the checkpoint of a run folder; None when there is none.

    Raises:
        InputError: It is damaged, or of another config or number of processes.
    """
    data = read_checkpoint(folder)
    if data is None:
        return None
    if data["config_hash"] != config_hash:
        raise InputError(
            f"the checkpoint in {folder} belongs to another config or reward "
            f"(hash {data['config_hash']}, now {config_hash}). Start again with --fresh."
        )
    began = len(data["tokens"])
    if began != parallel.size():
        raise InputError(
            f"the run in {folder} began with {began} processes, and {parallel.size()} "
            "would go on with it. Start as many with torchrun, or a new run with --fresh."
        )
    return data


def reference_name(step: int) -> str:
    """Return the file of the reference that was frozen after a step."""
    return f"reference-{step}.pt" if step else REFERENCE


def read_weights(path: Path) -> dict[str, torch.Tensor] | None:
    """Read the saved weights of a run; None if there are none."""
    if not path.is_file():
        return None
    weights: dict[str, torch.Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return weights
