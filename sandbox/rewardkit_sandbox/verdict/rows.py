"""Rows of programs with tests, judged: the shape of files of attacks and of controls.

A row is a program (`code`), the way it is to be run (`mode`) and, for every mode but `script`,
its `tests`. The verdict is made here, outside, from what came back.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from rewardkit_sandbox.sandbox import PooledSandbox
from rewardkit_sandbox.types import (
    BadRequest,
    Call,
    Fork,
    Job,
    Limits,
    Outcome,
    Program,
    RunResult,
)
from rewardkit_sandbox.verdict.beside import Beside, check_beside
from rewardkit_sandbox.verdict.compare import same_output, same_value
from rewardkit_sandbox.verdict.sites import Style

NEAR = (1e-6, 1e-9)  # how far floats may be off, relative to the expected one and in any case
# What reading a row raises that has something else where a text, a list or a mapping belongs.
_UNREADABLE = (TypeError, ValueError, AttributeError, KeyError, RecursionError, OverflowError)
MODES = ("script", "stdio", "function", "assert", "unittest", "any_fn")


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one row.

    Attributes:
        id: The row's own id.
        outcome: How the program ran.
        verdict: `passed`, `failed`, or the outcome that kept it from either; `bad_row` where the
            row itself cannot be read.
        tests_passed: Tests whose own answer came back and was right.
        tests_total: Tests there are; 0 for a script.
        seconds: What the row took, waiting for an agent included.
        runs: What came of each run, for those who want to look.
    """

    id: str
    outcome: Outcome
    verdict: str
    tests_passed: int
    tests_total: int
    seconds: float
    detail: str = ""
    runs: tuple[RunResult, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The verdict as plain data, without streams."""
        return {
            "id": self.id,
            "outcome": self.outcome.value,
            "verdict": self.verdict,
            "tests_passed": self.tests_passed,
            "tests_total": self.tests_total,
            "seconds": round(self.seconds, 4),
        }


class RowJudge:
    """Judges rows with a sandbox.

    Args:
        sandbox: Where programs run, and tests that are code beside them.
        fork: Of every stdio row: `test` or `problem`.
    """

    def __init__(self, sandbox: PooledSandbox, fork: Fork = "test") -> None:
        self._sandbox = sandbox
        self._fork: Fork = fork

    def judge_many(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Judged]:
        """Judge rows, as many at once as the sandbox has agents; verdicts in their order.

        A row that cannot be read is a `bad_row`, and costs no other row its verdict.
        """
        with ThreadPoolExecutor(self._sandbox.pool.settings.size) as threads:
            yield from threads.map(self._judge_any, rows)

    def _judge_any(self, row: Mapping[str, Any]) -> Judged:
        try:
            return self.judge(row)
        except (BadRequest, *_UNREADABLE) as error:
            detail = (
                f"{type(error).__name__}: {error}" if type(error) in _UNREADABLE else str(error)
            )
            name = str(row.get("id", "?"))
            return Judged(name, Outcome.SANDBOX_ERROR, "bad_row", 0, 0, 0.0, detail[:300])

    def judge(self, row: Mapping[str, Any]) -> Judged:
        """Judge one row.

        Raises:
            BadRequest: The row lacks a field or has one that makes no sense.
        """
        name = str(row.get("id", "?"))
        limits = Limits.from_dict(row.get("limits", {}))
        mode = row.get("mode")
        if mode not in MODES:
            raise BadRequest(f"row {name}: no mode {mode!r}. Known: {', '.join(MODES)}.")
        if not isinstance(row.get("code"), str):
            raise BadRequest(f"row {name}: `code` must be the program's text")
        program = Program(row["code"], language=row.get("language", "python"))
        began = time.monotonic()
        if mode == "script":
            made = self._script(row, program, limits)
        elif mode == "stdio":
            made = self._stdio(name, row, program, limits)
        else:
            made = self._functions(name, mode, row, program, limits)
        outcome, passed, total, detail, runs = made
        verdict = _verdict(outcome, passed, total)
        seconds = time.monotonic() - began
        return Judged(name, outcome, verdict, passed, total, seconds, detail, runs)

    def _script(self, row: Mapping[str, Any], program: Program, limits: Limits) -> _Made:
        stdin = str(row.get("stdin", "")).encode("utf-8", "surrogatepass")
        runs = []
        if before := (row.get("probe") or {}).get("before_code"):
            self._sandbox.run(Program(before), limits)
        runs.append(self._sandbox.run(program, limits, stdin))
        if after := row.get("then_code"):
            runs.append(self._sandbox.run(Program(after), limits))
        return runs[0].outcome, 0, 0, runs[0].detail, tuple(runs)

    def _stdio(self, name: str, row: Mapping[str, Any], program: Program, limits: Limits) -> _Made:
        tests = _tests(name, row, "stdio")
        inputs = tuple(_text(name, test, "stdin") for test in tests)
        done = self._sandbox.do(
            Job(program, inputs, limits=limits, fork=self._fork, stop_early="timeout")
        )
        good = [
            run.ok and same_output(_text(name, test, "stdout"), run.stdout, "layout", *NEAR)
            for run, test in zip(done.runs, tests, strict=False)  # the rest was left out
        ]
        if self._fork == "problem" and good[:1] == [True] and not all(good):
            # What one test left behind is no reason to fail the next, which is run alone as well.
            return RowJudge(self._sandbox)._stdio(name, row, program, limits)
        return done.outcome, sum(good), len(tests), _why(done.runs), done.runs

    def _functions(
        self, name: str, mode: str, row: Mapping[str, Any], program: Program, limits: Limits
    ) -> _Made:
        available = _by_kind(name, row)
        if mode == "any_fn":
            mode = next(
                (kind for kind in ("function", "assert", "unittest") if kind in available), ""
            )
        tests = _tests(name, row, mode or "function")
        entry = str(row.get("entry_point", ""))
        if mode == "function":
            calls = tuple(_call(name, entry, test) for test in tests)
            done = self._sandbox.do(Job(program, calls=calls, limits=limits, stop_early="timeout"))
            good = [
                run.answered
                and same_value(test.get("expected"), run.value, tolerance=NEAR[0], absolute=NEAR[1])
                for run, test in zip(done.runs, tests, strict=False)  # the rest was left out
            ]
            return done.outcome, sum(good), len(tests), _why(done.runs), done.runs
        code = tests if isinstance(tests, str) else "\n".join(tests)
        style: Style = "unittest" if mode == "unittest" else "assert"
        asked = Beside.of(code, style, entry=entry)
        try:
            found = check_beside(self._sandbox, row["code"], asked, whole=False, limits=limits)
        except SyntaxError as error:
            return Outcome.SANDBOX_ERROR, 0, 0, f"the tests are not Python: {error}", ()
        if found.empty:
            return Outcome.SANDBOX_ERROR, 0, 0, f"the tests hold {found.empty}", ()
        passed = sum(good for _, good in found.rows) if found.trusted else 0
        return found.outcome, passed, max(1, len(found.rows)), found.detail, ()


_Made = tuple[Outcome, int, int, str, tuple[RunResult, ...]]


def _verdict(outcome: Outcome, passed: int, total: int) -> str:
    """`passed` only if every test's own answer came back right."""
    if outcome is Outcome.OK:
        return "passed" if passed == total else "failed"
    return outcome.value


def _why(runs: Iterable[RunResult]) -> str:
    return next((run.detail for run in runs if not run.ok), "")


_LAYOUTS = {
    "stdio": '{"stdio": [{"stdin": "1", "stdout": "2"}]}',
    "function": '{"function": [{"args": [1], "expected": 2}]}',
    "assert": '{"assert": ["assert f(1) == 2"]}',
    "unittest": '{"unittest": "import unittest ..."}',
}


def _by_kind(name: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
    tests = row.get("tests") or {}
    if not isinstance(tests, Mapping):
        raise BadRequest(
            f"row {name}: `tests` must say the kind, such as {_LAYOUTS['stdio']}, and is "
            f"{type(tests).__name__}"
        )
    return tests


def _tests(name: str, row: Mapping[str, Any], kind: str) -> Any:
    tests = _by_kind(name, row).get(kind)
    if not tests:
        raise BadRequest(f"row {name}: no tests.{kind}; a program without tests cannot pass")
    single = isinstance(tests, str) and kind in ("assert", "unittest")
    listed = isinstance(tests, Sequence) and not isinstance(tests, str)
    if not (single or listed) or (kind in ("stdio", "function") and not _mappings(tests)):
        raise BadRequest(f"row {name}: tests.{kind} is laid out like {_LAYOUTS[kind]}")
    return tests


def _mappings(tests: Sequence[Any]) -> bool:
    return all(isinstance(test, Mapping) for test in tests)


def _text(name: str, test: Mapping[str, Any], key: str) -> bytes:
    """The text of a test, written out or as [unit, times, end]."""
    if f"{key}_gen" in test:
        unit, times, end = test[f"{key}_gen"]
        return str(unit * times + end).encode("utf-8", "surrogatepass")
    if not isinstance(test.get(key), str):
        raise BadRequest(f"row {name}: a stdio test needs {key!r}")
    return str(test[key]).encode("utf-8", "surrogatepass")


def _call(name: str, entry: str, test: Mapping[str, Any]) -> Call:
    if not isinstance(test.get("args"), list) or not (test.get("fn_name") or entry):
        raise BadRequest(f"row {name}: a function test needs `args` and the row an `entry_point`")
    return Call(str(test.get("fn_name") or entry), tuple(test["args"]), test.get("kwargs") or {})
