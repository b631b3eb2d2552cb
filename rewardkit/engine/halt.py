"""A switch that ends what a cancelled run still does: no further calls, and workers killed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Halt:
    """A switch for the calls of one leaf, which run in threads that nobody waits for any more.

    Example:
        >>> halt = Halt()
        >>> with halt.ending(lambda: print("killed")):
        ...     halt.pull()
        killed
        >>> halt.pulled
        True
    """

    def __init__(self) -> None:
        self.pulled = False
        self._lock = threading.Lock()
        self._ends: list[Callable[[], None]] = []

    def pull(self) -> None:
        """End what runs now, and let nothing else begin."""
        with self._lock:
            self.pulled = True
            ends, self._ends = self._ends, []
        for end in ends:
            end()

    @contextmanager
    def ending(self, end: Callable[[], None]) -> Iterator[None]:
        """Call `end` when the switch is pulled during the block, or was pulled before it."""
        with self._lock:
            late = self.pulled
            if not late:
                self._ends.append(end)
        if late:
            end()
        try:
            yield
        finally:
            with self._lock:
                if end in self._ends:
                    self._ends.remove(end)
