"""The sandboxes that verifiers share: one for each backend and its contents, opened at first use.

A sandbox is a pool of warm processes, so it is opened once in a process and kept; it closes
when the process ends. Any thread may use it, and after a fork the child opens its own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from rewardkit_sandbox import Job, JobResult, PooledSandbox

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Backend = Literal["auto", "docker", "local"]
Role = Literal["program", "oracle"]
Key = tuple[int, str, Role, tuple[str, ...], tuple[str, ...]]
# Commands that a language needs beside the shell.
COMMANDS: dict[str, tuple[str, ...]] = {"javascript": ("node",), "cpp": ("g++",)}
# Imported before the first fork where tests are pytest's: a session costs half a second without.
PRELOADED = {
    "pytest": (
        "pytest", "unittest", "unittest.mock", "pluggy", "_pytest.assertion.rewrite",
        "_pytest.python_api", "_pytest.unittest", "_pytest.monkeypatch", "_pytest.tmpdir",
        "_pytest.skipping", "_pytest.capture", "_pytest.recwarn", "_pytest.logging",
        "_pytest.junitxml", "_pytest.doctest", "_pytest.faulthandler", "_pytest.pastebin",
        "_pytest.setuponly", "_pytest.setupplan", "_pytest.stepwise", "_pytest.threadexception",
        "_pytest.unraisableexception", "_pytest.warnings", "_pytest.debugging",
        "_pytest.legacypath", "_pytest.freeze_support", "_pytest.fixtures", "_pytest.mark",
    ),
}  # fmt: skip
# Begins the detail of a job that cannot be asked for: then the tests are at fault.
REFUSED = "the tests cannot be sent: "
_open: dict[Key, PooledSandbox] = {}
_threads: dict[int, ThreadPoolExecutor] = {}
_lock = threading.Lock()


class SandboxFailed(Exception):
    """No sandbox can be had here; the message says what to do."""


def shared_sandbox(
    backend: Backend = "auto",
    *,
    packages: Sequence[str] = (),
    language: str = "python",
    role: Role = "program",
) -> PooledSandbox:
    """Return the sandbox of this process for these contents, opened if it is the first time.

    Args:
        backend: `docker`, `local`, or `auto`: Docker where an engine answers, else local.
        packages: Installed distributions that programs may import, beside those that most sets of
            problems expect (numpy, sortedcontainers), which are there where they are installed.
        language: What the programs are written in.
        role: `oracle` for trusted tests, which never share a sandbox with submissions.

    Raises:
        SandboxFailed: There is none.
    """
    from rewardkit_sandbox import BadRequest, SandboxUnavailable, open_sandbox
    from rewardkit_sandbox.backends.rootfs import usual_packages

    programs = COMMANDS.get(language, ())
    if language == "python":
        packages = sorted({*packages, *usual_packages()})
    key: Key = (os.getpid(), backend, role, tuple(sorted(packages)), programs)
    with _lock:
        if key not in _open:
            try:
                modules = [name for package in key[3] for name in PRELOADED.get(package, ())]
                _open[key] = open_sandbox(
                    backend, packages=key[3], programs=programs, preload=modules
                )
            except (SandboxUnavailable, BadRequest, OSError) as error:
                raise SandboxFailed(str(error)) from error
        return _open[key]


def each(ask: Callable[[Item], Answer], items: Sequence[Item]) -> list[Answer]:
    """Call a function with each item, on threads that live as long as the process.

    A sandbox may start processes on the thread that asks for one, and a process can be tied to
    the life of that thread.
    """
    with _lock:
        if os.getpid() not in _threads:
            _threads[os.getpid()] = ThreadPoolExecutor(os.cpu_count() or 1, "rewardkit-code")
        threads = _threads[os.getpid()]
    return list(threads.map(ask, items))


def do_jobs(sandbox: PooledSandbox, jobs: Sequence[Job]) -> list[JobResult]:
    """Do jobs, equal ones once; one that cannot even be asked for costs only itself.

    Raises:
        SandboxFailed: The sandbox may not be used at all.
    """
    from rewardkit_sandbox import BadRequest, SandboxUnavailable

    try:
        try:
            return list(sandbox.do_many(jobs))
        except BadRequest:
            return [_alone(sandbox, job) for job in jobs]
    except SandboxUnavailable as error:
        raise SandboxFailed(str(error)) from error


def _alone(sandbox: PooledSandbox, job: Job) -> JobResult:
    from rewardkit_sandbox import BadRequest, JobResult, Outcome, RunResult

    try:
        return sandbox.do(job)
    except BadRequest as error:
        run = RunResult(Outcome.SANDBOX_ERROR, detail=f"{REFUSED}{error}")
        return JobResult((run,) * max(1, len(job.inputs) + len(job.calls)))


def _forget_parents() -> None:
    global _lock
    _lock = threading.Lock()  # a thread of the parent may have held it at the fork
    _open.clear()
    _threads.clear()


_after_fork: Callable[..., None] | None = getattr(os, "register_at_fork", None)
if _after_fork is not None:
    _after_fork(after_in_child=_forget_parents)
