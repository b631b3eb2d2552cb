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

from rewardkit_verifiers.code.lib.sandbox_settings import SandboxSettings

if TYPE_CHECKING:
    from rewardkit_sandbox import Job, JobResult, PooledSandbox, RunResult

    Watch = Callable[[int, RunResult], bool]

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Backend = Literal["auto", "docker", "local"]
Role = Literal["program", "oracle"]
Key = tuple[int, str, Role, tuple[str, ...], tuple[str, ...], str]
DEFAULT = SandboxSettings()
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
        "_pytest.helpconfig", "_pytest._argcomplete", "_pytest.raises", "_pytest.subtests", "pdb",
        "readline",
    ),
}  # fmt: skip
# Begins the detail of a job that cannot be asked for: then the tests are at fault.
REFUSED = "the tests cannot be sent: "
_open: dict[Key, PooledSandbox] = {}
_threads: dict[int, ThreadPoolExecutor] = {}
_lock = threading.Lock()


class SandboxFailed(Exception):
    """No sandbox can be had here; the message says what to do."""


class NoToolchain(SandboxFailed):
    """The compiler or interpreter of a language is not there."""


def shared_sandbox(
    backend: Backend = "auto",
    *,
    packages: Sequence[str] = (),
    language: str = "python",
    role: Role = "program",
    settings: SandboxSettings = DEFAULT,
) -> PooledSandbox:
    """Return the sandbox of this process for these contents, opened if it is the first time.

    Args:
        backend: `docker`, `local`, or `auto`: Docker where an engine answers, else local.
        packages: Installed distributions that programs may import, beside those that every
            sandbox has where they are installed (numpy, sortedcontainers).
        language: What the programs are written in.
        role: `oracle` for trusted tests, which never share a sandbox with submissions.
        settings: What else is said of it.

    Raises:
        SandboxFailed: There is none.
        NoToolchain: What compiles or runs the language is not installed here.
    """
    from rewardkit_sandbox import BadRequest, SandboxUnavailable, environment, open_sandbox
    from rewardkit_sandbox.backends.rootfs import usual_packages
    from rewardkit_sandbox.languages import missing_programs, programs_of

    options = settings.options() if role == "program" else {}
    ready_made = options.get("image") or environment.read().get("image")
    if not ready_made and (missing := missing_programs(language)):
        raise NoToolchain(f"{language} needs {', '.join(missing)}, which is not installed here")
    programs = (*programs_of(language), *settings.programs)
    usual = usual_packages() if language == "python" else ()
    wanted = tuple(sorted({*packages, *usual}))
    modules = [name for package in wanted for name in PRELOADED.get(package, ())]
    options["preload"] = (*options.get("preload", ()), *modules)
    key: Key = (os.getpid(), backend, role, wanted, programs, repr(sorted(options.items())))
    with _lock:
        if key not in _open:
            try:
                _open[key] = open_sandbox(backend, packages=wanted, programs=programs, **options)
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


def do_jobs(
    sandbox: PooledSandbox, jobs: Sequence[Job], goes_on: Sequence[Watch | None] = ()
) -> list[JobResult]:
    """Do jobs, equal ones once; one that cannot even be asked for costs only itself.

    Args:
        sandbox: Where.
        jobs: What.
        goes_on: For each job, who is told of each run and may stop it.

    Raises:
        SandboxFailed: The sandbox may not be used at all.
    """
    from rewardkit_sandbox import BadRequest, SandboxUnavailable

    try:
        try:
            return list(sandbox.do_many(jobs, goes_on))
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
