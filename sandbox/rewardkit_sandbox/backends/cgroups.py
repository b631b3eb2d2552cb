"""Control groups for the local backend, where this user may make them."""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
PIDS = 512


def kind() -> str:
    """`v2`, `v1`, or "" where no group can be made."""
    if (ROOT / "cgroup.controllers").exists():
        return "v2" if os.access(ROOT, os.W_OK) and os.geteuid() == 0 else ""
    return "v1" if os.access(ROOT / "memory", os.W_OK) and os.geteuid() == 0 else ""


def _folders() -> list[Path]:
    return [ROOT] if kind() == "v2" else [ROOT / "memory", ROOT / "pids"]


class Group:
    """A group of processes with limits on what they use together."""

    def __init__(self, paths: list[Path]) -> None:
        self._paths = paths

    @property
    def paths(self) -> list[str]:
        """The folders of the group."""
        return [str(path) for path in self._paths]

    def remove(self) -> None:
        """Remove the group; its processes are gone, but the kernel may need a moment to know."""
        for path in self._paths:
            for _ in range(50):
                try:
                    path.rmdir()
                    break
                except FileNotFoundError:
                    break
                except OSError:
                    time.sleep(0.01)


def make(name: str, pid: int, memory_mb: int) -> Group | None:
    """Put a process, and so everything it starts, into a new group; None where we may not."""
    found = kind()
    if not found:
        return None
    limits = {
        "memory.max" if found == "v2" else "memory.limit_in_bytes": memory_mb << 20,
        "pids.max": PIDS,
    }
    group = Group([folder / name for folder in _folders()])
    try:
        for path in group._paths:
            path.mkdir()
            for file, limit in limits.items():
                if (path / file).exists():
                    (path / file).write_text(str(limit))
            (path / "cgroup.procs").write_text(str(pid))
    except OSError:
        group.remove()
        return None
    return group


def remove_stale() -> int:
    """Remove groups whose owner is gone; return how many there were."""
    count = 0
    for folder in _folders() if kind() else []:
        for path in folder.glob("rewardkit-*-*"):
            match = re.fullmatch(r"rewardkit-(\d+)-\d+", path.name)
            if match and not os.path.exists(f"/proc/{match[1]}"):
                with contextlib.suppress(OSError):
                    path.rmdir()
                    count += 1
    return count
