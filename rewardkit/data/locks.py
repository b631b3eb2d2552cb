"""Locks on files, by which two processes keep out of each other's way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def locked(file: IO[str]) -> bool:
    """Lock an open file for this process; False when another one holds it."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system: trust the user
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def lock_beside(path: Path) -> Iterator[bool]:
    """Hold a lock file beside a path; yields False when another process holds it.

    The file is removed in the end. The lock itself goes with the process, however it ends.
    """
    place = path.with_name(f"{path.name}.lock")
    with place.open("w", encoding="utf-8") as file:
        mine = locked(file)
        try:
            yield mine
        finally:
            if mine:
                place.unlink(missing_ok=True)
