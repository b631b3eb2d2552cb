"""The data of the sandbox: what to run, within which limits, and what came of it."""

from __future__ import annotations

import difflib
import enum
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal


class Outcome(enum.StrEnum):
    """How a run ended. The set is closed: every run has exactly one of these.

    `sandbox_error` is the only one that is about us; it says nothing of the program and must
    never be turned into a verdict on it.
    """

    OK = "ok"
    FAILED = "failed"
    RUNTIME_ERROR = "runtime_error"
    COMPILE_ERROR = "compile_error"
    TIMEOUT = "timeout"
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    KILLED = "killed"
    SANDBOX_ERROR = "sandbox_error"


class BadRequest(ValueError):
    """What was asked of the sandbox makes no sense: names the field and the value."""


class SandboxUnavailable(RuntimeError):
    """There is no sandbox to run anything in: says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use.

    Args:
        wall_s: Seconds of real time for one run (one test input, one call).
        cpu_s: Seconds of processor time of one process.
        waiting_s: Seconds of real time that a run gets on top, at most, for what it was kept
            waiting for a processor: on a busy machine an honest program is not late.
        memory_mb: MiB that a program may use beside the interpreter's own, in its peak and in
            all its processes together. A short peak ends as `memory_limit` when the run is over.
        pids: Processes and threads at one time.
        output_bytes: Bytes of standard output; a run that writes more ends as `output_limit`.
            As many of standard error are kept, and the rest is thrown away.
        disk_mb: MiB of files that a run may hold, in its working folder and `/tmp` together.
        open_files: Descriptors that a process may have open.
        network: Must be False: jobs have no network, on any backend.

    Raises:
        BadRequest: A limit is not a positive finite number.

    Example:
        >>> Limits(wall_s=2).cpu_s
        10.0
        >>> Limits.from_dict({"wall_sec": 2})
        Traceback (most recent call last):
        ...
        rewardkit_sandbox.types.BadRequest: limits: unknown key 'wall_sec'. Did you mean 'wall_s'?
    """

    wall_s: float = 10.0
    cpu_s: float = 10.0
    memory_mb: int = 256
    pids: int = 64
    output_bytes: int = 1 << 20
    disk_mb: int = 16
    open_files: int = 256
    network: bool = False
    waiting_s: float = 0.0

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name == "network":
                if value is not False:
                    raise BadRequest("limits: network must be false; jobs have no network")
                continue
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            least = 0 if one.name == "waiting_s" else math.ulp(0.0)
            if not number or not math.isfinite(value) or value < least:
                raise BadRequest(f"limits: {one.name} must be a positive number, not {value!r}")
            if one.name not in ("wall_s", "cpu_s", "waiting_s") and value != int(value):
                raise BadRequest(f"limits: {one.name} must be a whole number, not {value!r}")

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Limits:
        """Read limits from plain data; what is not named keeps its default.

        Raises:
            BadRequest: A key is unknown, or a value is no limit.
        """
        known = [one.name for one in fields(cls)]
        for key in data:
            if key not in known:
                raise BadRequest(f"limits: unknown key {key!r}.{_closest(str(key), known)}")
        return cls(**data)


DEFAULT_LIMITS = Limits()


def _closest(word: str, known: list[str]) -> str:
    match = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f" Did you mean {match[0]!r}?" if match else f" Known: {', '.join(sorted(known))}."


