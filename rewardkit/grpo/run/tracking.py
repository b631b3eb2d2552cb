"""Metrics of a run: one JSON line per step, and TensorBoard files if enabled."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rewardkit.data.whole_files import write_whole
from rewardkit.errors import MissingExtra

STAGES = ("corpus", "prime", "grpo")


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
