"""How a run ended, in words: from what the kernel says of it and, after that, the child."""

from __future__ import annotations

import os
import signal
import stat
from typing import Any

from rewardkit_sandbox.agent.watch import Watched
from rewardkit_sandbox.agent.zygote import End

LONGEST_FILE = 64 << 20
MOST_WORDS = 300
_ERROR_LINE = (b"error", b"Error", b"ERROR")


def is_code(value: object) -> bool:
    """Whether this is an exit code."""
    return isinstance(value, int) and 0 <= value <= 255


def outcome(
    watched: Watched, status: int, end: dict[str, Any], limits: dict[str, Any]
) -> tuple[str, str]:
    """Return how a run ended, and one line on why.

    Args:
        watched: The child.
        status: Its exit code, or the negative number of a signal.
        end: What it said of its end.
        limits: Those of one run.
    """
    processor = ("timeout", f"more than {limits['cpu_s']:g} s of processor time")
    broken = {
        "timeout": ("timeout", f"more than {limits['wall_s']:g} s"),
        "total": ("timeout", "more than all runs together may take"),
        "cpu": processor,
        "output": ("output_limit", f"more than {limits['output_bytes']} bytes of output"),
        "memory": ("memory_limit", f"more than {limits['memory_mb']} MiB"),
    }
    if watched.why in broken:
        return broken[watched.why]
    reply = watched.reply or End()
    if status == -signal.SIGXCPU or (status == -signal.SIGKILL and reply.cpu_s >= limits["cpu_s"]):
        return processor
    if reply.memory_kb - reply.base_kb > limits["memory_mb"] << 10:
        return "memory_limit", f"a peak of more than {limits['memory_mb']} MiB"
    if status == -signal.SIGKILL:
        return "killed", "killed from outside: the container was out of memory, or it did it itself"
    if status < 0:
        return "runtime_error", f"signal {-status}"
    said = clear(f"{str(end.get('error', ''))[:80]}: {end.get('said', '')}".strip(": "))
    if end.get("end") == "compile":
        return "compile_error", said
    if end.get("error") == "MemoryError":
        return "memory_limit", "MemoryError"
    if status:
        last = last_line(watched.err.data)
        return "runtime_error", said or f"exit code {status}" + (f": {last}" if last else "")
    return "ok", ""


def clear(text: str) -> str:
    """Return text on one line, cut, with nothing in it that moves a cursor."""
    return "".join(c if c.isprintable() else " " for c in text[:MOST_WORDS]).strip()


def error_line(stderr: bytes) -> str:
    """The line of a compiler's words that says what is wrong."""
    lines = stderr[:65536].splitlines()
    found = next((line for line in lines if any(word in line for word in _ERROR_LINE)), b"")
    return clear((found or next(iter(lines), b"")).decode("utf-8", "replace"))


def last_line(stderr: bytes) -> str:
    """The last line that a program wrote on its way out."""
    lines = [line for line in stderr[-4096:].splitlines() if line.strip()]
    return clear(lines[-1].decode("utf-8", "replace")) if lines else ""


def read_beneath(folder: int | None, path: str) -> bytes:
    """Read a regular file below a folder, following no link on the way."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    *parents, last = path.split("/")
    opened: list[int] = []
    try:
        for part in parents:
            folder = os.open(part, flags | os.O_DIRECTORY, dir_fd=folder)
            opened.append(folder)
        opened.append(os.open(last, flags, dir_fd=folder))
        if not stat.S_ISREG(os.fstat(opened[-1]).st_mode):
            raise OSError("not a regular file")
        with os.fdopen(opened.pop(), "rb") as file:
            return file.read(LONGEST_FILE)
    finally:
        for descriptor in opened:
            os.close(descriptor)
