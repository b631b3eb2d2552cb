"""Turns at a machine's processors, which every process of this user shares.

Each sandbox has agents of its own, and a trainer opens several, in several processes. Without a
common count, two processes on two processors would run as many programs as all of them together
may, and programs that are merely kept waiting would look slow.

A turn is a byte of one file, locked by whoever has it. The kernel gives it back when its process
ends, however that ends, and a forked child does not inherit it.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows: each process counts for itself there
    fcntl = None  # type: ignore[assignment]

_PAUSE_S = 0.0005
_LONGEST_PAUSE_S = 0.01
PATIENCE_S = 60.0
"""After that a job runs without a turn: a process that was stopped may hold one for ever."""


class Slots:
    """The turns at one engine, as one process sees them.

    Args:
        path: The file; equal for all who share the engine.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._queue = threading.Lock()
        self._held: set[int] = set()
        self._descriptor: int | None = None

    @contextmanager
    def turn(self, capacity: int, patience_s: float = PATIENCE_S) -> Iterator[bool]:
        """Wait for a turn; a thread that has one already gets another at once.

        Args:
            capacity: Turns there are.
            patience_s: How long to wait before going on without.
        """
        depth = getattr(_mine, "depth", 0)
        number = -1 if depth else self._take(capacity, patience_s)
        _mine.depth = depth + 1
        try:
            yield depth > 0 or number >= 0
        finally:
            _mine.depth = depth
            if number >= 0:
                self._give_back(number)

    def _take(self, capacity: int, patience_s: float) -> int:
        end = time.monotonic() + patience_s
        pause = _PAUSE_S
        # One thread of a process waits at a time, so that processes take turns, not threads.
        if not self._queue.acquire(timeout=patience_s):
            return -1
        try:
            while True:
                for number in range(capacity):
                    if self._try(number):
                        return number
                if time.monotonic() > end:
                    return -1
                time.sleep(pause)
                pause = min(_LONGEST_PAUSE_S, pause * 1.5)
        finally:
            self._queue.release()

    def _try(self, number: int) -> bool:
        with self._lock:
            if number in self._held:
                return False
            if fcntl is not None:
                try:
                    fcntl.lockf(self._file(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
                except OSError:
                    return False
            self._held.add(number)
            return True

    def _give_back(self, number: int) -> None:
        with self._lock:
            if number in self._held:  # not after a fork
                self._held.discard(number)
                if fcntl is not None:
                    with contextlib.suppress(OSError):
                        fcntl.lockf(self._file(), fcntl.LOCK_UN, 1, number)

    def _file(self) -> int:
        if self._descriptor is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._descriptor


class _Mine(threading.local):
    depth: int


_mine = _Mine()
_known: dict[Path, Slots] = {}
_known_lock = threading.Lock()


def slots_of(path: Path) -> Slots:
    """Return the turns of a file: one object in a process, since its locks are the process's."""
    with _known_lock:
        return _known.setdefault(path, Slots(path))


def _forget_parents() -> None:
    global _known_lock, _mine
    _known_lock = threading.Lock()
    _known.clear()
    _mine = _Mine()


_after_fork: Any = getattr(os, "register_at_fork", None)
if _after_fork is not None:
    _after_fork(after_in_child=_forget_parents)
