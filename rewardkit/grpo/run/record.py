"""The record of a run: a row of metrics for each step, and the alarms of the watch."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import fmean
from typing import Any

from rewardkit.data.whole_files import write_whole
from rewardkit.errors import MissingExtra
from rewardkit.grpo.config import STAGES
from rewardkit.grpo.groups import Groups
from rewardkit.grpo.rollout.scoring import component_means, statuses
from rewardkit.grpo.run.screen import Screen
from rewardkit.grpo.step import Step
from rewardkit.rewards.base import Reward
from rewardkit.watch.alarms import Alarm
from rewardkit.watch.settings import Settings
from rewardkit.watch.standard import Standard
from rewardkit.watch.watcher import Watch


class Tracker:
    """A writer of metrics to `metrics.jsonl`, and to TensorBoard event files if enabled.

    Args:
        path: The JSON-lines file; None writes nothing.
        tensorboard: The folder of event files, or None.
        stage: The stage that goes on.
        step: Its steps so far; later ones in event files, of a run that was killed, are hidden.

    Raises:
        MissingExtra: TensorBoard is wanted and not installed.
    """

    def __init__(
        self, path: Path | None, tensorboard: Path | None = None, stage: str = "", step: int = 0
    ) -> None:
        self._boards: dict[str, Any] = {}
        self._folder, self._stage, self._step = tensorboard, stage, step
        if tensorboard is not None:
            _writer()
        self._file = None if path is None else path.open("a", encoding="utf-8")

    def write(self, row: Mapping[str, Any]) -> None:
        """Write one row; it is in the file when this returns."""
        if self._file is None:
            return
        self._file.write(json.dumps(plain(row)) + "\n")
        self._file.flush()
        if self._folder is not None:
            board = self._board(str(row["stage"]))
            for name, value in flatten(row).items():
                board.add_scalar(f"{row['stage']}/{name}", value, row["step"])

    def close(self) -> None:
        """Close the files."""
        if self._file is not None:
            self._file.close()
        for board in self._boards.values():
            board.close()

    def _board(self, stage: str) -> Any:
        """Return the writer of a stage; each has its own, since a purge hides steps of them all."""
        if stage not in self._boards:
            done = STAGES.index(self._stage) if self._stage in STAGES else -1
            purge = (self._step if stage == self._stage else 0) + 1
            self._boards[stage] = _writer()(
                str(self._folder / stage) if self._folder else None,
                purge_step=purge if STAGES.index(stage) >= done else None,
            )
        return self._boards[stage]


def plain(value: Any) -> Any:
    """Replace numbers that JSON lacks: NaN and infinities become null.

    Example:
        >>> plain({"reward": float("nan"), "components": {"format": 1.0}})
        {'reward': None, 'components': {'format': 1.0}}
    """
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def flatten(row: Mapping[str, Any], lead: str = "") -> dict[str, float]:
    """Return the numbers of a nested row by slashed names.

    Example:
        >>> flatten({"stage": "grpo", "components": {"format": 1.0}})
        {'components/format': 1.0}
    """
    numbers: dict[str, float] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            numbers |= flatten(value, f"{lead}{name}/")
        elif isinstance(value, int | float) and math.isfinite(value):
            numbers[lead + name] = float(value)
    return numbers


def cut_back(path: Path, stage: str, step: int) -> list[dict[str, Any]]:
    """Drop the rows after a point, so that a resumed run does not write them twice.

    A last line that a kill cut in half is dropped too.

    Returns:
        The rows that are left.
    """
    if not path.is_file():
        return []
    limit = (STAGES.index(stage), step)
    kept = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            break
        if (STAGES.index(row["stage"]), row["step"]) <= limit:
            kept.append(row)
    write_whole(path, "".join(json.dumps(row) + "\n" for row in kept))
    return kept


def _writer() -> Any:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        raise MissingExtra("TensorBoard metrics", "train") from None
    return SummaryWriter


def metrics_row(number: int, rate: float, step: Step, *, compares: bool = True) -> dict[str, Any]:
    """Return the logged metrics of a step; all but `traces` are of the policy's own rollouts.

    `reward` and the components are means over the same completions: all that have a value,
    trained on or not. `dead_groups` is None where completions of a group are not compared.
    """
    groups, advantages = step.groups, step.advantages
    own = [row for row, one in enumerate(groups.rollouts) if one.own]
    rollouts = [groups.rollouts[row] for row in own]
    breakdowns = [groups.breakdowns[row] for row in own]
    parts = component_means(breakdowns)
    lengths = [one.length for one in rollouts]
    return {
        "stage": "grpo",
        "step": number,
        "reward": _mean([b.value for b in breakdowns if b.value is not None]),
        "reward_std": advantages.reward_std,
        "length": fmean(lengths),
        "length_max": float(max(lengths)),
        "turns": fmean(one.turns for one in rollouts),
        "truncated": fmean(one.truncated for one in rollouts),
        "traces": len(groups.rollouts) - len(own),
        "groups_sampled": step.sampled,
        "failed_groups": len(groups.failures),
        **_causes(groups),
        "components": {name: mean for name, (mean, _) in parts.items()},
        "scored": {name: share for name, (_, share) in parts.items()},
        "statuses": statuses(breakdowns),
        "dead_groups": advantages.dead_groups if compares else None,
        "advantage_max": float(advantages.values.abs().max()),
        "lr": rate,
        **asdict(step.metrics),
        "entropy_weight": step.entropy_weight,
        **({} if step.sampler_gap is None else {"sampler_gap": step.sampler_gap}),
        **({} if step.push_ms is None else {"push_ms": step.push_ms}),
    }


def _causes(groups: Groups) -> dict[str, str]:
    """Return the first cause of a lost group and of a missing score, where there is one."""
    failed = [b for b in groups.breakdowns if b.value is None and b.status in ("error", "timeout")]
    found = {"failure": groups.failures[0]} if groups.failures else {}
    if failed:
        parts = (failed[0].reason, failed[0].detail)
        found["unscored"] = f"{failed[0].name} {failed[0].status}: " + ": ".join(
            filter(None, parts)
        )
    return found


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


def open_watch(
    reward: Reward,
    rows: Sequence[Mapping[str, Any]],
    steps: int,
    standard: Mapping[str, Any] | None = None,
) -> Watch:
    """Return the watch of a run, with what the metrics of earlier steps say of it.

    Args:
        reward: The reward.
        rows: The metrics of a resumed run, up to its checkpoint.
        steps: The steps of the run, which the budget of false alarms is for.
        standard: What `kept_standard` gave for the checkpoint of a resumed run.
    """
    # Alarms are told by the loop, beside its table.
    watch = Watch(reward, settings=Settings(steps=max(steps, 1)), on_alarm=_ignore)
    watch.fold((row["step"], row["watch"]) for row in rows if "watch" in row)
    if standard is not None:
        watch.standard = Standard(**{**standard, "notes": tuple(standard["notes"])})
    return watch


def kept_standard(watch: Watch | None) -> dict[str, Any] | None:
    """Return the standard of a watch as plain data, since it depends on all batches so far."""
    return None if watch is None or watch.standard is None else asdict(watch.standard)


def _ignore(alarm: Alarm) -> None:
    """Do nothing."""


def watched(watch: Watch, row: Mapping[str, Any], groups: Groups, screen: Screen) -> dict[str, Any]:
    """Return the watch's numbers and alarms of a step for its row, and tell of the alarms.

    Args:
        watch: The watch.
        row: The metrics of the step.
        groups: Its completions; traces are left out.
        screen: The display.
    """
    own = [at for at, one in enumerate(groups.rollouts) if one.own]
    samples, breakdowns = groups.samples, groups.breakdowns
    found = watch.see(
        [samples[at] for at in own],
        [breakdowns[at] for at in own],
        step=row["step"],
        entropy=row.get("entropy"),
    )
    for alarm in found.alarms:
        screen.say(f"ALARM {alarm}")
    alarms = [str(alarm) for alarm in found.alarms]
    return {"watch": dict(found.numbers)} | ({"alarms": alarms} if alarms else {})
