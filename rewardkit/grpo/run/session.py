"""The state of a run in memory, made new or from a checkpoint."""

from __future__ import annotations

import copy
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from rewardkit.errors import InputError
from rewardkit.grpo import parallel
from rewardkit.grpo.config import OptimConfig, TrainConfig
from rewardkit.grpo.groups import Source, Traces
from rewardkit.grpo.objective.critic import Critic
from rewardkit.grpo.objective.update import make_optimizer
from rewardkit.grpo.own_data import task_of
from rewardkit.grpo.policy.adapter import State, has_adapter, learnt_state, load_learnt
from rewardkit.grpo.policy.model import Policy, make_policy, save_policy
from rewardkit.grpo.rollout.engine import Engine, InProcess
from rewardkit.grpo.run.checkpoint import (
    Chance,
    Cursor,
    Progress,
    make_chance,
    read_checkpoint,
    restore_chance,
    save_checkpoint,
    write_atomically,
)
from rewardkit.grpo.run.runfolder import METRICS
from rewardkit.grpo.run.screen import Screen
from rewardkit.grpo.run.tracking import Tracker, cut_back, plain
from rewardkit.grpo.run.watching import kept_standard, open_watch
from rewardkit.grpo.step import Learner
from rewardkit.rewards.base import Reward
from rewardkit.tasks.problem import Task
from rewardkit.watch.run_alarms import new_alarms
from rewardkit.watch.watcher import Watch

BEST = "best.pt"
REFERENCE = "reference.pt"


@dataclass
class Session:
    """A run in memory: all state that changes during training."""

    config: TrainConfig
    config_hash: str
    task: Task
    reward: Reward
    learner: Learner
    folder: Path
    cursor: Cursor
    chance: Chance
    progress: Progress
    tracker: Tracker
    screen: Screen
    started: float
    rows: list[Mapping[str, Any]]
    """The metrics of the reinforcement stage so far."""
    forms: Mapping[str, float]
    """The components of the reward that read no answer, with the widths of their ranges."""
    watch: Watch | None = None
    """The watch over the reward; None where the scorer is no Reward."""
    said: set[str] = field(default_factory=set)
    """The kinds of news that are told once."""

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
            return (
                None
                if rollout.cache_tokens is None
                else InProcess(self.policy, rollout.cache_tokens)
            )
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
        """Show a line, unless the last one was the same kind of news."""
        kind = text.partition(":")[0]
        if kind not in self.said:
            self.said.add(kind)
            self.screen.say(text)

    def save(self) -> None:
        """Write a checkpoint of exactly this state."""
        now = time.monotonic()
        self.progress.seconds += now - self.started
        self.started = now
        self.progress.entropy_weight = self.learner.entropy_weight
        self.progress.standard = kept_standard(self.watch)
        save_checkpoint(
            self.folder,
            config_hash=self.config_hash,
            cursor=self.cursor,
            model=self.policy.model,
            critic=self.learner.critic,
            optimizer=self.learner.optimizer,
            chance=self.chance,
            progress=self.progress,
            reward_state=self.reward.state_dict(),
        )

    def enter(self, stage: str) -> None:
        """Begin a stage: new optimiser, new random generators, a checkpoint."""
        self.cursor = Cursor(stage)
        self.learner.critic = stage_critic(self.policy, self.config, stage)
        self.learner.optimizer = stage_optimizer(
            self.policy, self.learner.critic, self.config, stage
        )
        self.chance = make_chance(self.config.seed, stage, self.policy.device)
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


