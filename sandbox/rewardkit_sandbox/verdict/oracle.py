"""Tests that are code: they run in an oracle of their own, the submission somewhere else.

The two never share a process, a container or a file. The tests call a stub; the call comes to
us, goes to the submission by value, and its answer goes back by value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rewardkit_sandbox.channel import wire
from rewardkit_sandbox.channel.link import AgentLost
from rewardkit_sandbox.protocol import values
from rewardkit_sandbox.sandbox import PooledSandbox, Session
from rewardkit_sandbox.types import DEFAULT_LIMITS, Limits, Outcome, Program, RunResult

SuiteStyle = Literal["assert", "unittest"]
CANNOT_ASK = "CannotAsk"  # begins the trouble of tests whose calls cannot be sent
MOST_OUTPUT = 1 << 16  # bytes of what one call wrote that the tests get to see
LONGEST = 10  # times the wall limit of one call: the most that all tests of a file may take


@dataclass(frozen=True, slots=True)
class Suite:
    """Trusted test code.

    Args:
        code: Its text: `assert` statements, a `check(candidate)` with such, or TestCases.
        names: Functions of the submission. What the code uses and nobody defines counts as
            one too; the first is what `check` is given.
        style: `assert` counts every assert statement, `unittest` every test method.
    """

    code: str
    names: tuple[str, ...] = ()
    style: SuiteStyle = "assert"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of tests.

    Attributes:
        outcome: `ok` when the tests could be run to their end; else how the submission (or,
            with `sandbox_error`, we) kept them from it.
        passed: Tests that passed. A test that the submission did not live to see has not.
        total: Tests there are.
        rows: Each test with whether it passed.
        detail: One line on what went wrong.
    """

    outcome: Outcome
    passed: int = 0
    total: int = 0
    rows: tuple[tuple[str, bool], ...] = ()
    detail: str = ""


def check(
    sandbox: PooledSandbox,
    oracle: PooledSandbox,
    program: Program,
    tests: Suite,
    limits: Limits = DEFAULT_LIMITS,
) -> Checked:
    """Run tests against a program.

    Args:
        sandbox: Where the program runs.
        oracle: Where the tests run; must be another sandbox than the program's.
        program: The submission.
        tests: The tests.
        limits: Of the submission, for loading it and for each call.

    Raises:
        ValueError: Both sandboxes are the same one.
    """
    if sandbox is oracle:
        raise ValueError("the tests need a sandbox of their own, not that of the program")
    with sandbox.session(program, limits) as session:
        if session.failed is not None and session.failed.outcome is Outcome.SANDBOX_ERROR:
            return Checked(Outcome.SANDBOX_ERROR, detail=session.failed.detail)
        answers = Answers(session)
        try:
            with oracle.pool.lend() as agent:
                run, result = agent.consult(*_order(tests, limits), answers.answer)
        except AgentLost as error:
            return Checked(Outcome.SANDBOX_ERROR, detail=str(error))
    return _verdict(run.get("report"), result, answers)


def _order(tests: Suite, limits: Limits) -> tuple[dict[str, Any], list[bytes]]:
    total = limits.wall_s * LONGEST
    own = Limits(wall_s=total, cpu_s=total, memory_mb=max(512, limits.memory_mb))
    program = Program(tests.code)
    header = wire.program_header(program, own) | {"limits": asdict(own)}
    header |= {"kind": "oracle", "names": list(tests.names), "style": tests.style}
    return {**header, "total_s": total, "stop_early": False}, wire.program_blobs(program)


class Answers:
    """Passes calls of the tests on to the submission, and remembers what went wrong."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.worst: RunResult | None = session.failed

    def answer(self, ask: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to one call, as data for the oracle."""
        kwargs = {"$dict": [[key, value] for key, value in ask.get("kwargs", {}).items()]}
        call = {"call": str(ask.get("call")), "args": ask.get("args", []), "kwargs": kwargs}
        call |= {"keep": True} | ({"get": True} if "get" in ask else {})
        result = self._session.call_packed(call)
        wrote = result.stdout[:MOST_OUTPUT].decode("utf-8", "replace")
        if result.answered:
            return {"value": values.encode(result.value), "stdout": wrote}
        if self.worst is None or self.worst.ok:
            self.worst = result
        raised = result.outcome in (Outcome.RUNTIME_ERROR, Outcome.MEMORY_LIMIT)
        end = "raised" if raised and result.error else result.outcome.value
        return {"end": end, "error": result.error, "detail": result.detail[:300], "stdout": wrote}


def _verdict(report: Any, result: RunResult, answers: Answers) -> Checked:
    rows = _rows(report)
    worst = answers.worst
    if worst is not None and worst.outcome is Outcome.SANDBOX_ERROR:
        return Checked(Outcome.SANDBOX_ERROR, detail=worst.detail)
    if rows is None:
        if worst is not None:  # an endless submission used up the time of all tests
            return Checked(worst.outcome, detail=worst.detail)
        if result.outcome is Outcome.TIMEOUT:
            return Checked(Outcome.TIMEOUT, detail="the calls of the tests took too long together")
        said = result.stderr.decode("utf-8", "replace").strip()[-300:]
        return Checked(Outcome.SANDBOX_ERROR, detail=f"the tests did not run: {said}")
    trouble = next((str(what) for name, what in report if name == "trouble"), "")
    passed = sum(good for _, good in rows)
    if trouble.startswith(CANNOT_ASK):  # whatever else happened, these tests cannot be judged by
        return Checked(Outcome.OK, passed, len(rows), tuple(rows), trouble)
    failing = worst is not None and passed < len(rows)
    outcome = worst.outcome if worst is not None and failing else Outcome.OK
    detail = worst.detail if worst is not None and failing else trouble
    return Checked(outcome, passed, len(rows), tuple(rows), detail)


def _rows(report: Any) -> list[tuple[str, bool]] | None:
    if not isinstance(report, Sequence) or isinstance(report, str) or not report:
        return None
    return [(str(name), good is True) for name, good in report if name != "trouble"]
