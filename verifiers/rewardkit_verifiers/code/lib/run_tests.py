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
from rewardkit_verifiers.code.lib.foreign import answered, input_for
from rewardkit_verifiers.code.lib.run_reasons import detail_of, reason_of
from rewardkit_verifiers.code.lib.sandbox_settings import SandboxSettings, sandbox_settings
from rewardkit_verifiers.code.lib.sandboxes import DEFAULT, REFUSED, do_jobs, shared_sandbox
from rewardkit_verifiers.code.lib.scoring import Result

if TYPE_CHECKING:
    from rewardkit_sandbox import Job, Limits, PooledSandbox, Program, RunResult
    from rewardkit_verifiers.code.lib.sandboxes import Backend

Fork = Literal["problem", "test"]
Same = Callable[[Any, Any], bool]
OUR_FAULT = "sandbox_error"
# After these the rest of the tests would say nothing new, or take as long again.
_LAST = {"timeout", "compile_error", OUR_FAULT}


@dataclass(slots=True)
class Work:
    """A program with its tests, and what came of them so far.

    Attributes:
        program: The submission.
        tests: All of one kind.
        same: Whether an expected answer and the one that came are the same.
        nearly: Whether they differ only by what the task leaves open, so that nothing can be said.
        checker: Source of a trusted `check(given, expected, actual)` that decides instead.
        stop: Whether the first failure settles it.
        total_s: Seconds for all tests together.
        runs: One for each test so far, in their order.
    """

    program: Program
    tests: Sequence[Test]
    limits: Limits
    same: Same
    nearly: Same | None = None
    checker: str = ""
    stop: bool = False
    fork: Fork = "problem"
    total_s: float | None = None
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

        common: Any = {"limits": self.limits, "stop_early": True, "total_s": self.total_s}

        if self.calls and self.program.language == "python":
            calls = tuple(
                Call(test.name, test.args, test.kwargs)
                for test in tests
                if isinstance(test, CallTest)
            )
            return Job(self.program, calls=calls, awaits=True, **common)
        inputs = tuple(
            test.stdin.encode("utf-8", "surrogatepass")
            if isinstance(test, OutputTest)
            else input_for(test)
            for test in tests
        )
        return Job(self.program, inputs=inputs, fork=fork, **common)

    def watch(self) -> Callable[[int, RunResult], bool] | None:
        """Return what stops the next job at the first wrong answer, where that settles it."""
        done = len(self.runs)
        if not self.stop or self.checker:
            return None
        return lambda number, run: self._goes_on(self.tests[done + number], self.read(run))

    def _goes_on(self, test: Test, run: RunResult) -> bool:
        return right(test, run, self.same) or self._undecided(test, run)

    def _undecided(self, test: Test, run: RunResult) -> bool:
        return self.nearly is not None and right(test, run, self.nearly)

    def read(self, run: RunResult) -> RunResult:
        """Return a run with its answer, where that is in what it wrote."""
        return answered(run) if self.calls and self.program.language != "python" else run

    @property
    def over(self) -> bool:
        """Whether there is nothing more to run."""
        if len(self.runs) >= len(self.tests):
            return True
        if not self.runs:
            return False
        last = len(self.runs) - 1
        if self.stop and not self.checker and not self._goes_on(self.tests[last], self.runs[last]):
            return True
        return not self.runs[-1].ok and (self.stop or self.runs[-1].outcome.value in _LAST)

    def passed(self, number: int) -> bool:
        """Whether a test was passed by its own answer."""
        if number in self.checked:
            return self.checked[number]
        return number < len(self.runs) and right(self.tests[number], self.runs[number], self.same)

    def result(self) -> Result:
        """Return what came of the tests."""
        passed = [self.passed(number) for number in range(len(self.tests))]
        if idle := self._idle():
            passed = [good and number not in idle for number, good in enumerate(passed)]
        failed = [number for number, good in enumerate(passed) if not good]
        # The first one that is wrong for certain says why, if there is one.
        undecided = all(map(self._left_open, failed))
        bad = next((n for n in failed if undecided or not self._left_open(n)), None)
        run = self.runs[min(bad, len(self.runs) - 1)] if bad is not None else None
        return Result(
            passed=passed,
            parses=all(run.outcome.value != "compile_error" for run in self.runs),
            runs=len(self.runs) == len(self.tests) and all(run.ok for run in self.runs),
            reason=reason_of(run),
            detail="" if run is None else f"test {(bad or 0) + 1}: {detail_of(run)}",
            timeout=run is not None and run.outcome.value == "timeout",
            extra=self._measured(passed),
            undecided=bool(failed) and undecided,
        )

    def _left_open(self, number: int) -> bool:
        if self.checker or number >= len(self.runs):
            return False
        return self._undecided(self.tests[number], self.runs[number])

    def _idle(self) -> set[int]:
        """Return the tests that were answered in place by a function that changed nothing at all.

        An argument that is what it was may be right in one test; in all, nothing was done.
        """
        pairs = [
            (number, test, run)
            for number, (test, run) in enumerate(zip(self.tests, self.runs, strict=False))
            if isinstance(test, CallTest) and _in_place(test, run)
        ]
        kept = all(_unchanged(test, run) for _, test, run in pairs)
        return {number for number, _, _ in pairs} if kept else set()

    def _measured(self, passed: Sequence[bool]) -> Mapping[str, Any]:
        """Return what each test came to, in lists of one length; tests left out are None."""
        left_out = [None] * (len(self.tests) - len(self.runs))
        return {
            "passed": [*passed[: len(self.runs)], *left_out],
            "outcomes": [*(run.outcome.value for run in self.runs), *left_out],
            "seconds": [*(round(run.usage.wall_s, 4) for run in self.runs), *left_out],
            "cpu_s": [*(round(run.usage.cpu_s, 4) for run in self.runs), *left_out],
            "memory_mb": round(max((run.usage.memory_mb for run in self.runs), default=0.0), 1),
        }


