"""What code/asserts and code/pytest share: tests that are code, run beside submissions.

They run as CPython runs them, with what they expect taken out of their text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rewardkit import Sample, Score
from rewardkit_verifiers.code.lib.columns import BadTests, entry_point
from rewardkit_verifiers.code.lib.extract import Code, NoCode, Policy, extract_code
from rewardkit_verifiers.code.lib.run_tests import limits_for
from rewardkit_verifiers.code.lib.sandbox_settings import SandboxSettings
from rewardkit_verifiers.code.lib.sandboxes import (
    DEFAULT,
    Backend,
    SandboxFailed,
    each,
    shared_sandbox,
)
from rewardkit_verifiers.code.lib.scoring import Mode, Result, Stages, score_of

if TYPE_CHECKING:
    from rewardkit_sandbox import Limits, PooledSandbox
    from rewardkit_sandbox.verdict.beside import Beside, Besides

REASONS = {"timeout": "time_limit", "failed": "no_answer"}


@dataclass(frozen=True, slots=True)
class Question:
    """A submission and the tests that are to run beside it; equal ones are asked once."""

    program: str
    tests: Beside


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
    layout: str = "auto"
    settings: SandboxSettings = DEFAULT


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
    from rewardkit_sandbox import SandboxUnavailable

    packages = (*how.packages, *how.test_packages)
    sandbox = shared_sandbox(how.backend, packages=packages, settings=how.settings)
    limits = limits_for(how.time_s, how.memory_mb, how.settings)
    try:
        return each(lambda one: _ask(one, sandbox, limits, how), questions)
    except SandboxUnavailable as error:
        raise SandboxFailed(str(error)) from error


def _ask(one: Question, sandbox: PooledSandbox, limits: Limits, how: Asking) -> Score:
    from rewardkit_sandbox import BadRequest
    from rewardkit_sandbox.verdict.beside import check_beside, missing_import

    try:
        whole, total_s = how.score == "all", how.settings.total(how.time_s)
        found = check_beside(
            sandbox, one.program, one.tests, whole=whole, limits=limits, total_s=total_s
        )
    except (BadRequest, SyntaxError) as error:
        return Score.error("bad_tests", str(error))
    if found.outcome.value == "sandbox_error":
        return Score.error("sandbox_error", found.detail)
    if found.tampered:
        return Score.ok(0.0, "tampered", found.detail)
    failed = not found.rows or not all(good for _, good in found.rows)
    if failed and (lacking := missing_import(sandbox, one.tests)):
        return Score.error("bad_tests", f"the tests cannot be run: {lacking}")
    if found.empty == "no assertion":
        return Score.error("unguarded_tests", "the tests hold no assertion, so nothing fails them")
    if not failed and not found.trusted and found.rows:
        return Score.error("unguarded_tests", "a program that reads these tests would pass them")
    if found.empty:
        return Score.error("bad_tests", f"the tests hold {found.empty}")
    return _scored(found, how)


def _scored(found: Besides, how: Asking) -> Score:
    outcome = found.outcome.value
    rows = found.rows or (("no assertion was reached", False),)
    if not found.trusted:
        rows = tuple((name, False) for name, _ in rows)
    failed = next((name for name, good in rows if not good), "")
    result = Result(
        passed=[good for _, good in rows],
        parses=outcome != "compile_error",
        runs=outcome == "ok",
        reason="wrong_answer" if outcome == "ok" else REASONS.get(outcome, outcome),
        detail=": ".join(filter(None, (failed, found.detail)))[:300],
        timeout=outcome == "timeout",
    )
    return score_of(result, how.score, how.stages)


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
