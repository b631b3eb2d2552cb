"""Which process a call belongs to, and whether that process still runs."""

from __future__ import annotations

import os
import socket
from functools import lru_cache
from pathlib import Path

_GONE = ("Z", "X")


@lru_cache(maxsize=8)
def this_process(pid: int) -> str:
    """Return the name of a process of this machine: its host, its number and when it began.

    Numbers are given out again, and the beginning tells two processes of one number apart.
    """
    return f"{socket.gethostname()}/{pid}/{_begun(pid)}"


def runs(name: str) -> bool:
    """Whether a process still runs; one of another machine is taken to.

    Example:
        >>> runs(this_process(os.getpid())), runs("")
        (True, False)
    """
    host, pid, begun = [*name.split("/"), "", ""][:3]
    if not pid.isdecimal():
        return False
    if host != socket.gethostname():
        return True
    if not begun:
        return _answers(int(pid))
    return _begun(int(pid)) == begun


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it is somebody else's
    return True


def _begun(pid: int) -> str:
    """Return when a process began, in ticks; empty when it has ended or the system hides it."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # The name of the program stands in brackets and may hold anything, brackets too.
    state, *fields = text.rpartition(")")[2].split()
    return "" if state in _GONE else fields[18]
