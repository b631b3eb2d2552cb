"""The runner of one grader over labelled pairs, in a process that is killed at a deadline."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rewardkit_verifiers.bench.math.peers import PEERS

_STARTUP_SECONDS = 180.0
# Characters that are sent ahead: fewer than a pipe holds, so that a write never waits for a process
# that hangs.
_AHEAD = 30_000
_COMMAND = "python -m rewardkit_verifiers.bench.math.child"


class NoStart(Exception):
    """A grader that is installed cannot be loaded."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled pair.

    Attributes:
        gold: The reference.
        pred: The model's text.
        expected: The label.
        bare: Whether `pred` is the answer alone, without text around it.
    """

    gold: str
    pred: str
    expected: bool
    bare: bool


class Process:
    """The process of a grader, restarted after it was killed."""

    def __init__(self, name: str, folder: str) -> None:
        self.name = name
        self.folder = folder
        self.cpu = 0.0
        self.hangs = 0
        self._child: subprocess.Popen[str] | None = None
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def ask(self, gold: str, pred: str, bare: bool, seconds: float, thread: bool) -> dict[str, Any]:
        """Return the answer about one pair; `hang` or `died` as the error where there is none."""
        self._send(_asked(Row(gold, pred, False, bare), thread))
        return self._answer(seconds)

    def ask_all(self, rows: Sequence[Row], seconds: float) -> Iterator[dict[str, Any]]:
        """Yield the answers about pairs, which are sent ahead as a trainer sends a batch.

        A process that sleeps between two pairs would pay for cold caches at each of them.

        Args:
            rows: The pairs.
            seconds: How long one may take before the process is killed; later pairs go to a new
                one.
        """
        asked = [_asked(row, thread=False) for row in rows]
        sent = 0
        for done in range(len(asked)):
            if self._child is None:
                sent = done
            while sent < len(asked) and (
                sent == done or sum(map(len, asked[done : sent + 1])) < _AHEAD
            ):
                self._send(asked[sent])
                sent += 1
            yield self._answer(seconds)

    def _send(self, asked: str) -> None:
        child = self._child or self._started()
        assert child.stdin is not None
        with contextlib.suppress(OSError):  # the process has ended: no answer will come
            child.stdin.write(asked)
            child.stdin.flush()

    def _answer(self, seconds: float) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            self.hangs += 1
            self.end()
            return {"got": False, "error": "hang", "seconds": seconds}
        if line is None:
            self.end()
            return {"got": False, "error": "died", "seconds": 0.0}
        answer: dict[str, Any] = json.loads(line)
        self.cpu += answer["cpu"]
        return answer

    def add_processes(self) -> None:
        """Add the CPU time of processes that the grader started."""
        child = self._child
        if child is None or child.stdin is None:
            return
        with contextlib.suppress(OSError, queue.Empty):  # it has ended: nothing to add
            child.stdin.write("{}\n")
            child.stdin.flush()
            line = self._lines.get(timeout=10.0)
            self.cpu += json.loads(line)["cpu"] if line else 0.0

    def _started(self) -> subprocess.Popen[str]:
        self._lines = queue.SimpleQueue()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "rewardkit_verifiers.bench.math.child", self.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,
        )
        threading.Thread(target=_listen, args=(self._child, self._lines), daemon=True).start()
        try:
            line = self._lines.get(timeout=_STARTUP_SECONDS)
        except queue.Empty:
            line = None
        if line is None:
            self.end()
            raise NoStart(f"does not start: {_COMMAND} {self.name}")
        return self._child

    def end(self) -> None:
        """Kill the process and every process it started."""
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(OSError):  # it has ended already
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if child.stdin is not None:
            with contextlib.suppress(OSError):  # unwritten data has no reader any more
                child.stdin.close()


def _asked(row: Row, thread: bool) -> str:
    """Return one line of JSON that asks for a pair."""
    asked = {"gold": row.gold, "pred": row.pred, "bare": row.bare, "thread": thread}
    return json.dumps(asked) + "\n"


def _listen(child: subprocess.Popen[str], lines: queue.SimpleQueue[str | None]) -> None:
    assert child.stdout is not None
    with child.stdout as pipe:
        for line in pipe:
            lines.put(line)
    lines.put(None)


def measured(name: str, rows: Sequence[Row], seconds: float) -> dict[str, Any]:
    """Judge every row once, in order, starting with empty caches.

    Args:
        name: One of `PEERS`.
        rows: The pairs.
        seconds: How long one may take before its process is killed.

    Returns:
        The share that is right, false positives and negatives, pairs a CPU second, and the
        times of single pairs in milliseconds.
    """
    with tempfile.TemporaryDirectory() as folder:
        process = Process(name, folder)
        try:
            answers = list(process.ask_all(rows, seconds))
            process.add_processes()
        finally:
            process.end()
    wall = sorted(answer["seconds"] for answer in answers)
    wrong = [
        index
        for index, (answer, row) in enumerate(zip(answers, rows, strict=True))
        if answer["got"] != row.expected
    ]
    false_positive = sum(not rows[index].expected for index in wrong)
    judged = sum(answer["error"] != "hang" for answer in answers)
    return {
        "right": 1 - len(wrong) / len(rows),
        "false_positive": false_positive,
        "false_negative": len(wrong) - false_positive,
        "per_cpu_second": judged / process.cpu if process.cpu else float("inf"),
        "p50_ms": 1e3 * wall[len(wall) // 2],
        "p99_ms": 1e3 * wall[min(len(wall) - 1, len(wall) * 99 // 100)],
        "max_ms": 1e3 * wall[-1],
        "hangs": process.hangs,
        "errors": sum(bool(answer["error"]) for answer in answers),
        "wrong": wrong,
    }


# A trivial pair, and pairs whose evaluation grows without bound.
_EASY = ("\\frac{1}{2}", "\\frac{2}{4}")
_ENDLESS = (
    ("3.5", "9^{9^{9^{9}}}"),
    ("\\sqrt{2}", "(10^9)!"),
    ("\\frac{1}{2}", "\\binom{10^9}{5\\cdot 10^8}"),
    ("7", "2003^{2002^{2001}}"),
)
# Each makes a file when it is run as Python.
_PROGRAMS = (
    ("2\\pi", "open('ran','w')\\pi"),
    ("3.5", "open('ran','w')"),
    ("\\begin{pmatrix}1\\\\2\\end{pmatrix}", "[open('ran','w')]"),
    ("x", "__import__('pathlib').Path('ran').touch()"),
    ("(1,2)", "(open('ran','w'),2)"),
    ("\\frac{1}{2}", "\\frac{open('ran','w')}{2}"),
)


def behaviour(name: str, seconds: float) -> dict[str, str]:
    """Return the behaviour of a grader off the main thread, and whether it executes its input.

    Args:
        name: One of `PEERS`.
        seconds: The time without an answer after which it counts as hanging.
    """
    return {"thread": _off_the_main_thread(name, seconds), "runs_text": _runs_text(name, seconds)}


def _off_the_main_thread(name: str, seconds: float) -> str:
    with tempfile.TemporaryDirectory() as folder:
        process = Process(name, folder)
        try:
            here, there = (process.ask(*_EASY, True, seconds, thread) for thread in (False, True))
            if there["error"] and not here["error"]:
                return f"raises {there['error']}"
            if here["got"] and not there["got"]:
                return "silently 0"
            for gold, pred in _ENDLESS:
                process.ask(gold, pred, True, seconds, thread=True)
            return f"hangs on {process.hangs} of {len(_ENDLESS)}" if process.hangs else "ok"
        finally:
            process.end()


def _runs_text(name: str, seconds: float) -> str:
    ran = 0
    for gold, pred in _PROGRAMS:
        with tempfile.TemporaryDirectory() as folder:
            process = Process(name, folder)
            try:
                process.ask(gold, pred, True, seconds, thread=False)
            finally:
                process.end()
            ran += (Path(folder) / "ran").exists()
    return f"yes, {ran} of {len(_PROGRAMS)}" if ran else "no"


def version(name: str) -> str:
    """Return the installed version of the distribution a grader comes from."""
    from importlib import metadata

    try:
        return metadata.version(PEERS[name].package)
    except metadata.PackageNotFoundError:
        return "not installed from a distribution"
