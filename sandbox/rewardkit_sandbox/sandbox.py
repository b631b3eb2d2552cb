r"""Run untrusted programs: the one door to everything in this package.

Example:
    >>> from rewardkit_sandbox import Limits, Program, open_sandbox
    >>> with open_sandbox("local", size=1) as sandbox:  # doctest: +SKIP
    ...     result = sandbox.run(Program("print(input()[::-1])"), stdin=b"abc")
    >>> result.outcome, result.stdout  # doctest: +SKIP
    (<Outcome.OK: 'ok'>, b'cba\n')
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import hashlib
import os
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Protocol

from rewardkit_sandbox import environment
from rewardkit_sandbox.backends import rootfs
from rewardkit_sandbox.channel import wire
from rewardkit_sandbox.channel.link import Agent, AgentLost, Watch
from rewardkit_sandbox.pool import Backend, Pool, PoolSettings
from rewardkit_sandbox.types import (
    DEFAULT_LIMITS,
    BadRequest,
    Call,
    Job,
    JobResult,
    Limits,
    Outcome,
    Program,
    RunResult,
    SandboxUnavailable,
)

BACKENDS = ("auto", "docker", "local")


class Sandbox(Protocol):
    """What runs programs. Every method returns results and never raises for a program's sake."""

    def run(self, program: Program, limits: Limits = ..., stdin: bytes = ...) -> RunResult:
        """Run a program once."""

    def do(self, job: Job) -> JobResult:
        """Do one job."""

    def do_many(self, jobs: Iterable[Job]) -> list[JobResult]:
        """Do many jobs at once; results in their order."""

    def close(self) -> None:
        """End every agent."""


class Session:
    """A loaded program that answers calls one by one, in a process of its own."""

    def __init__(self, agent: Agent, limits: Limits, failed: RunResult | None) -> None:
        self._agent = agent
        self._wall_s = limits.wall_s + limits.waiting_s
        self.failed = failed

    def call(self, name: str, *args: Any, **kwargs: Any) -> RunResult:
        """Call a function of the program; arguments and answer travel by value."""
        return self.call_packed(wire.pack_call(Call(name, args, kwargs)))

    def call_packed(self, call: dict[str, Any]) -> RunResult:
        """Make a call that is plain data already."""
        if self.failed is not None:
            return self.failed
        try:
            return self._agent.call(call, self._wall_s)
        except AgentLost as error:
            self.failed = RunResult(Outcome.SANDBOX_ERROR, detail=str(error))
            return self.failed


