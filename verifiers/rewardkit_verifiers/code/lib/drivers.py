"""Our own programs around a model's text: the text is an argument and never a program.

They run in the sandbox all the same, because a pattern or a query may take forever, use all
memory, or find a fault in the engine that reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rewardkit import Score
from rewardkit_verifiers.code.lib.run_tests import limits_for
from rewardkit_verifiers.code.lib.sandboxes import Backend, Role, do_jobs, shared_sandbox

if TYPE_CHECKING:
    from rewardkit_sandbox import RunResult


@dataclass(frozen=True, slots=True)
class Ask:
    """One call of `judge` in a driver."""

    args: tuple[Any, ...]


def drive(
    source: str,
    asks: Sequence[Ask],
    *,
    backend: Backend,
    time_s: float,
    memory_mb: int,
    role: Role = "program",
) -> list[RunResult]:
    """Call `judge` of a driver with each of these; equal calls are made once.

    Raises:
        SandboxFailed: There is no sandbox.
    """
    from rewardkit_sandbox import Call, Job, Program

    if not asks:
        return []
    limits = limits_for(time_s, memory_mb)
    program = Program(source)
    jobs = [Job(program, calls=(Call("judge", ask.args),), limits=limits) for ask in asks]
    return [done.runs[0] for done in do_jobs(shared_sandbox(backend, role=role), jobs)]


def trouble(run: RunResult) -> Score | None:
    """Return the score of a run without an answer; None where there is one."""
    outcome = run.outcome.value
    if outcome == "sandbox_error":
        return Score.error("sandbox_error", run.detail)
    if outcome == "timeout":
        return Score.timeout("time_limit", run.detail, value=0.0)
    if not run.answered:
        return Score.ok(0.0, "no_answer" if outcome == "failed" else outcome, run.detail)
    return None


def check_driven(settings: Mapping[str, Any]) -> None:
    """Refuse limits that make no sense; for the `check` of a verifier."""
    if not 0 < settings["time_s"] < float("inf"):
        raise ValueError(f"time_s={settings['time_s']!r} must be a positive number")
