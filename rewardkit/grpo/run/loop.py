"""The training run: open the session, run the stages, evaluate, write the result."""

from __future__ import annotations

import math
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import BindError, InputError, SpecError
from rewardkit.explain.text import reward_tree
from rewardkit.grpo import parallel
from rewardkit.grpo.config import TrainConfig
from rewardkit.grpo.config_file import config_hash
from rewardkit.grpo.policy.model import load_learnt, save_policy
from rewardkit.grpo.rollout.forward import takes_chunks
from rewardkit.grpo.rollout.scoring import blank_sample, check_parts
from rewardkit.grpo.run.evaluate import accuracy
from rewardkit.grpo.run.record import plain
from rewardkit.grpo.run.runfolder import (
    RESULT,
    TRANSCRIPTS,
    RunFolder,
    choose_folder,
    find_run,
    led_folder,
    open_run,
    read_config,
    write_config,
    write_json,
    write_lines,
)
from rewardkit.grpo.run.screen import Finished, Screen
from rewardkit.grpo.run.session import BEST, Session, named_reward, read_weights
from rewardkit.grpo.run.stages import measure, run_grpo, run_supervised
from rewardkit.rewards.base import Reward
from rewardkit.tasks.problem import Task
from rewardkit.watch.run_alarms import mean_of_last, nothing_learned
from rewardkit_kernels.advantage.api import chosen_backend


def train(config: TrainConfig, screen: Screen, *, fresh: bool = False) -> Finished:
    """Train a policy as a config says.

    Called again with the same config, it resumes an interrupted run (and says so on the screen), or
    makes a new folder if the run was finished. Where torchrun started several processes, they train
    one policy; the first one writes the folder.

    Args:
        config: The run.
        screen: The display of progress.
        fresh: Do not resume an unfinished run.

    Raises:
        SpecError: The config or the reward cannot work.
        ScoringError: The reward fails on everything.
    """
    with parallel.joined(config.policy.device):
        reward = named_reward(config.reward)
        identity = config_hash(config, reward.fingerprint)
        with led_folder(lambda: choose_folder(config, identity, fresh=fresh)) as folder:
            write_config(folder, config, identity, versions())
            try:
                return run(config, identity, reward, folder, screen)
            except (SpecError, BindError):
                folder.discard()
                raise


def finished_run(config: TrainConfig) -> tuple[Path, dict[str, Any]] | None:
    """Return folder and result of an earlier run of exactly this config; None without one."""
    identity = config_hash(config, named_reward(config.reward).fingerprint)
    return find_run(config, identity)


def resume(path: Path, screen: Screen) -> Finished:
    """Resume an interrupted run, given only its folder.

    Raises:
        InputError: It is no unfinished run, or its reward has changed since.
    """
    config, identity = read_config(path)
    with parallel.joined(config.policy.device), led_folder(lambda: open_run(path)) as folder:
        reward = named_reward(config.reward)
        now = config_hash(config, reward.fingerprint)
        if now != identity:
            raise InputError(
                f"the reward of {path} is no longer what it was when the run began "
                f"(hash {identity}, now {now}). Put it back, or start a new run."
            )
        return run(config, identity, reward, folder, screen)


def run(
    config: TrainConfig, identity: str, reward: Reward, folder: RunFolder, screen: Screen
) -> Finished:
    """Run from the state of the folder to the result.

    Raises:
        BindError: The reward asks for a column that the task does not have; nothing was trained.
    """
    require_shares(config)
    screen.say(f"Reward of {folder.path}:\n{reward_tree(reward)}\n")
    if config.grpo.advantage.decoupled:
        check_parts(reward)
    session = Session(config, identity, reward, folder.path, screen)
    try:
        require_problems(session.task, config)
        reward.bind([blank_sample(session.task)])
        takes_chunks(session.policy, config.grpo.loss.head)  # raises where it cannot
        run_supervised(session, "corpus", config.corpus)
        run_supervised(session, "prime", config.prime)
        run_grpo(session)
        return finish(session)
    finally:
        screen.close()
        session.tracker.close()


def require_shares(config: TrainConfig) -> None:
    """Check that the work of a run can be shared by the processes that there are.

    Raises:
        SpecError: It cannot.
    """
    count, rollout = parallel.size(), config.grpo.rollout
    if count > rollout.prompts:
        raise SpecError(
            f"grpo.rollout.prompts: {rollout.prompts} groups a step are too few for {count} "
            "processes, each of which takes whole groups"
        )
    if count > 1 and rollout.engine == "vllm":
        raise SpecError(
            "grpo.rollout.engine: vllm samples for one process; use in_process with torchrun"
        )