class PooledSandbox:
    """A sandbox over a warm pool of agents; may be used from many threads at once.

    Args:
        backend: What starts agents.
        settings: How the pool behaves.
    """

    def __init__(self, backend: Backend, settings: PoolSettings) -> None:
        self.backend = backend
        self.pool = Pool(backend, settings)
        self._executor: ThreadPoolExecutor | None = None
        self._executor_owner = 0
        self._lock = threading.Lock()
        _open.add(self)

    def run(
        self, program: Program, limits: Limits = DEFAULT_LIMITS, stdin: bytes = b""
    ) -> RunResult:
        """Run a program once on one standard input.

        Args:
            program: What to run.
            limits: What it may use.
            stdin: Its standard input.
        """
        return self.do(Job(program, inputs=(stdin,), limits=limits)).runs[0]

    def do(self, job: Job, goes_on: Watch | None = None) -> JobResult:
        """Do one job; trouble of ours is a result with `sandbox_error`.

        Args:
            job: What is to be done.
            goes_on: Told the number of each run and what came of it, as soon as it is done. False
                stops the job there: a run that has begun by then is broken off and left out.

        Raises:
            BadRequest: The job makes no sense.
            SandboxUnavailable: Nothing may be run here at all: see the message.
        """
        return self._do(job, wire.pack_job(job, stream=goes_on is not None), goes_on)

    def _do(self, job: Job, frame: bytes, goes_on: Watch | None = None) -> JobResult:
        try:
            with self.pool.lend() as agent:
                return agent.run(job, frame, goes_on)
        except AgentLost as error:
            return wire.lost(job, str(error))

    def do_many(self, jobs: Iterable[Job], goes_on: Sequence[Watch | None] = ()) -> list[JobResult]:
        """Do many jobs, as many at once as the pool has agents; results in their order.

        Jobs that are equal in every byte are done once and share the result.

        Args:
            jobs: What is to be done.
            goes_on: For each job what `do` takes under this name, or nothing at all. A shared
                job goes on while any of those that share it does.
        """
        jobs = list(jobs)
        watches = list(goes_on) or [None] * len(jobs)
        frames = [
            wire.pack_job(job, stream=watch is not None)
            for job, watch in zip(jobs, watches, strict=True)
        ]
        keys = [hashlib.sha256(frame).digest() for frame in frames]
        shared: dict[bytes, list[Watch]] = {}
        for key, watch in zip(keys, watches, strict=True):
            shared.setdefault(key, []).extend([watch] if watch is not None else [])
        futures: dict[bytes, Any] = {}
        for key, job, frame in zip(keys, jobs, frames, strict=True):
            if key not in futures:
                any_of = _any(shared[key]) if shared[key] else None
                futures[key] = self._threads().submit(self._do, job, frame, any_of)
        return [futures[key].result() for key in keys]

    async def ado(self, job: Job) -> JobResult:
        """`do` for coroutines."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads(), self.do, job)

    async def ado_many(self, jobs: Sequence[Job]) -> list[JobResult]:
        """`do_many` for coroutines."""
        return list(await asyncio.gather(*(self.ado(job) for job in jobs)))

    async def arun(
        self, program: Program, limits: Limits = DEFAULT_LIMITS, stdin: bytes = b""
    ) -> RunResult:
        """`run` for coroutines."""
        return (await self.ado(Job(program, inputs=(stdin,), limits=limits))).runs[0]

    @contextmanager
    def session(self, program: Program, limits: Limits = DEFAULT_LIMITS) -> Iterator[Session]:
        """Load a program and call its functions one by one.

        What a call answers never depends on a later one: the program has not seen it yet.
        """
        stack = contextlib.ExitStack()
        try:
            agent = stack.enter_context(self.pool.lend())
            failed = agent.open_session(program, limits)
        except AgentLost as error:
            stack.close()
            raise_free = RunResult(Outcome.SANDBOX_ERROR, detail=str(error))
            yield Session(None, limits, raise_free)  # type: ignore[arg-type]
            return
        with stack:
            session = Session(agent, limits, failed)
            try:
                yield session
            finally:
                if not agent.tainted:
                    with contextlib.suppress(AgentLost):
                        agent.close_session()

    def _threads(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._executor is None or self._executor_owner != os.getpid():
                self._executor = ThreadPoolExecutor(
                    self.pool.settings.size, thread_name_prefix="rewardkit-sandbox"
                )
                self._executor_owner = os.getpid()
            return self._executor

    def warm(self) -> None:
        """Start every agent now rather than with the first jobs."""
        self.pool.warm()

    def close(self) -> None:
        """End every agent; a sandbox that is closed answers `sandbox_error`."""
        self.pool.close()
        with self._lock:
            if self._executor is not None and self._executor_owner == os.getpid():
                self._executor.shutdown(wait=True)
            self._executor = None
        _open.discard(self)

    def __enter__(self) -> PooledSandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _any(watches: list[Watch]) -> Watch:
    def goes_on(number: int, run: RunResult) -> bool:
        return any(watch(number, run) for watch in watches)

    return goes_on


_open: weakref.WeakSet[PooledSandbox] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    for sandbox in list(_open):
        sandbox.close()


def open_sandbox(
    backend: str = "auto",
    *,
    size: int | None = None,
    packages: Sequence[str] | None = None,
    programs: Sequence[str] = (),
    isolation: str = "full",
    **options: Any,
) -> PooledSandbox:
    """Open a sandbox.

    Args:
        backend: `docker`, `local`, or `auto`: Docker where a daemon answers, else local.
        size: Jobs at one time; by default the number of processors.
        packages: Installed distributions that programs may import (numpy, pandas ...); by
            default numpy and sortedcontainers, where they are installed.
        programs: Installed commands that programs need: `node`, `g++` ...
        isolation: `full`, or `none` to run programs even where the floor is not met.
        options: Settings of the pool (`recycle_after`, `patience_s`, `capacity`) and of the
            backend. What is named nowhere is read from the environment; see `environment`.

    Raises:
        SandboxUnavailable: There is no such sandbox here; the message says what to do.
        BadRequest: A word is unknown.
    """
    if backend not in BACKENDS:
        raise BadRequest(f"no backend {backend!r}. Known: {', '.join(BACKENDS)}.")
    if isolation not in ("full", "none"):
        raise BadRequest(f"isolation is 'full' or 'none', not {isolation!r}")
    outside = environment.read()
    if backend == "auto":
        backend = outside.get("backend", "auto")
        if backend not in BACKENDS:
            raise BadRequest(f"{environment.PREFIX}BACKEND={backend!r}: {', '.join(BACKENDS)}.")
    packages = rootfs.usual_packages() if packages is None else packages
    options = {"packages": packages, "programs": programs, **options}
    for name in environment.ADDED:
        options[name] = tuple(dict.fromkeys((*options.get(name, ()), *outside.pop(name, ()))))
    hidden = ("backend", *(environment.ONLY_DOCKER if backend == "local" else ()))
    given = {name: value for name, value in outside.items() if name not in hidden}
    size = size or given.pop("size", None) or os.cpu_count() or 1
    given.pop("size", None)
    options = {**given, **{key: value for key, value in options.items() if value is not None}}
    known = ("recycle_after", "patience_s", "capacity")
    pool = {key: options.pop(key) for key in known if key in options}
    settings = PoolSettings(size, isolation=isolation, **pool)
    return PooledSandbox(_backend(backend, options), settings)


def _backend(name: str, options: dict[str, Any]) -> Backend:
    from rewardkit_sandbox.backends.local import LocalBackend

    if name in ("docker", "auto"):
        from rewardkit_sandbox.backends.docker import DockerBackend

        try:
            return DockerBackend(**options)
        except SandboxUnavailable:
            # Who names an image or a runtime wants Docker, and must hear why it is not there.
            if name == "docker" or options.get("image") or options.get("runtime"):
                raise
        options = {k: v for k, v in options.items() if k not in environment.ONLY_DOCKER}
    for key in environment.ONLY_DOCKER:
        if key in options:
            raise BadRequest(f"{key}={options[key]!r}: only the Docker backend has this")
    return LocalBackend(**options)
