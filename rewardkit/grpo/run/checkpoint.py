"""Checkpoints: one file that resumes a run with identical results.

A checkpoint is written to a temporary file and renamed, so after a kill at any moment the old or
the new one is complete. It is read with `weights_only=True`: no code runs.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from rewardkit.data.whole_files import whole_file
from rewardkit.errors import InputError
from rewardkit.grpo import parallel
from rewardkit.grpo.policy.model import learnt_state
from rewardkit.grpo.run.runfolder import CHECKPOINT

FORMAT = 2


@dataclass
class Progress:
    """The measurements of a run so far."""

    before: dict[str, Any] | None = None
    """The Evaluation of the primed policy."""
    best: float = -1.0
    """The best validation accuracy."""
    best_step: int = 0
    stale: int = 0
    """Measurements since the best one."""
    seconds: float = 0.0
    """Wall-clock seconds, all sessions together."""
    components: dict[str, float | None] = field(default_factory=dict)
    entropy_weight: float | None = None
    """Of the next batch, where it adapts; None before the first."""
    standard: dict[str, Any] | None = None
    """The watch's standard of full pay, which depends on the batches so far."""
    reference_step: int = 0
    """The step after which the reference was frozen."""


@dataclass
class Cursor:
    """The position of a run: `step` steps of `stage` are done."""

    stage: str
    step: int = 0


@dataclass
class Chance:
    """The random generators of a stage: `order` picks problems, `tokens` samples completions."""

    order: random.Random
    tokens: torch.Generator


def make_chance(seed: int, stage: str, device: torch.device) -> Chance:
    """Return the generators of one stage, independent of those of other stages.

    All processes pick the same problems; each samples from a generator of its own.
    """
    own = random.Random(f"{seed}/{stage}")
    token_seed = own.getrandbits(62)
    if parallel.rank() > 0:
        token_seed = random.Random(f"{seed}/{stage}/{parallel.rank()}").getrandbits(62)
    tokens = torch.Generator(device=device).manual_seed(token_seed)
    return Chance(own, tokens)


def save_checkpoint(
    folder: Path, model: torch.nn.Module, chance: Chance, state: Mapping[str, Any]
) -> None:
    """Write the checkpoint of a run folder: the first process does, with what it needs of others.

    Args:
        folder: The run folder.
        model: The policy's.
        chance: The random generators of the stage.
        state: All other state of the run, as torch can read it without running code.

    Raises:
        PeerFailed: The weights of the processes are no longer the same.
    """
    parallel.require_same("the weights", parallel.digest(model.parameters()))
    tokens = parallel.gathered(chance.tokens.get_state)
    if not parallel.leads():
        return
    generators = {
        "order": chance.order.getstate(),
        "tokens": tokens,  # of each process
        "python": random.getstate(),
        "torch": torch.get_rng_state(),
    }
    whole = {"format": FORMAT, "model": learnt_state(model), **generators, **state}
    write_atomically(folder / CHECKPOINT, whole)


def read_checkpoint(folder: Path) -> dict[str, Any] | None:
    """Read the checkpoint of a run folder; None when there is none.

    Raises:
        InputError: The file is no checkpoint of this format.
    """
    path = folder / CHECKPOINT
    if not path.is_file():
        return None
    try:
        data: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        raise InputError(
            f"{path} cannot be read as a checkpoint ({type(error).__name__}). "
            "Remove it to start the run again."
        ) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError(
            f"{path} is not a checkpoint of format {FORMAT}. Start again with --fresh."
        )
    return data


def restore_chance(data: Mapping[str, Any], chance: Chance) -> None:
    """Restore the state of every random generator."""
    chance.order.setstate(_as_state(data["order"]))
    chance.tokens.set_state(data["tokens"][parallel.rank()])
    random.setstate(_as_state(data["python"]))
    torch.set_rng_state(data["torch"])


def write_atomically(path: Path, data: Any) -> None:
    """Save with torch atomically."""
    with whole_file(path) as file:
        torch.save(data, file)


def _as_state(state: Any) -> tuple[Any, ...]:
    version, numbers, gauss = state
    return version, tuple(numbers), gauss
