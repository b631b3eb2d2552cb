"""The watch over the reward of a run: its numbers go into the metrics, its alarms to the screen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.grpo.run.screen import Screen
from rewardkit.rewards.base import Reward
from rewardkit.watch.alarms import Alarm
from rewardkit.watch.settings import Settings
from rewardkit.watch.standard import Standard
from rewardkit.watch.watcher import Watch


def open_watch(
    reward: object, metrics: Path, steps: int, standard: Mapping[str, Any] | None = None
) -> Watch | None:
    """Return the watch of a run, with what the metrics of earlier steps say of it.

    Args:
        reward: The reward; without a Reward there is no watch.
        metrics: The metrics of a resumed run, up to its checkpoint.
        steps: The steps of the run, which the budget of false alarms is for.
        standard: What `kept_standard` gave for the checkpoint of a resumed run.
    """
    if not isinstance(reward, Reward):
        return None
    # Alarms are told by the loop, beside its table.
    watch = Watch(reward, settings=Settings(steps=max(steps, 1)), on_alarm=_ignore)
    watch.fold(_earlier(metrics))
    if standard is not None:
        watch.standard = Standard(**{**standard, "notes": tuple(standard["notes"])})
    return watch


def kept_standard(watch: Watch | None) -> dict[str, Any] | None:
    """Return the standard of a watch as plain data, since it depends on all batches so far."""
    return None if watch is None or watch.standard is None else asdict(watch.standard)


def _ignore(alarm: Alarm) -> None:
    """Do nothing."""


def _earlier(metrics: Path) -> Iterator[tuple[int, Mapping[str, float]]]:
    if not metrics.is_file():
        return
    for line in metrics.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "watch" in row:
            yield row["step"], row["watch"]


def watched(
    watch: Watch | None,
    row: Mapping[str, Any],
    samples: Sequence[Sample],
    breakdowns: Sequence[Breakdown],
    own: Sequence[bool],
    screen: Screen,
) -> dict[str, Any]:
    """Return the watch's numbers and alarms of a step for its row, and tell of the alarms.

    Args:
        watch: The watch, if there is one.
        row: The metrics of the step.
        samples: The completions of the batch, traces included.
        breakdowns: The score of each.
        own: Which of them the policy wrote.
        screen: The display.
    """
    if watch is None:
        return {}
    rows = [at for at, is_own in enumerate(own) if is_own]
    found = watch.see(
        [samples[at] for at in rows],
        [breakdowns[at] for at in rows],
        step=row["step"],
        entropy=row.get("entropy"),
    )
    for alarm in found.alarms:
        screen.say(f"ALARM {alarm}")
    alarms = [str(alarm) for alarm in found.alarms]
    return {"watch": dict(found.numbers)} | ({"alarms": alarms} if alarms else {})
