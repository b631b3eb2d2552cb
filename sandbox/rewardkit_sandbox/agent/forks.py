"""Fork this interpreter without the work that `os.fork` does for programs with threads.

After `os.fork`, Python makes its locks anew and runs what modules have registered for the
child: `threading` alone touches a hundred pages, each of which has then to be copied. The
zygote has one thread and holds no lock, so nothing of that is needed, except for what other
modules register, and a fresh seed for `random`.
"""

from __future__ import annotations

import _thread
import ctypes
import errno
import functools
import os
import sys
from collections.abc import Callable
from typing import Any

# What a child does for these instead: see `Forks.settle`.
KNOWN = ("threading", "random")
HOOKED = (*KNOWN, "logging", "concurrent.futures.thread", "multiprocessing.util")


class Forks:
    """Listens to what modules register for a child; made before any of them is imported."""

    def __init__(self) -> None:
        self._early = [name for name in HOOKED if name in sys.modules]
        self._hooks: list[Callable[[], object]] = []
        self._before = False
        self._register = os.register_at_fork
        os.register_at_fork = self._hear

    def _hear(self, **hooks: Any) -> None:
        self._register(**hooks)
        child = hooks.get("after_in_child")
        if child is not None and getattr(child, "__module__", "") not in KNOWN:
            self._hooks.append(child)
        self._before = self._before or "before" in hooks

    def settle(self) -> Callable[[], int]:
        """Stop listening; return how to fork a process into a process-id namespace of its own.

        To be called when all that a child is to know is imported, and before any thread is
        started.
        """
        os.register_at_fork = self._register
        if self._early or self._before or _thread._count():  # a preloaded module may start one
            return os.fork
        if "threading" in sys.modules:
            # The one thread of a child is the second process of its namespace.
            sys.modules["threading"].main_thread()._native_id = 2
        hooks = self._hooks
        if "random" in sys.modules:
            import _random

            hooks.append(functools.partial(_random.Random.seed, sys.modules["random"]._inst))
        bare = ctypes.PyDLL(None).fork

        def fork() -> int:
            pid: int = bare()
            if pid == 0:
                for hook in hooks:
                    hook()
            elif pid < 0:
                raise OSError(errno.EAGAIN, "fork")
            return pid

        return fork


forks = Forks()
