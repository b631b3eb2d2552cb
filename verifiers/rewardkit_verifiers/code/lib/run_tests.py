"""Programs on their tests: a batch at a time, in as few rounds as there are failures.

Only inputs and arguments go into the sandbox. Expected answers stay here, where what came back
is compared with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from rewardkit import Score
from rewardkit_verifiers.code.lib.columns import CallTest, OutputTest, Test
from rewardkit_verifiers.code.lib.sandboxes import REFUSED, do_jobs, shared_sandbox
from rewardkit_verifiers.code.lib.scoring import Result

if TYPE_CHECKING:
    from rewardkit_sandbox import Job, Limits, PooledSandbox, Program, RunResult
    from rewardkit_verifiers.code.lib.sandboxes import Backend

Fork = Literal["problem", "test"]
Same = Callable[[Any, Any], bool]
OUR_FAULT = "sandbox_error"
# After these the rest of the tests would say nothing new, or take as long again.
_LAST = {"timeout", "compile_error", OUR_FAULT}
_REASONS = {"failed": "no_answer", "timeout": "time_limit"}


@dataclass(slots=True)
class Work:
    """A program with its tests, and what came of them so far.

    Attributes:
        program: The submission.
        tests: All of one kind.
        same: Whether an expected answer and the one that came are the same.
        checker: Source of a trusted `check(given, expected, actual)` that decides instead.
        stop: Whether the first failure settles it.
        runs: One for each test so far, in their order.
    """

    program: Program
    tests: Sequence[Test]
    limits: Limits
    same: Same
    checker: str = ""
    stop: bool = False
    fork: Fork = "problem"
    runs: list[RunResult] = field(default_factory=list)
    checked: dict[int, bool] = field(default_factory=dict)
    broken: str = ""
    """What is wrong with the checker, if anything is."""

    @property
    def calls(self) -> bool:
        """Whether the tests are calls."""
        return isinstance(self.tests[0], CallTest)

    def job(self, tests: Sequence[Test], fork: Fork) -> Job:
        """Return the job of some of the tests, which ends at the first run that is not ok."""
        from rewardkit_sandbox import Call, Job

        if self.calls:
            calls = tuple(
                Call(test.name, test.args, test.kwargs)
                for test in tests
                if isinstance(test, CallTest)
            )
            return Job(self.program, calls=calls, limits=self.limits, stop_early=True)
        inputs = tuple(
            test.stdin.encode("utf-8", "surrogatepass")
            for test in tests
            if isinstance(test, OutputTest)
        )
        return Job(self.program, inputs=inputs, limits=self.limits, fork=fork, stop_early=True)

    @property
    def over(self) -> bool:
        """Whether there is nothing more to run."""
        if len(self.runs) >= len(self.tests):
            return True
        if not self.runs or self.runs[-1].ok:
            return False
        return self.stop or self.runs[-1].outcome.value in _LAST

    def passed(self, number: int) -> bool:
        """Whether a test was passed by its own answer."""
        if number in self.checked:
            return self.checked[number]
        return number < len(self.runs) and right(self.tests[number], self.runs[number], self.same)

    def result(self) -> Result:
        """Return what came of the tests."""
        passed = [self.passed(number) for number in range(len(self.tests))]
        bad = next((n for n, good in enumerate(passed) if not good), None)
        run = self.runs[min(bad, len(self.runs) - 1)] if bad is not None else None
        return Result(
            passed=passed,
            parses=all(run.outcome.value != "compile_error" for run in self.runs),
            runs=len(self.runs) == len(self.tests) and all(run.ok for run in self.runs),
            reason=_reason(run),
            detail="" if run is None else f"test {(bad or 0) + 1}: {_told(run)}",
            timeout=run is not None and run.outcome.value == "timeout",
        )


def right(test: Test, run: RunResult, same: Same) -> bool:
    """Whether a run gave the answer that its test expects."""
    if isinstance(test, OutputTest):
        wanted = test.stdout.encode("utf-8", "surrogatepass")
        return run.ok and not run.stdout_cut and same(wanted, run.stdout)
    return run.ok and run.answered and any(same(one, run.value) for one in _accepted(test))


def _accepted(test: CallTest) -> Iterable[Any]:
    return (test.expected, *test.either)


def _reason(run: RunResult | None) -> str:
    if run is None:
        return ""
    return "wrong_answer" if run.ok else _REASONS.get(run.outcome.value, run.outcome.value)


def _told(run: RunResult) -> str:
    if not run.ok:
        return run.detail[:200] or run.outcome.value
    got = repr(run.value) if run.answered else repr(run.stdout[:60].decode("utf-8", "replace"))
    return f"got {got[:60]}"


# --- batches ------------------------------------------------------------------------------
def run_works(
    works: Sequence[Work], *, backend: Backend, packages: Sequence[str], language: str
) -> None:
    """Run programs on their tests; fills in their runs.

    Raises:
        SandboxFailed: There is no sandbox.
    """
    if not works:
        return
    sandbox = shared_sandbox(backend, packages=packages, language=language)
    _rounds(sandbox, works)
    again = _misled(sandbox, works)
    for work in again:
        work.runs, work.fork = [], "test"
    _rounds(sandbox, again)
    _consult(works, backend)


def _rounds(sandbox: PooledSandbox, works: Sequence[Work]) -> None:
    # A run that fails ends its process in any case, so going on in a new round costs little;
    # and a program that never returns is waited for once, not once a test.
    while pending := [work for work in works if not work.over]:
        jobs = [work.job(work.tests[len(work.runs) :], work.fork) for work in pending]
        for work, done in zip(pending, do_jobs(sandbox, jobs), strict=True):
            work.runs += done.runs[: len(work.tests) - len(work.runs)]


def _misled(sandbox: PooledSandbox, works: Sequence[Work]) -> list[Work]:
    """Return the works that fail only because one process ran several of their tests.

    What a program leaves behind (a patched builtin, a closed stream) is its author's affair, but
    no reason to fail a test that it passes when run as the task says.
    """
    doubtful: list[tuple[Work, int]] = []
    for work in works:
        if work.calls or work.fork == "test" or work.checker:
            continue
        first = next((n for n in range(len(work.runs)) if not work.passed(n)), 0)
        if first and work.runs[first].outcome.value not in _LAST:
            doubtful.append((work, first))
    jobs = [work.job([work.tests[first]], "test") for work, first in doubtful]
    done = do_jobs(sandbox, jobs) if jobs else []
    return [
        work
        for (work, first), result in zip(doubtful, done, strict=True)
        if right(work.tests[first], result.runs[0], work.same)
    ]


def _consult(works: Sequence[Work], backend: Backend) -> None:
    """Let trusted checkers decide, each in a sandbox that no submission enters."""
    from rewardkit_sandbox import Call, Job, Program

    asked: list[tuple[Work, list[int]]] = []
    jobs: list[Job] = []
    for work in works:
        answered = [n for n, run in enumerate(work.runs) if run.ok and not run.stdout_cut]
        if not work.checker:
            continue
        work.checked = dict.fromkeys(range(len(work.tests)), False)
        if answered:
            calls = [Call("check", _triple(work.tests[n], work.runs[n])) for n in answered]
            asked.append((work, answered))
            jobs.append(Job(Program(work.checker), calls=tuple(calls), limits=work.limits))
    if not jobs:
        return
    for (work, numbers), done in zip(
        asked, do_jobs(shared_sandbox(backend, role="oracle"), jobs), strict=True
    ):
        for number, run in zip(numbers, done.runs, strict=True):
            work.checked[number] = run.answered and run.value is True
            if not (run.answered and isinstance(run.value, bool)):
                work.broken = f"the checker did not say True or False: {run.detail}"


def _triple(test: Test, run: RunResult) -> tuple[Any, Any, Any]:
    if isinstance(test, OutputTest):
        return test.stdin, test.stdout, run.stdout.decode("utf-8", "replace")
    return list(test.args), test.expected, run.value


def our_fault(work: Work) -> Score | None:
    """Return the error that stands for what went wrong on our side, or None."""
    for run in work.runs:
        if run.outcome.value == OUR_FAULT:
            if run.detail.startswith(REFUSED):
                return Score.error("bad_tests", run.detail)
            return Score.error("sandbox_error", run.detail or "the sandbox failed")
    return Score.error("bad_checker", work.broken) if work.broken else None


def limits_for(time_s: float, memory_mb: int) -> Limits:
    """Return the limits of one test: processor time, and twice that in real time.

    A machine that is busy with other things must not fail an honest program.
    """
    from rewardkit_sandbox import Limits

    return Limits(
        wall_s=2 * time_s, cpu_s=time_s, memory_mb=memory_mb, output_bytes=16 << 20, disk_mb=64
    )


def check_limits(settings: Mapping[str, Any]) -> None:
    """Refuse limits that make no sense; for the `check` of a verifier."""
    for key in ("time_s", "memory_mb"):
        if not 0 < settings[key] < float("inf"):
            raise ValueError(f"{key}={settings[key]!r} must be a positive number")
