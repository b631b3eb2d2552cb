"""The state of a run in memory, made new or from a checkpoint."""

from __future__ import annotations

import copy
import time
from dataclasses import dataclass
from pathlib import Path

import torch

from rewardkit.errors import InputError
from rewardkit.grpo.config.model import OptimConfig, TrainConfig
from rewardkit.grpo.objective.optim import make_optimizer
from rewardkit.grpo.own_data import task_of
from rewardkit.grpo.policy.model import Policy, make_policy
from rewardkit.grpo.rollout.scoring import Scorer
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
from rewardkit.grpo.run.tracking import Tracker, cut_back
from rewardkit.grpo.run.watching import open_watch
from rewardkit.tasks.problem import Task
from rewardkit.watch.watcher import Watch

BEST = "best.pt"
REFERENCE = "reference.pt"


@dataclass
class Session:
    """A run in memory: all state that changes during training."""

    config: TrainConfig
    config_hash: str
    task: Task
    reward: Scorer
    policy: Policy
    reference: Policy | None
    folder: Path
    cursor: Cursor
    optimizer: torch.optim.Optimizer
    chance: Chance
    progress: Progress
    tracker: Tracker
    screen: Screen
    started: float
    watch: Watch | None = None
    """The watch over the reward; None where the scorer is no Reward."""

    def save(self) -> None:
        """Write a checkpoint of exactly this state."""
        now = time.monotonic()
        self.progress.seconds += now - self.started
        self.started = now
        save_checkpoint(
            self.folder,
            config_hash=self.config_hash,
            cursor=self.cursor,
            model=self.policy.model,
            optimizer=self.optimizer,
            chance=self.chance,
            progress=self.progress,
            reward_state=self.reward.state_dict(),
        )

    def enter(self, stage: str) -> None:
        """Begin a stage: new optimiser, new random generators, a checkpoint."""
        self.cursor = Cursor(stage)
        self.optimizer = make_optimizer(
            self.policy.model.parameters(), stage_optim(self.config, stage)
        )
        self.chance = make_chance(self.config.seed, stage, self.policy.device)
        self.save()

    def freeze_reference(self) -> None:
        """Freeze a copy of the policy as the reference, in memory and on disk."""
        self.reference = frozen_copy(self.policy)
        write_atomically(self.folder / REFERENCE, self.policy.model.state_dict())

    def keep_best(self) -> None:
        """Save the current weights as the best ones."""
        write_atomically(self.folder / BEST, self.policy.model.state_dict())


def open_session(
    config: TrainConfig, config_hash: str, reward: Scorer, folder: Path, screen: Screen
) -> Session:
    """Return the session of a run: from its checkpoint if there is one, else new.

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
    stage = first_stage(config) if data is None else str(data["cursor"]["stage"])
    optimizer = make_optimizer(policy.model.parameters(), stage_optim(config, stage))
    chance = make_chance(config.seed, stage, policy.device)
    cursor, progress = Cursor(stage), Progress()
    if data is not None:
        policy.model.load_state_dict(data["model"])
        optimizer.load_state_dict(data["optimizer"])
        restore_chance(data, chance)
        reward.load_state_dict(data["reward_state"])
        cursor, progress = Cursor(**data["cursor"]), Progress(**data["progress"])
        cut_back(folder / METRICS, cursor.stage, cursor.step)
        screen.say(f"Resuming {folder} after step {cursor.step} of {cursor.stage}.")
    else:
        (folder / METRICS).unlink(missing_ok=True)
    board = folder / "tensorboard" if config.output.tensorboard else None
    session = Session(
        config=config,
        config_hash=config_hash,
        task=task,
        reward=reward,
        policy=policy,
        reference=read_reference(policy, folder) if data is not None else None,
        folder=folder,
        cursor=cursor,
        optimizer=optimizer,
        chance=chance,
        progress=progress,
        tracker=Tracker(folder / METRICS, board),
        screen=screen,
        started=time.monotonic(),
        watch=open_watch(reward, folder / METRICS, config.grpo.steps),
    )
    return session


def first_stage(config: TrainConfig) -> str:
    """Return the stage that a run begins with."""
    if config.corpus is not None:
        return "corpus"
    return "prime" if config.prime is not None else "grpo"


def stage_optim(config: TrainConfig, stage: str) -> OptimConfig:
    """Return the optimiser settings of a stage."""
    supervised = {"corpus": config.corpus, "prime": config.prime}.get(stage)
    return config.grpo.optim if supervised is None else supervised.optim


def wants_reference(config: TrainConfig) -> bool:
    """Return True if a run needs the frozen reference."""
    return config.grpo.loss.beta > 0.0 or config.grpo.loss.watch_kl


def frozen_copy(policy: Policy) -> Policy:
    """Return a frozen copy of a policy."""
    model = copy.deepcopy(policy.model).eval().requires_grad_(False)
    return Policy(model, policy.tokenizer, policy.device)


def read_reference(policy: Policy, folder: Path) -> Policy | None:
    """Read the frozen reference of a resumed run; None when it has none yet."""
    weights = read_weights(folder / REFERENCE)
    if weights is None:
        return None
    reference = frozen_copy(policy)
    reference.model.load_state_dict(weights)
    return reference


def read_weights(path: Path) -> dict[str, torch.Tensor] | None:
    """Read the saved weights of a run; None if there are none."""
    if not path.is_file():
        return None
    weights: dict[str, torch.Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return weights
