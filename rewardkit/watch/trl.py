"""A TrainerCallback for TRL: alarms may end the run, and checkpoints keep the state."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from rewardkit.data.whole_files import write_whole
from rewardkit.errors import MissingExtra
from rewardkit.watch.watcher import Watch

log = logging.getLogger("rewardkit.watch")


def trl_callback(watch: Watch, *, stop: bool = False) -> Any:
    """Return a TrainerCallback for the watch of `reward.for_trl(watch=watch)`.

    The reward logs the numbers itself. The callback keeps the state with each checkpoint and takes
    it up when training is resumed from one, and closes the sinks at the end.

    Args:
        watch: The watch that the reward was given.
        stop: End training after the step of an alarm that says wrong completions are paid.

    Raises:
        MissingExtra: transformers is not installed.
    """
    try:
        from transformers import TrainerCallback
    except ImportError:
        raise MissingExtra("a callback for TRL", "train") from None
    name = f"watch_{watch.reward.name}.json"

    class WatchCallback(TrainerCallback):  # type: ignore[misc, unused-ignore]
        def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            path = _folder(args, state) / name
            if state.global_step and path.is_file():
                watch.load_state_dict(json.loads(path.read_text(encoding="utf-8")))

        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            found = [one for one in watch.alarms if one.exploit]
            if stop and found:
                log.warning("training ends: %s", found[0])
                control.should_training_stop = True

        def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            folder = _folder(args, state)
            if folder.is_dir() and getattr(state, "is_world_process_zero", True):
                write_whole(folder / name, json.dumps(watch.state_dict()))

        def on_train_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            watch.close()

    return WatchCallback()


def _folder(args: Any, state: Any) -> Path:
    return Path(args.output_dir) / f"checkpoint-{state.global_step}"
