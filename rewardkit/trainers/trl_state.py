"""Running normalisers of a reward, kept beside the checkpoints of a transformers Trainer."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

from rewardkit.data.whole_files import write_whole
from rewardkit.trainers.bridge import Bridge

log = logging.getLogger("rewardkit.trainers")
_MARK = "rewardkit_bridge"


def state_callback(bridge: Bridge) -> Any:
    """Return a TrainerCallback that saves running normalisers with each checkpoint.

    When training is resumed it loads them from the checkpoint of the step that training goes on
    from, in the trainer's output folder.
    """
    from transformers import TrainerCallback

    class KeepState(TrainerCallback):  # type: ignore[misc, unused-ignore]
        def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            load_state(bridge, args, state)

        def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            save_state(bridge, args, state)

    found = KeepState()
    setattr(found, _MARK, bridge)
    return found


def keep_state(trainer: Any, bridge: Bridge) -> None:
    """Add the callback to a trainer that has none for this reward, at the first call of a run."""
    handler = getattr(trainer, "callback_handler", None)
    if handler is None or not bridge.state_dict():
        return
    if any(getattr(one, _MARK, None) is bridge for one in handler.callbacks):
        return
    trainer.add_callback(state_callback(bridge))
    # Training has begun already, so the callback will not hear of it.
    load_state(bridge, trainer.args, trainer.state)


def save_state(bridge: Bridge, args: Any, state: Any) -> None:
    """Write the state into the folder of the checkpoint that was just saved."""
    path = _path(bridge, args, state)
    if path.parent.is_dir() and getattr(state, "is_world_process_zero", True):
        write_whole(path, json.dumps(bridge.state_dict()))


def load_state(bridge: Bridge, args: Any, state: Any) -> None:
    """Restore the state that belongs to the step training goes on from; say if there is none."""
    if not state.global_step or not bridge.state_dict():
        return
    path = _path(bridge, args, state)
    if path.exists():
        bridge.load_state_dict(json.loads(path.read_text(encoding="utf-8")))
        return
    log.warning(
        "reward %r: there is no %s, so its running normaliser starts anew at step %d",
        bridge.reward.name,
        path,
        state.global_step,
    )


def _path(bridge: Bridge, args: Any, state: Any) -> Path:
    name = re.sub(r"[^\w.-]", "_", bridge.reward.name)
    return Path(args.output_dir) / f"checkpoint-{state.global_step}" / f"rewardkit_{name}.json"