def open_session(
    config: TrainConfig,
    config_hash: str,
    reward: Reward,
    folder: Path,
    screen: Screen,
    forms: Mapping[str, float],
) -> Session:
    """Return the session of a run: from its checkpoint if there is one, else new.

    Args:
        config: The run.
        config_hash: Its identity.
        reward: The reward that trains.
        folder: The run folder.
        screen: The display of progress.
        forms: The components of the reward that read no answer.

    Raises:
        InputError: The checkpoint belongs to another config, or part of it is missing.
    """
    torch.set_num_threads(config.output.threads)
    task = task_of(config.task, reward)
    policy = make_policy(config.policy, task, config.seed)
    data = read_checkpoint(folder)
    if data is not None and data["config_hash"] != config_hash:
        raise InputError(
            f"the checkpoint in {folder} belongs to another config or reward "
            f"(hash {data['config_hash']}, now {config_hash}). Start again with --fresh."
        )
    began = parallel.size() if data is None else len(data["tokens"])
    if began != parallel.size():
        raise InputError(
            f"the run in {folder} began with {began} processes, and {parallel.size()} "
            "would go on with it. Start as many with torchrun, or a new run with --fresh."
        )
    stage = first_stage(config) if data is None else str(data["cursor"]["stage"])
    critic = stage_critic(policy, config, stage)
    optimizer = stage_optimizer(policy, critic, config, stage)
    chance = make_chance(config.seed, stage, policy.device)
    cursor, progress = Cursor(stage), Progress()
    rows: list[Mapping[str, Any]] = []
    if data is not None:
        load_learnt(policy.model, data["model"])
        if critic is not None:
            critic.load_state_dict(data["critic"])
        optimizer.load_state_dict(data["optimizer"])
        restore_chance(data, chance)
        reward.load_state_dict(data["reward_state"])
        cursor, progress = Cursor(**data["cursor"]), Progress(**data["progress"])
        if parallel.leads():
            rows += cut_back(folder / METRICS, cursor.stage, cursor.step)
        screen.say(f"Resuming {folder} after step {cursor.step} of {cursor.stage}.")
    elif parallel.leads():
        (folder / METRICS).unlink(missing_ok=True)
    parallel.require_same(
        "the position and the policy", (cursor, parallel.digest(policy.model.parameters()))
    )
    board = folder / "tensorboard" if config.output.tensorboard and parallel.leads() else None
    metrics = folder / METRICS if parallel.leads() else None
    reference = None if data is None else read_reference(policy, folder, progress.reference_step)
    return Session(
        config=config,
        config_hash=config_hash,
        task=task,
        reward=reward,
        learner=Learner(policy, optimizer, reference, critic, progress.entropy_weight),
        folder=folder,
        cursor=cursor,
        chance=chance,
        progress=progress,
        tracker=Tracker(metrics, board, cursor.stage, cursor.step),
        screen=screen,
        started=time.monotonic(),
        rows=[row for row in rows if row["stage"] == "grpo"],
        forms=forms,
        watch=None
        if metrics is None
        else open_watch(reward, metrics, config.grpo.steps, progress.standard),
    )


def first_stage(config: TrainConfig) -> str:
    """Return the stage that a run begins with."""
    if config.corpus is not None:
        return "corpus"
    return "prime" if config.prime is not None else "grpo"


def stage_optim(config: TrainConfig, stage: str) -> OptimConfig:
    """Return the optimiser settings of a stage."""
    supervised = {"corpus": config.corpus, "prime": config.prime}.get(stage)
    return config.grpo.optim if supervised is None else supervised.optim


def stage_critic(policy: Policy, config: TrainConfig, stage: str) -> Critic | None:
    """Return the critic of a stage, a copy of the policy of now; None where there is none."""
    wanted = stage == "grpo" and config.grpo.critic is not None
    return Critic(policy).eval() if wanted else None


def stage_optimizer(
    policy: Policy, critic: Critic | None, config: TrainConfig, stage: str
) -> torch.optim.Optimizer:
    """Return the optimiser of a stage."""
    settings = config.grpo.critic
    return make_optimizer(
        policy.model.parameters(),
        stage_optim(config, stage),
        None if critic is None else critic.parameters(),
        1.0 if settings is None else settings.lr,
    )


def wants_reference(config: TrainConfig) -> bool:
    """Return True if a run needs the frozen reference."""
    if config.grpo.critic is not None and config.grpo.critic.kl > 0.0:
        return True
    return config.grpo.loss.beta > 0.0 or config.grpo.loss.watch_kl


def frozen_copy(policy: Policy) -> Policy:
    """Return a frozen copy of a policy; on an adapter, the same model with the adapter of now."""
    if has_adapter(policy.model):
        return with_frozen_adapter(policy, learnt_state(policy.model))
    model = copy.deepcopy(policy.model).eval().requires_grad_(False)
    return replace(policy, model=model, compiled_body=None)


def with_frozen_adapter(policy: Policy, state: State) -> Policy:
    """Return a policy on the same model with an adapter of fixed weights.

    One that has not learnt yet adds nothing: the model without it is the same, and cheaper.
    """
    if all(not one.any() for name, one in state.items() if "lora_B" in name):
        return replace(policy, frozen_adapter="off", compiled_body=None)
    kept = {name: one.clone() for name, one in state.items()}
    return replace(policy, frozen_adapter=kept, compiled_body=None)


def reference_name(step: int) -> str:
    """Return the file of the reference that was frozen after a step."""
    return f"reference-{step}.pt" if step else REFERENCE


def read_reference(policy: Policy, folder: Path, step: int) -> Policy | None:
    """Read the frozen reference of a resumed run; None when it has none yet."""
    weights = read_weights(folder / reference_name(step))
    if weights is None:
        return None
    if has_adapter(policy.model):
        return with_frozen_adapter(policy, weights)
    reference = frozen_copy(policy)
    reference.model.load_state_dict(weights)
    return reference


def read_weights(path: Path) -> dict[str, torch.Tensor] | None:
    """Read the saved weights of a run; None if there are none."""
    if not path.is_file():
        return None
    weights: dict[str, torch.Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return weights