def require_problems(task: Task, config: TrainConfig) -> None:
    """Check that a step finds as many problems as it asks for; it draws each of them once.

    Raises:
        SpecError: There are fewer to train on.
    """
    wanted, left = config.grpo.rollout.prompts, len(task.train)
    if wanted > left and config.grpo.steps:
        every = left + len(task.validation) + len(task.heldout)
        kind = "problems" if config.task.data is None else "rows"
        raise SpecError(
            f"grpo.rollout.prompts is {wanted}, but only {left} of the {every} {kind} train "
            f"(validation takes {len(task.validation)}, heldout {len(task.heldout)}); lower it"
        )


def finish(session: Session) -> Finished:
    """Evaluate the final policy and the best one, and write the result and both policies."""
    config, leads = session.config.grpo, parallel.leads()
    after, scored = measure(session)
    before = session.progress.before or {}
    if leads:
        save_policy(session.policy, session.folder / "final")
    heldout_best = best_accuracy(session, after.accuracy)
    if leads:
        save_policy(session.policy, session.folder / "best")
    for alarm in (last := nothing_learned(session.rows, reward_width(session))):
        session.screen.say(f"ALARM {alarm}")
    alarms = [(row["step"], text) for row in session.rows for text in row.get("alarms", ())]
    alarms += [(alarm.step, str(alarm)) for alarm in last]
    seconds = session.progress.seconds + time.monotonic() - session.started
    result = plain(
        {
            "seed": session.config.seed,
            "heldout_before": before["accuracy"],
            "heldout_after": after.accuracy,
            "heldout_problems": len(session.task.heldout),
            "pass_at_k": after.pass_at_k,
            "maj_at_k": after.maj_at_k,
            "seconds": round(seconds, 2),
            "components": dict(after.components),
            "k": session.config.evaluate.k,
            "steps": session.cursor.step,
            "heldout_best": heldout_best,
            "best_step": session.progress.best_step,
            "before": before,
            "after": after.to_dict(),
            "head": "chunked" if takes_chunks(session.policy, config.loss.head) else "whole",
            "failed_groups": sum(row.get("failed_groups") or 0 for row in session.rows),
            "entropy_end": mean_of_last(session.rows, "entropy"),
            "alarms": [{"step": step, "alarm": text} for step, text in alarms],
            "processes": parallel.size(),
            "config_hash": session.config_hash,
            "advantages_by": chosen_backend(config.advantage.kernel, session.policy.device.type),
        }
    )
    if leads:
        write_transcripts(session.folder / TRANSCRIPTS, scored)
        write_json(session.folder / RESULT, result)
    shown = pick_transcripts(session, scored)
    return Finished(session.folder, result, shown)


def reward_width(session: Session) -> float:
    """Return the width of the range of the reward; 1 where it has no end."""
    span = session.reward.range.span
    return float(span) if math.isfinite(span) and span > 0 else 1.0


def best_accuracy(session: Session, final: float) -> float:
    """Load the best weights into the policy and return their held-out accuracy."""
    if session.progress.best_step == session.cursor.step:
        return final
    weights = read_weights(session.folder / BEST)
    assert weights is not None, "the first measurement always keeps weights"
    load_learnt(session.policy.model, weights)
    rollout = session.config.grpo.rollout
    return accuracy(session.policy, session.task, session.task.heldout, rollout).accuracy


def write_transcripts(path: Path, scored: list[tuple[Sample, Breakdown]]) -> None:
    """Write completions of the final policy with their scores, one line each."""
    rows = [
        {
            "prompt": sample.prompt,
            "completion": sample.completion,
            "answer": sample.answer,
            "score": breakdown.to_dict(),
        }
        for sample, breakdown in scored
    ]
    write_lines(path, rows)


def pick_transcripts(
    session: Session, scored: list[tuple[Sample, Breakdown]]
) -> tuple[tuple[Sample, Breakdown], ...]:
    """Return some completions for inspection, up to half of them among the worst."""
    count = session.config.output.transcripts
    places = range(len(scored))
    values = [-math.inf if b.value is None else b.value for _, b in scored]
    worst = sorted(places, key=lambda at: values[at])[: count // 2]
    others = [at for at in places if at not in worst][: count - len(worst)]
    return tuple(scored[at] for at in [*others, *worst])


def versions() -> dict[str, str]:
    """Return the versions that decide the numbers of a run."""
    found = {"python": platform.python_version()}
    for name in ("rewardkit", "torch", "transformers"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found
