"""What code/asserts and code/pytest share: tests that are code, asked of submissions.

Asserts and TestCases run beside the submission, as CPython runs them, with what they expect taken
out. Files of pytest run in an oracle, with the submission elsewhere; so do asserts that keep
nothing back by which a forger would be found out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rewardkit import Sample, Score
from rewardkit_verifiers.code.lib.columns import BadTests, entry_point
from rewardkit_verifiers.code.lib.extract import Code, NoCode, Policy, extract_code
from rewardkit_verifiers.code.lib.run_tests import limits_for
from rewardkit_verifiers.code.lib.sandboxes import Backend, SandboxFailed, each, shared_sandbox
from rewardkit_verifiers.code.lib.scoring import Mode, Result, Stages, score_of

if TYPE_CHECKING:
    from rewardkit_sandbox import Limits, PooledSandbox
    from rewardkit_sandbox.verdict.oracle import Checked, SuiteStyle

# What ends tests for a reason of their own; with the last, an argument that cannot be sent.
_OURS = ("ImportError", "ModuleNotFoundError", "SyntaxError", "IndentationError", "CannotAsk")
REASONS = {"timeout": "time_limit", "failed": "no_answer"}


@dataclass(frozen=True, slots=True)
class Question:
    """A submission and the trusted tests that are to be asked of it; equal ones are asked once."""

    program: str
    tests: str
    names: tuple[str, ...]
    style: SuiteStyle
    prelude: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """How a batch is judged; the settings of a verifier, by the same names."""

    score: Mode
    stages: Stages
    blocks: Policy
    strict: bool
    time_s: float
    memory_mb: int
    packages: tuple[str, ...]
    backend: Backend
    test_packages: tuple[str, ...] = ()


def read_program(sample: Sample, how: Asking, names: Sequence[str]) -> Code | NoCode:
    """Return the program of a reply, which should define these names."""
    return extract_code(sample.text, policy=how.blocks, defines=names, strict=how.strict)


def ask_batch(made: Sequence[Question | Score], how: Asking) -> list[Score]:
    """Return the score of each question; a score stays what it is."""
    questions = list(dict.fromkeys(one for one in made if isinstance(one, Question)))
    try:
        scores = dict(zip(questions, _ask_all(questions, how), strict=True))
    except SandboxFailed as error:
        scores = dict.fromkeys(questions, Score.error("sandbox_error", str(error)))
    return [scores[one] if isinstance(one, Question) else one for one in made]


def _ask_all(questions: Sequence[Question], how: Asking) -> list[Score]:
    if not questions:
        return []
    from rewardkit_sandbox import BadRequest, Program, SandboxUnavailable
    from rewardkit_sandbox.verdict.oracle import Suite, check

    # Tests may import what submissions may, so that arrays can be compared with arrays.
    packages = (*how.packages, *how.test_packages)
    programs = shared_sandbox(how.backend, packages=how.packages)
    oracle = shared_sandbox(how.backend, packages=packages, role="oracle")
    limits = limits_for(how.time_s, how.memory_mb)

    def ask(one: Question) -> Score:
        if one.beside:
            return _beside(one, programs, oracle, limits, how)
        tests = Suite(one.tests, one.names, one.style)
        try:
            return _scored(check(programs, oracle, Program(one.program), tests, limits), how)
        except BadRequest as error:
            return Score.error("bad_tests", str(error))

    try:
        return each(ask, questions)
    except SandboxUnavailable as error:
        raise SandboxFailed(str(error)) from error


def _beside(
    one: Question, programs: PooledSandbox, oracle: PooledSandbox, limits: Limits, how: Asking
) -> Score:
    """Return the score of tests that run beside the program.

    Where nothing in them could have shown a forger, the oracle is asked as well, and only what
    both pass is paid.
    """
    from rewardkit_sandbox import Program
    from rewardkit_sandbox.verdict.beside import check_beside, missing_import
    from rewardkit_sandbox.verdict.oracle import Suite, check

    entry = one.names[0] if one.names else ""
    found = check_beside(
        programs, one.program, one.tests, style=one.style, entry=entry,
        prelude=one.prelude, limits=limits,
    )  # fmt: skip
    outcome = found.outcome.value
    if outcome == "sandbox_error":
        return Score.error("sandbox_error", found.detail)
    if found.tampered:
        return Score.ok(0.0, "tampered", found.detail)
    failed = next((name for name, good in found.rows if not good), "")
    if failed and (lacking := missing_import(programs, one.tests)):
        return Score.error("bad_tests", f"the tests cannot be run: {lacking}")
    passed = [good for _, good in found.rows]
    if any(passed) and not found.trusted:
        asked = check(
            programs, oracle, Program(one.program), Suite(one.tests, one.names, one.style), limits
        )
        if not failed and not (asked.rows and all(good for _, good in asked.rows)):
            return Score.error(
                "unguarded_tests", "no test keeps back what it expects; see code/asserts"
            )
        if failed:
            passed = [False] * len(passed)
    if not passed:
        return Score.error("bad_tests", "the tests hold no assertion that was reached")
    result = Result(
        passed=passed,
        parses=outcome != "compile_error",
        runs=outcome == "ok",
        reason="wrong_answer" if outcome == "ok" else REASONS.get(outcome, outcome),
        detail=": ".join(filter(None, (failed, found.detail)))[:300],
        timeout=outcome == "timeout",
    )
    return score_of(result, how.score, how.stages)


def _scored(found: Checked, how: Asking) -> Score:
    outcome = found.outcome.value
    if outcome == "sandbox_error":
        return Score.error("sandbox_error", found.detail)
    if outcome == "ok" and _broken(found):
        return Score.error("bad_tests", f"the tests cannot be run: {found.detail}")
    failed = next((name for name, good in found.rows if not good), "")
    detail = ": ".join(filter(None, (failed, found.detail)))
    result = Result(
        passed=[good for _, good in found.rows],
        parses=outcome != "compile_error",
        runs=outcome == "ok",
        reason="wrong_answer" if outcome == "ok" else REASONS.get(outcome, outcome),
        detail=detail[:300],
        timeout=outcome == "timeout",
    )
    return score_of(result, how.score, how.stages)


def _broken(found: Checked) -> bool:
    """Whether the tests failed by themselves: every call came back, and yet they could not go on.

    What comes back is plain values, and none of them can make an import fail.
    """
    said = found.detail.partition(":")[0]
    return any(name == "import" for name, _ in found.rows) or said in _OURS


def names_of(sample: Sample) -> tuple[str, ...]:
    """Return the function that the tests are about, if the sample says so."""
    name = entry_point(sample)
    return (name,) if name else ()


def texts(column: str, data: Any) -> list[str]:
    """Return a column as a list of texts.

    Raises:
        BadTests: It holds something else.
    """
    if hasattr(data, "tolist"):
        data = data.tolist()
    data = [data] if isinstance(data, str) else data
    if isinstance(data, Mapping) or not isinstance(data, Sequence):
        raise BadTests(f"column {column!r}: source code is wanted, not {str(data)[:60]!r}")
    for one in data:
        if not isinstance(one, str):
            raise BadTests(f"column {column!r}: source code is wanted, not {str(one)[:60]!r}")
    return list(data)
