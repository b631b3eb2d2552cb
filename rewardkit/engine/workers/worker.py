"""Worker processes: subprocesses with pipes of their own; idle ones are kept for the next call."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from rewardkit.engine.workers.frames import read_frame, write_frame_within

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from rewardkit.engine.workers.process import main; main()"
)
# Every process that a worker starts inherits this variable, so it is found in a session of its own.
_MARK = "REWARDKIT_WORKER"


class Worker:
    """One subprocess, used by one thread at a time."""

    def __init__(self) -> None:
        self.loaded: set[str] = set()
        self.served = 0
        self._mark = secrets.token_hex(16)
        self.process = subprocess.Popen(
            [sys.executable, "-c", _BOOT, json.dumps([p for p in sys.path if isinstance(p, str)])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Sets and dicts then have one order in every worker.
            env={
                **os.environ,
                "PYTHONHASHSEED": os.environ.get("PYTHONHASHSEED", "0"),
                _MARK: self._mark,
            },
            # Its own session: Ctrl-C reaches this process only, and every process that the worker
            # started can be killed with it.
            start_new_session=True,
        )
        self._replies: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, name="rewardkit-worker", daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def ask(self, request: Mapping[str, Any], seconds: float) -> dict[str, Any] | None:
        """Send a request and wait for the reply; None when the process ends instead.

        Raises:
            TimeoutError: There is no reply in time.
            ValueError: What came is no reply to this request.
        """
        assert self.process.stdin is not None
        number = secrets.token_hex(16)
        end = monotonic() + seconds
        try:
            write_frame_within(
                self.process.stdin, pickle.dumps({**request, "number": number}), seconds
            )
        except TimeoutError:
            raise
        except OSError:
            return None
        try:
            frame = self._replies.get(timeout=max(0.0, end - monotonic()))
        except queue.Empty:
            raise TimeoutError from None
        if frame is None:
            return None
        reply = json.loads(frame)
        if not isinstance(reply, dict) or reply.get("number") != number:
            raise ValueError("a frame that is no answer to what was asked")
        return reply

    @property
    def clean(self) -> bool:
        """Whether nothing was written to the pipe that nobody asked for."""
        return self._replies.empty()

    def end(self) -> None:
        """Kill the process while another thread waits for its answer, which then finds it dead."""
        # Until it is waited for, its process id cannot be reused.
        if self.process.returncode is None:
            with contextlib.suppress(OSError):  # it has ended already
                if hasattr(os, "killpg"):
                    os.killpg(self.process.pid, signal.SIGKILL)
                else:
                    self.process.kill()

    def kill(self) -> None:
        """Kill the process and every process it started."""
        self.end()
        self.process.wait()
        _kill_marked(f"{_MARK}={self._mark}".encode())
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):  # unwritten data has no reader any more
            self.process.stdin.close()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as pipe:
            while (frame := read_frame(pipe)) is not None:
                self._replies.put(frame)
        self._replies.put(None)

    def disown(self) -> None:
        """Close our copies of the pipes in a forked child; the worker is the parent's."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    os.close(pipe.fileno())


def _kill_marked(mark: bytes) -> None:
    """Kill what a worker has left in sessions of its own, where the system lists processes."""
    for place in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):  # ended meanwhile, or another user's
            if mark in place.read_bytes().split(b"\0"):
                os.kill(int(place.parent.name), signal.SIGKILL)


class Workers:
    """The workers of all pools of one name; idle ones serve whichever pool asks next."""

    def __init__(self) -> None:
        self.all: set[Worker] = set()
        self.most = 1
        """The size of the largest pool: no more are kept idle."""
        self._idle: list[Worker] = []
        self._lock = threading.Lock()
        self._closed = False

    def take(self) -> Worker:
        """Return an idle worker, or a new one.

        Raises:
            OSError: None can be started.
        """
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive and worker.clean:
                    return worker
                self.all.discard(worker)
                worker.kill()
            if self._closed:
                raise OSError("the interpreter is shutting down")
            worker = Worker()
            self.all.add(worker)
            return worker

    def give_back(self, worker: Worker | None, healthy: bool) -> None:
        """Keep a worker for the next call, or kill it."""
        if worker is None:
            return
        with self._lock:
            if healthy and not self._closed and len(self._idle) < self.most:
                self._idle.append(worker)
                return
            self.all.discard(worker)
        worker.kill()

    @property
    def busy(self) -> int:
        """The number of workers that run a call."""
        with self._lock:
            return len(self.all) - len(self._idle)

    def close(self) -> None:
        """Kill every worker and start no more."""
        with self._lock:
            self._closed = True
            workers, self._idle = list(self.all), []
            self.all.clear()
        for worker in workers:
            worker.kill()