@dataclass(frozen=True, slots=True)
class Program:
    """What to run.

    Args:
        source: The program's text, or its bytes as they are.
        language: A name from `rewardkit_sandbox.languages.LANGUAGES`.
        files: More files of the working folder: relative path -> content.
        fetch: Relative paths of files to hand back after the run. A link is never followed,
            and only a regular file is read.
        args: Words of the command line after the program's name.

    Raises:
        BadRequest: A path leaves the working folder.
    """

    source: str | bytes
    language: str = "python"
    files: Mapping[str, bytes] = field(default_factory=dict)
    fetch: tuple[str, ...] = ()
    args: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for path in (*self.files, *self.fetch):
            parts = path.split("/")
            if not path or "\0" in path or any(part in ("", ".", "..") for part in parts):
                raise BadRequest(f"program: {path!r} is no path inside the working folder")

    @property
    def data(self) -> bytes:
        """The source as bytes; half of a surrogate pair stays what it is."""
        if isinstance(self.source, bytes):
            return self.source
        return self.source.encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function that the program defines.

    Args:
        name: The function; `Solution.add` makes a `Solution()` and calls its method.
        args: Positional arguments; they and the answer travel by value (see `values`).
        kwargs: Keyword arguments.
    """

    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)


Fork = Literal["test", "problem"]


@dataclass(frozen=True, slots=True)
class Job:
    """A program and everything it is to be run on; judged nowhere in here.

    Exactly one of `inputs` and `calls` is used. Expected answers are no part of a job: they
    stay with the caller.

    Args:
        program: What to run.
        inputs: Standard inputs, one run for each.
        calls: Calls to make, one after the other, in one process.
        limits: The limits of each run.
        fork: `test` runs every input in a process of its own. `problem` runs them one after
            another in one process, which gets each input only when it is done with the one
            before; what the program carries over from one to the next is its author's choice.
            For calls there is one process in any case.
        stop_early: Leave out what follows the first run that is not `ok`, or, with
            `"timeout"`, the first that ran out of time.
        total_s: Seconds of real time for all runs together; those for which none is left are one
            `timeout`. None for no such limit.
        awaits: Whether a call that returns a coroutine, or an asynchronous generator, is awaited
            in the program's process, within the limits of the call. Else it has no value, as it
            has none for a caller in Python.

    Raises:
        BadRequest: There are both inputs and calls, or neither.
    """

    program: Program
    inputs: tuple[bytes, ...] = ()
    calls: tuple[Call, ...] = ()
    limits: Limits = DEFAULT_LIMITS
    fork: Fork = "test"
    stop_early: bool | Literal["timeout"] = False
    total_s: float | None = None
    awaits: bool = False

    def __post_init__(self) -> None:
        if bool(self.inputs) == bool(self.calls):
            raise BadRequest("job: give inputs or calls, and not both")
        if self.fork not in ("test", "problem"):
            raise BadRequest(f"job: fork is 'test' or 'problem', not {self.fork!r}")
        if self.total_s is not None and not 0 < self.total_s < math.inf:
            raise BadRequest(f"job: total_s must be a positive number, not {self.total_s!r}")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run used: seconds of real and of processor time, and peak MiB of its processes."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    memory_mb: float = 0.0


@dataclass(frozen=True, slots=True)
class RunResult:
    """What came of one run.

    Attributes:
        outcome: How it ended.
        detail: One line on why; for people, not for programs.
        stdout: Standard output, cut at the limit.
        stderr: Standard error, cut at the limit.
        stdout_cut: Whether there was more of it.
        stderr_cut: Whether there was more of it.
        exit_code: The exit code, or None where a signal ended the program or it goes on.
        signal: The number of the signal that ended it, or None.
        answered: Whether a call came back with a value.
        value: That value.
        changed: The first argument after a call of a function that returns nothing by its form,
            as the only item; else empty.
        error: The class name of the exception that ended a call or the program, else "".
        files: The files that were asked for and found.
        usage: What it used.
    """

    outcome: Outcome
    detail: str = ""
    stdout: bytes = b""
    stderr: bytes = b""
    stdout_cut: bool = False
    stderr_cut: bool = False
    exit_code: int | None = None
    signal: int | None = None
    answered: bool = False
    value: Any = None
    changed: tuple[Any, ...] = ()
    error: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    usage: Usage = Usage()

    @property
    def ok(self) -> bool:
        """Whether the run ended well; says nothing about its answer."""
        return self.outcome is Outcome.OK


@dataclass(frozen=True, slots=True)
class JobResult:
    """What came of a job: one RunResult for each input or call, in their order.

    Runs that `stop_early` left out are not there.
    """

    runs: tuple[RunResult, ...]
    seconds: float = 0.0

    @property
    def outcome(self) -> Outcome:
        """`ok` if every run was, else the outcome of the first that was not."""
        return next((run.outcome for run in self.runs if not run.ok), Outcome.OK)
