"""Run folders: choice of the folder, and resumption of an unfinished run.

The same command again resumes its run if that was interrupted, and starts another one beside
it if that was finished. A folder that another process uses is never changed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from rewardkit.data.locks import locked
from rewardkit.data.whole_files import write_whole
from rewardkit.errors import InputError
from rewardkit.grpo import parallel
from rewardkit.grpo.config import TrainConfig
from rewardkit.grpo.config_file import parse_config

CHECKPOINT = "checkpoint.pt"
CONFIG = "config.json"
RESULT = "result.json"
METRICS = "metrics.jsonl"
TRANSCRIPTS = "transcripts.jsonl"


@dataclass
class RunFolder:
    """A folder that belongs to this process while it is open."""

    path: Path
    _lock: IO[str] | None = None
    """None where another process of the run holds the folder."""

    def discard(self) -> None:
        """Remove the folder of a run that could not begin; one with a checkpoint is kept."""
        if self._lock is not None and not (self.path / CHECKPOINT).exists():
            shutil.rmtree(self.path)

    def close(self) -> None:
        """Release the lock of the folder."""
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_folder(path: Path) -> RunFolder | None:
    """Lock a folder, creating it if needed; None when another process holds the lock.

    The operating system releases the lock when the process ends, however it ends.
    """
    path.mkdir(parents=True, exist_ok=True)
    lock = (path / "lock").open("a", encoding="utf-8")
    if not locked(lock):
        lock.close()
        return None
    return RunFolder(path, lock)


def led_folder(choose: Callable[[], RunFolder]) -> RunFolder:
    """Return a folder that the first process of a run chooses and holds, and all of them use."""
    own: list[RunFolder] = []

    def chosen() -> str:
        own.append(choose())
        return str(own[0].path)

    path = parallel.from_leader(chosen)
    return own[0] if own else RunFolder(Path(path))


def choose_folder(config: TrainConfig, config_hash: str, *, fresh: bool = False) -> RunFolder:
    """Find the unfinished run of this config, or make a new folder.

    Args:
        config: The config, which gives the parent folder and the first part of the name.
        config_hash: The second part of the name, which distinguishes configs.
        fresh: Never resume an unfinished run.
    """
    base = run_path(config, config_hash)
    turn = 1
    while True:
        path = base if turn == 1 else base.with_name(f"{base.name}-{turn}")
        turn += 1
        if path.exists() and (fresh or (path / RESULT).is_file()):
            continue
        folder = open_folder(path)
        if folder is not None:
            return folder


def find_run(config: TrainConfig, config_hash: str) -> tuple[Path, dict[str, Any]] | None:
    """Return folder and result of the first finished run of a config; None when there is none."""
    base = run_path(config, config_hash)
    for path in (base, *sorted(base.parent.glob(f"{base.name}-*"))):
        if (path / RESULT).is_file():
            result: dict[str, Any] = json.loads((path / RESULT).read_text(encoding="utf-8"))
            return path, result
    return None


def run_path(config: TrainConfig, config_hash: str) -> Path:
    """Return the folder of the first run of a config."""
    return Path(config.output.folder) / f"{config.name}-seed{config.seed}-{config_hash[:8]}"


def open_run(path: Path) -> RunFolder:
    """Lock the folder of an interrupted run that the user named.

    Raises:
        InputError: It is not a run folder, its run is finished, or another process has it.
    """
    _require_run(path)
    if (path / RESULT).is_file():
        raise InputError(f"the run in {path} is finished; its result is in {path / RESULT}")
    folder = open_folder(path)
    if folder is None:
        raise InputError(f"another process is at work in {path}")
    return folder


def _require_run(path: Path) -> None:
    if not (path / CONFIG).is_file():
        raise InputError(f"{path} is not a run folder: it holds no {CONFIG}")


def write_config(folder: RunFolder, config: TrainConfig, config_hash: str, versions: Any) -> None:
    """Write the config of a run, so that it can be resumed from the folder alone."""
    if not parallel.leads():
        return
    data = {"config": config.to_data(), "hash": config_hash, "versions": versions}
    write_json(folder.path / CONFIG, data)


def read_config(path: Path) -> tuple[TrainConfig, str]:
    """Read the config of a run and its hash.

    Raises:
        InputError: It is not a run folder, or the file is damaged.
        SpecError: The config in it is not one that this version understands.
    """
    _require_run(path)
    try:
        data = json.loads((path / CONFIG).read_text(encoding="utf-8"))
        config, config_hash = data["config"], str(data["hash"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path / CONFIG} cannot be read: {error}") from None
    return parse_config(config, str(path / CONFIG)), config_hash


def write_json(path: Path, data: Any) -> None:
    """Write JSON atomically."""
    write_whole(path, json.dumps(data, indent=2) + "\n")


def write_lines(path: Path, rows: Iterable[Any]) -> None:
    """Write JSON lines atomically."""
    write_whole(path, "".join(json.dumps(row) + "\n" for row in rows))
