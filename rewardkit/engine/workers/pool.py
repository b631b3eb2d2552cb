"""Pools of worker processes that can be killed, in which `isolated=True` rewards run.

Each worker is an ordinary subprocess with its own pipes, so one that hangs, crashes or is killed
loses only the sample it was scoring, and a deadline holds from any thread, event loop or daemonic
process. Workers import the module of a reward and nothing of the script that runs them, so a
training script needs no `if __name__ == "__main__"`.
"""

from __future__ import annotations

import atexit
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
from collections.abc import Mapping, Sequence
from time import monotonic, perf_counter
from typing import Any

from rewardkit.data.score import STATUSES, Score
from rewardkit.engine.halt import Halt
from rewardkit.engine.workers.frames import read_frame, write_frame_within
from rewardkit.engine.workers.job import LOADING, Job
from rewardkit.errors import DefinitionError, describe

# For starting a worker and importing the module of a reward, which no sample should pay for.
STARTUP_SECONDS = 60.0
# After so many failures to load in a row, a reward is not tried again in one call of score.
_LOADS = 2
# A load that was killed from outside says little of the reward, so more of them are allowed.
_KILLED_LOADS = 8
_TRIES = 3
# How worker processes end that something else killed: the kernel short of memory, or a person.
_KILLED = (-signal.SIGTERM, -getattr(signal, "SIGKILL", 9))
_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from rewardkit.engine.workers.process import main; main()"
)


