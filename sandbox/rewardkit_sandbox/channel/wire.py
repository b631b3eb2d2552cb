"""Jobs and results as the client and the agent exchange them."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from rewardkit_sandbox.languages import compile_command, language
from rewardkit_sandbox.protocol import frames, values
from rewardkit_sandbox.types import (
    BadRequest,
    Call,
    Job,
    JobResult,
    Limits,
    Outcome,
    Program,
    RunResult,
    Usage,
)


def pack_job(job: Job, *, stream: bool = False) -> bytes:
    """Return the frame of a job; equal jobs have equal frames.

    Args:
        job: What is to be done.
        stream: Whether each run is to be sent as soon as it is done.

    Raises:
        BadRequest: An argument of a call cannot be sent by value, or the language is unknown.
    """
    header = program_header(job.program, job.limits)
    header |= {"stop_early": job.stop_early, "total_s": job.total_s}
    if stream:
        header["stream"] = True
    if job.inputs:
        header |= {"kind": "inputs", "one_fork": job.fork == "problem"}
    else:
        header |= {"kind": "calls", "calls": [pack_call(call) for call in job.calls]}
        header["awaits"] = job.awaits
    return frames.pack(header, [*program_blobs(job.program), *job.inputs])


def program_header(program: Program, limits: Limits) -> dict[str, Any]:
    """The part of a header that is about the program."""
    spoken = language(program.language)
    return {
        "id": 0,
        "limits": asdict(limits),
        "command": [*spoken.run, *program.args] if spoken.run else [],
        "compile": list(compile_command(program.language, program.data)),
        "artifact": spoken.artifact,
        "source_name": spoken.source,
        "address_space": spoken.address_space,
        "argv": list(program.args),
        "files": list(program.files),
        "fetch": list(program.fetch),
    }


def program_blobs(program: Program) -> list[bytes]:
    """The blobs that go with `program_header`."""
    return [program.data, *program.files.values()]


def pack_call(call: Call) -> dict[str, Any]:
    """Return a call as plain data."""
    try:
        kwargs = {key: values.encode(value) for key, value in call.kwargs.items()}
        return {
            "call": call.name,
            "args": values.encode(list(call.args)),
            "kwargs": {"$dict": [[key, value] for key, value in kwargs.items()]},
        }
    except values.NotByValue as error:
        raise BadRequest(f"call of {call.name}: {error}") from None


def unpack_runs(header: dict[str, Any], blobs: list[bytes]) -> tuple[RunResult, ...]:
    """Return the runs of a reply."""
    queue = iter(blobs)
    return tuple(_unpack_run(run, queue) for run in header.get("runs", []))


def _unpack_run(run: dict[str, Any], blobs: Any) -> RunResult:
    stdout, stderr = next(blobs), next(blobs)
    found = {path: next(blobs) for path in run["files"]}
    outcome, detail = Outcome(run["outcome"]), str(run.get("detail", ""))
    value, answered = None, False
    changed: tuple[Any, ...] = ()
    if outcome is Outcome.OK and "value" in run:
        try:
            changed = tuple(values.decode(run.get("changed") or []))
            value, answered = values.decode(run["value"]), True
        except values.NotByValue as error:
            outcome, detail = Outcome.FAILED, f"its answer is no value: {error}"
    return RunResult(
        outcome=outcome,
        detail=detail,
        stdout=stdout,
        stderr=stderr,
        stdout_cut=run["stdout_cut"],
        stderr_cut=run["stderr_cut"],
        exit_code=run["exit"],
        signal=run["signal"],
        answered=answered,
        value=value,
        changed=changed,
        error=str(run.get("error", "")),
        files=found,
        usage=Usage(run["wall_s"], run.get("cpu_s", 0.0), run.get("memory_kb", 0) / 1024),
    )


def with_memory(run: RunResult, kilobytes: object) -> RunResult:
    """Return a run that was sent before its process ended, with that process's peak."""
    if run.usage.memory_mb or not isinstance(kilobytes, int):
        return run
    return replace(run, usage=replace(run.usage, memory_mb=kilobytes / 1024))


def lost(job: Job, detail: str, seconds: float = 0.0) -> JobResult:
    """Return the result of a job that we could not do; says nothing of the program."""
    run = RunResult(Outcome.SANDBOX_ERROR, detail=detail)
    return JobResult((run,) * max(1, len(job.inputs) + len(job.calls)), seconds)


def deadline(job: Job) -> float:
    """Seconds after which an agent that has not replied must be broken."""
    runs = len(job.inputs) + 2 * len(job.calls)
    return 60.0 + (runs + 1) * (job.limits.wall_s + job.limits.waiting_s + 1.0)