def right(test: Test, run: RunResult, same: Same) -> bool:
    """Whether a run gave the answer that its test expects."""
    if not run.ok:
        return False
    try:
        if isinstance(test, OutputTest):
            wanted = test.stdout.encode("utf-8", "surrogatepass")
            return not run.stdout_cut and same(wanted, run.stdout)
        found = answer_of(test, run)
        return run.answered and any(same(one, found) for one in _accepted(test))
    except (TypeError, ValueError, ArithmeticError, RecursionError):
        return False  # what cannot even be compared with the expected value is not that value


def answer_of(test: CallTest, run: RunResult) -> Any:
    """Return what a call answered: its value, or its first argument where it works in place."""
    return run.changed[0] if _in_place(test, run) else run.value


def _in_place(test: Test, run: RunResult) -> bool:
    wanted = isinstance(test, CallTest) and test.expected is not None
    return wanted and run.value is None and bool(run.changed)


def _unchanged(test: CallTest, run: RunResult) -> bool:
    try:
        return test.args[:1] == run.changed
    except (ArithmeticError, RecursionError):
        return False  # what cannot be compared is not what was sent


def _accepted(test: CallTest) -> Iterable[Any]:
    return (test.expected, *test.either)


# --- batches ------------------------------------------------------------------------------
def run_works(
    works: Sequence[Work],
    *,
    backend: Backend,
    packages: Sequence[str],
    language: str,
    settings: SandboxSettings = DEFAULT,
) -> None:
    """Run programs on their tests; fills in their runs.

    Raises:
        SandboxFailed: There is no sandbox.
    """
    if not works:
        return
    sandbox = shared_sandbox(backend, packages=packages, language=language, settings=settings)
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
        watches = [work.watch() for work in pending]
        for work, done in zip(pending, do_jobs(sandbox, jobs, watches), strict=True):
            work.runs += map(work.read, done.runs[: len(work.tests) - len(work.runs)])


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
        doubtful = []
        for number, run in zip(numbers, done.runs, strict=True):
            work.checked[number] = run.answered and run.value is True
            if not (run.answered and isinstance(run.value, bool)):
                doubtful.append((number, run))
        if doubtful:
            work.broken = _fault_of_checker(work, *doubtful[0], backend)


def _fault_of_checker(work: Work, number: int, run: RunResult, backend: Backend) -> str:
    """Say what is wrong with a checker that failed on an answer, or "" if the answer is.

    A checker that fails where the expected output is what it is given cannot judge the row. One
    that takes that, and fails on what a submission wrote, met something that is no answer.
    """
    from rewardkit_sandbox import Call, Job, Program

    test = work.tests[number]
    triple: tuple[Any, Any, Any]
    if isinstance(test, OutputTest):
        triple = (test.stdin, test.stdout, test.stdout)
    else:
        triple = (list(test.args), test.expected, test.expected)
    job = Job(Program(work.checker), calls=(Call("check", triple),), limits=work.limits)
    (again,) = do_jobs(shared_sandbox(backend, role="oracle"), [job])[0].runs
    if again.answered and again.value is True:
        return ""
    return f"the checker did not say True or False: {run.detail}"


def _triple(test: Test, run: RunResult) -> tuple[Any, Any, Any]:
    if isinstance(test, OutputTest):
        return test.stdin, test.stdout, run.stdout.decode("utf-8", "replace")
    return list(test.args), test.expected, answer_of(test, run)


def our_fault(work: Work) -> Score | None:
    """Return the error that stands for what went wrong on our side, or None."""
    for run in work.runs:
        if run.outcome.value == OUR_FAULT:
            if run.detail.startswith(REFUSED):
                return Score.error("bad_tests", run.detail)
            return Score.error("sandbox_error", run.detail or "the sandbox failed")
    return Score.error("bad_checker", work.broken) if work.broken else None


def limits_for(time_s: float, memory_mb: int, settings: SandboxSettings = DEFAULT) -> Limits:
    """Return the limits of one test: processor time, and twice that in real time."""
    return settings.limits(time_s, memory_mb)


def check_limits(settings: Mapping[str, Any]) -> None:
    """Refuse limits that make no sense; for the `check` of a verifier."""
    for key in ("time_s", "memory_mb"):
        if not 0 < settings[key] < float("inf"):
            raise ValueError(f"{key}={settings[key]!r} must be a positive number")
    sandbox_settings(settings.get("sandbox"))