class Worker:
    """One subprocess, used by one thread at a time."""

    def __init__(self) -> None:
        self.loaded: set[str] = set()
        self.served = 0
        self.process = subprocess.Popen(
            [sys.executable, "-c", _BOOT, json.dumps([p for p in sys.path if isinstance(p, str)])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Sets and dicts then have one order in every worker.
            env={**os.environ, "PYTHONHASHSEED": os.environ.get("PYTHONHASHSEED", "0")},
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


class Pool:
    """At most `size` workers, started when needed and shared by every thread."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._slots = threading.Semaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self.workers: set[Worker] = set()
        self._closed = False

    def run(
        self,
        job: Job,
        arguments: Mapping[str, Any],
        count: int | None = None,
        halt: Halt | None = None,
    ) -> Sequence[Score] | Score:
        """Run a reward once.

        Args:
            job: The reward.
            arguments: What its function is called with, settings aside.
            count: How many rows the arguments hold, or None for a function of one sample.
            halt: A switch that kills the worker of this call when nobody waits for it any more.

        Returns:
            The scores, one for each row, or one failure for all of them. The time that a call
            waits for a free worker, and a worker for its imports, counts against no deadline.
        """
        try:
            sent = pickle.dumps(dict(arguments))
        except Exception as error:  # noqa: BLE001 - pickling runs the code of strangers
            return Score.error(
                "not_sendable", f"the arguments cannot be sent to a worker: {describe(error)}"
            )
        if LOADING.is_set():
            raise DefinitionError(
                "the module of an isolated reward scores while a worker process loads it, which "
                "would start workers without end. Put what the script does under "
                '`if __name__ == "__main__"`, or the reward into a module of its own.'
            )
        request = {"do": "run", "key": job.key, "arguments": sent, "seconds": job.seconds}
        request["count"] = count
        with self._slots:
            # Asked again, for what happened may be no doing of this row: the process was killed
            # from outside, or the calls before this one had filled its memory.
            for _ in range(_TRIES):
                found, again = self._run(job, request, halt or Halt())
                if not again or (halt is not None and halt.pulled):
                    break
            return found

    def _run(
        self, job: Job, request: Mapping[str, Any], halt: Halt
    ) -> tuple[Sequence[Score] | Score, bool]:
        if len(job.troubles) >= _LOADS or len(job.kills) >= _KILLED_LOADS:
            return (job.troubles or job.kills)[-1], False
        start = perf_counter()
        worker: Worker | None = None
        healthy = False
        try:
            if halt.pulled:
                return Score.error("worker_died", "the run was cancelled"), False
            worker = self._take()
            with halt.ending(worker.end):
                trouble = _loaded(worker, job)
                if trouble is not None:
                    healthy = worker.alive
                    killed = worker.process.returncode in _KILLED
                    if not halt.pulled:
                        (job.kills if killed else job.troubles).append(trouble)
                    return trouble, killed
                job.troubles.clear()
                job.kills.clear()
                reply = worker.ask(request, job.seconds)
            worker.served += 1
            if reply is None:
                died = Score.error("worker_died", f"the worker process {_end(worker)}")
                return died, worker.process.returncode in _KILLED
            found, healthy = _read(reply, request["count"])
            full = isinstance(found, Score) and found.reason == "out_of_memory"
            return found, full and worker.served > 1
        except TimeoutError:
            detail = f"stopped after {job.seconds:g} s"
            return Score(None, "timeout", "deadline", detail, perf_counter() - start), False
        except OSError as error:
            return Score.error("no_worker", f"no worker process could be started: {error}"), False
        except (ValueError, RecursionError) as error:
            detail = f"the worker answered out of form: {error}"
            return Score.error("bad_reply", detail), False
        finally:
            # Also when this thread is interrupted: the worker is then in the middle of a call.
            self._give_back(worker, healthy)

    def _take(self) -> Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive and worker.clean:
                    return worker
                self.workers.discard(worker)
                worker.kill()
            if self._closed:
                raise OSError("the interpreter is shutting down")
            worker = Worker()
            self.workers.add(worker)
            return worker

    def _give_back(self, worker: Worker | None, healthy: bool) -> None:
        if worker is None:
            return
        with self._lock:
            if healthy and not self._closed:
                self._idle.append(worker)
                return
            self.workers.discard(worker)
        worker.kill()

    @property
    def busy(self) -> int:
        """The number of workers that run a call."""
        with self._lock:
            return len(self.workers) - len(self._idle)

    def close(self) -> None:
        """Kill every worker and start no more."""
        with self._lock:
            self._closed = True
            workers, self._idle = list(self.workers), []
            self.workers.clear()
        for worker in workers:
            worker.kill()


def _loaded(worker: Worker, job: Job) -> Score | None:
    if job.key in worker.loaded:
        return None
    try:
        reply = worker.ask(job.load, STARTUP_SECONDS)
    except TimeoutError:
        worker.kill()
        return Score.error("worker_cannot_load", f"not loaded within {STARTUP_SECONDS:g} s")
    if reply is None:
        return Score.error(
            "worker_cannot_load", f"while loading, the worker process {_end(worker)}"
        )
    if reply.get("loaded") is not True:
        found, _ = _read(reply, None)
        return found if isinstance(found, Score) else Score.error("bad_reply", "nothing was loaded")
    worker.loaded.add(job.key)
    return None


def _end(worker: Worker) -> str:
    worker.kill()
    code = worker.process.returncode
    if code is not None and code < 0:
        known = {one.value: one.name for one in signal.Signals}
        return f"was killed by {known.get(-code, f'signal {-code}')}"
    return f"ended with exit status {code}"


def _read(answer: Mapping[str, Any], count: int | None) -> tuple[Sequence[Score] | Score, bool]:
    try:
        if "failed" in answer:
            reason, detail = answer["failed"]
            return Score.error(str(reason), str(detail)), not answer.get("retire")
        scores = [_score(*row) for row in answer["scores"]]
        if len(scores) != (1 if count is None else count):
            raise ValueError(f"{len(scores)} scores for {count or 1} rows")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        return Score.error("bad_reply", f"the worker answered out of form: {error}"), False
    return scores, True


def _score(
    value: Any, status: Any, reason: Any, detail: Any, seconds: Any, extra: Mapping[str, Any]
) -> Score:
    if status not in STATUSES or isinstance(value, (str, list, dict)):
        raise ValueError(f"status {status!r}, value {value!r}")
    number = None if value is None else float(value)
    return Score(number, status, str(reason), str(detail), float(seconds), extra)


_POOLS: dict[tuple[str, int], Pool] = {}
_POOLS_LOCK = threading.Lock()


def pool(size: int, name: str = "") -> Pool:
    """Return the pool of that size; every caller in this process shares it.

    Args:
        size: How many workers it has at most.
        name: The pool's owner, for a verifier that must not queue behind slow rewards.
    """
    with _POOLS_LOCK:
        if (name, size) not in _POOLS:
            _POOLS[name, size] = Pool(size)
        return _POOLS[name, size]


def shutdown() -> None:
    """Kill all workers of this process; a later call starts new ones."""
    with _POOLS_LOCK:
        pools = list(_POOLS.values())
        _POOLS.clear()
    for one in pools:
        one.close()


_INHERITED: list[Pool] = []


def _forget() -> None:
    # In a forked child: neither the locks nor the workers are ours. The pools are kept, since a
    # Popen object that is collected while its process runs emits a ResourceWarning.
    global _POOLS_LOCK
    _POOLS_LOCK = threading.Lock()
    _INHERITED.extend(_POOLS.values())
    for one in _POOLS.values():
        for worker in one.workers:
            worker.disown()
    _POOLS.clear()


atexit.register(shutdown)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
