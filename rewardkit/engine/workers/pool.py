"""Pools of worker processes that can be killed, in which `isolated=True` rewards run.

Each worker is an ordinary subprocess with its own pipes, so one that hangs, crashes or is killed
loses only the sample it was scoring, and a deadline holds from any thread, event loop or daemonic
process. Workers import the module of a reward and nothing of the script that runs them, so a
training script needs no `if __name__ == "__main__"`.
"""

from __future__ import annotations

import atexit
import math
import os
import pickle
import signal
import threading
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any

from rewardkit.data.score import STATUSES, Score
from rewardkit.data.steps import read_steps
from rewardkit.engine.halt import Halt
from rewardkit.engine.workers.job import LOADING, Job
from rewardkit.engine.workers.worker import Worker, Workers
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


class Pool:
    """At most `size` calls at a time, on workers started when needed; shared by every thread."""

    def __init__(self, size: int, shared: Workers | None = None) -> None:
        self.size = size
        self._slots = threading.Semaphore(size)
        self._shared = shared or Workers()
        self._shared.most = max(self._shared.most, size)

    @property
    def workers(self) -> set[Worker]:
        """The workers, idle ones included, of all pools of this name."""
        return self._shared.all

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
            worker = self._shared.take()
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
            self._shared.give_back(worker, healthy)

    @property
    def busy(self) -> int:
        """The number of workers that run a call."""
        return self._shared.busy

    def close(self) -> None:
        """Kill every worker and start no more."""
        self._shared.close()


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
    value: Any,
    status: Any,
    reason: Any,
    detail: Any,
    seconds: Any,
    extra: Mapping[str, Any],
    steps: Sequence[Any] = (),
) -> Score:
    if status not in STATUSES or isinstance(value, (str, list, dict)):
        raise ValueError(f"status {status!r}, value {value!r}")
    number = None if value is None else float(value)
    pairs = read_steps(steps, -math.inf, math.inf) if steps else ()
    return Score(number, status, str(reason), str(detail), float(seconds), extra, pairs)


_POOLS: dict[tuple[str, int], Pool] = {}
_SHARED: dict[str, Workers] = {}
_POOLS_LOCK = threading.Lock()


def pool(size: int, name: str = "") -> Pool:
    """Return the pool of that size; every caller in this process shares it.

    Args:
        size: How many workers it has at most.
        name: The pool's owner, for a verifier that must not queue behind slow rewards.
    """
    with _POOLS_LOCK:
        if (name, size) not in _POOLS:
            _POOLS[name, size] = Pool(size, _SHARED.setdefault(name, Workers()))
        return _POOLS[name, size]


def shutdown() -> None:
    """Kill all workers of this process; a later call starts new ones."""
    with _POOLS_LOCK:
        shared = list(_SHARED.values())
        _POOLS.clear()
        _SHARED.clear()
    for one in shared:
        one.close()


_INHERITED: list[Pool] = []


def _forget() -> None:
    # In a forked child: neither the locks nor the workers are ours. The pools are kept, since a
    # Popen object that is collected while its process runs emits a ResourceWarning.
    global _POOLS_LOCK
    _POOLS_LOCK = threading.Lock()
    _INHERITED.extend(_POOLS.values())
    for one in _SHARED.values():
        for worker in one.all:
            worker.disown()
    _POOLS.clear()
    _SHARED.clear()


atexit.register(shutdown)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
