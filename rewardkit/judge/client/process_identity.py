"""Process identity: the name of a process, and whether it still runs."""

from __future__ import annotations

import os
import socket
from functools import lru_cache
from pathlib import Path

_GONE = ("Z", "X")


@lru_cache(maxsize=8)
def this_process(pid: int) -> str:
    """Return the name of this process: host, process id and start time.

    Process ids are reused; the start time distinguishes two processes of one id.
    """
    return f"{socket.gethostname()}/{pid}/{_begun(pid)}"


def runs(name: str) -> bool:
    """Return True if a process still runs; one of another machine is assumed to.

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
        return True  # it belongs to another user
    return True


def _begun(pid: int) -> str:
    """Return the start time of a process in ticks; empty if it has ended or is hidden."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # The program's name is in brackets and may itself hold brackets.
    state, *fields = text.rpartition(")")[2].split()
    return "" if state in _GONE else fields[18]
