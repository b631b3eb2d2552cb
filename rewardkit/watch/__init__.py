"""Numbers and alarms about a training run, from the completions that it scores anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rewardkit.watch.alarms import Alarm
    from rewardkit.watch.settings import Settings
    from rewardkit.watch.sinks import (
        JsonLines,
        MLflow,
        Sink,
        TensorBoard,
        Trackio,
        WandB,
        read_lines,
    )
    from rewardkit.watch.trl import trl_callback
    from rewardkit.watch.watcher import Watch, observe

__all__ = [
    "Alarm",
    "JsonLines",
    "MLflow",
    "Settings",
    "Sink",
    "TensorBoard",
    "Trackio",
    "WandB",
    "Watch",
    "observe",
    "read_lines",
    "trl_callback",
]

_LATE = {
    "Alarm": "alarms",
    "JsonLines": "sinks",
    "MLflow": "sinks",
    "Settings": "settings",
    "Sink": "sinks",
    "TensorBoard": "sinks",
    "Trackio": "sinks",
    "WandB": "sinks",
    "Watch": "watcher",
    "observe": "watcher",
    "read_lines": "sinks",
    "trl_callback": "trl",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'rewardkit.watch' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"rewardkit.watch.{_LATE[name]}"), name)
    globals()[name] = value
    return value
