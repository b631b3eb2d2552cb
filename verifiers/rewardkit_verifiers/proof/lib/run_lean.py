"""One run of Lean on a file, in a process of its own that is killed when its time is over."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rewardkit_verifiers.proof.lib.messages import Message, read_messages

RECORDED = ("recorded",)
_RECORDINGS = Path(__file__).parent.parent / "lean" / "recorded.jsonl"
_MOST_OUTPUT = 5_000_000


class NoLean(RuntimeError):
    """Lean could not be started."""


class Overdue(RuntimeError):
    """Lean took longer than its limit."""


def run_lean(source: str, command: Sequence[str], project: str, time_s: float) -> list[Message]:
    """Return the messages of Lean on a file that it reads from its standard input.

    Args:
        source: The file.
        command: The command; `("recorded",)` answers from the recordings beside the verifier.
        project: The folder to run it in; empty for the current one.
        time_s: The limit in seconds of real time.

    Raises:
        NoLean: The command is not there.
        Overdue: It ran longer than the limit.
    """
    if tuple(command) == RECORDED:
        return _replayed(source)
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as written:
        given.write(source.encode())
        given.seek(0)
        try:
            process = subprocess.Popen(
                list(command),
                stdin=given,
                stdout=written,
                stderr=subprocess.DEVNULL,
                cwd=project or None,
                start_new_session=True,
            )
        except OSError as error:
            raise NoLean(f"{command[0]!r} cannot be started: {error.strerror}") from None
        try:
            process.wait(timeout=time_s)
        except subprocess.TimeoutExpired:
            raise Overdue(f"more than {time_s:g} s") from None
        finally:
            _end(process)
        written.seek(0)
        return read_messages(written.read(_MOST_OUTPUT).decode(errors="replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a run: `lake env lean` starts a process of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _replayed(source: str) -> list[Message]:
    name = source.rpartition("#print axioms ")[2].strip()
    for line in _RECORDINGS.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if one["contains"] in source:
            return read_messages("\n".join(one["output"]).replace("THE_CHECK", name))
    raise NoLean("there is no recording of this file")
