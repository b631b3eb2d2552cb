"""What code/stdio and code/function share: from samples to scores, a batch at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rewardkit import Sample, Score
from rewardkit_verifiers.code.lib.checkers import checker_of
from rewardkit_verifiers.code.lib.columns import (
    OWN,
    BadTests,
    CallTest,
    OutputTest,
    Test,
    entry_point,
    read_tests,
)
from rewardkit_verifiers.code.lib.extract import NoCode, Policy, extract_code
from rewardkit_verifiers.code.lib.foreign import LANGUAGES, input_for, program_for
from rewardkit_verifiers.code.lib.layouts import selected
from rewardkit_verifiers.code.lib.run_tests import (
    Fork,
    Same,
    Work,
    check_limits,
    limits_for,
    our_fault,
    run_works,
)
from rewardkit_verifiers.code.lib.sandbox_settings import SandboxSettings
from rewardkit_verifiers.code.lib.sandboxes import DEFAULT, Backend, NoToolchain, SandboxFailed
from rewardkit_verifiers.code.lib.scoring import Mode, Stages, check_stages, score_of

if TYPE_CHECKING:
    from rewardkit_sandbox import Program


@dataclass(frozen=True, slots=True)
class Judging:
    """How programs of a batch are judged; the settings of a verifier, by the same names."""

    kind: type[OutputTest] | type[CallTest]
    same: Same
    score: Mode
    stages: Stages
    blocks: Policy
    strict: bool
    time_s: float
    memory_mb: int
    packages: tuple[str, ...]
    backend: Backend
    language: str = "python"
    fork: Fork = "problem"
    entry: str = ""
    settings: SandboxSettings = DEFAULT
    layout: str = "auto"
    nearly: Same | None = None
    """Whether an answer is another only by what the task leaves open; see `Work`."""
    other: Same | None = None
    """How rows of the other kind are compared, where a data set mixes both; None refuses them."""


def check_settings(settings: Mapping[str, Any]) -> None:
    """Refuse settings that make no sense; for the `check` of a verifier."""
    check_stages(settings)
    check_limits(settings)


def judge_batch(samples: Sequence[Sample], how: Judging) -> list[Score]:
    """Return the score of each sample; equal programs on equal tests run once."""
    made = [_work(sample, how) for sample in samples]
    works = [one for one in made if isinstance(one, Work)]
    try:
        run_works(
            works,
            backend=how.backend,
            packages=how.packages,
            language=how.language,
            settings=how.settings,
        )
    except NoToolchain as error:
        failed = Score.error("no_toolchain", str(error))
        return [failed if isinstance(one, Work) else one for one in made]
    except SandboxFailed as error:
        failed = Score.error("sandbox_error", str(error))
        return [failed if isinstance(one, Work) else one for one in made]
    return [_scored(one, how) if isinstance(one, Work) else one for one in made]


def _work(sample: Sample, how: Judging) -> Work | Score:
    try:
        sample = selected(sample, how.layout)
        tests = read_tests(sample, how.entry)
        how = _for_kind(tests, how, sample)
        checker = checker_of(sample)
    except BadTests as error:
        return Score.error("bad_tests", str(error))
    names = sorted({test.name for test in tests if isinstance(test, CallTest)})
    found = extract_code(
        sample.text,
        language=how.language,
        policy=how.blocks,
        defines=names or [name for name in [entry_point(sample)] if name],
        strict=how.strict,
    )
    if isinstance(found, NoCode):
        return Score.unparsed(found.reason, found.detail)
    try:
        program = _program(found.text, tests, how.language)
    except BadTests as error:
        return Score.error("bad_tests", str(error))
    return Work(
        program=program,
        tests=tests,
        limits=limits_for(how.time_s, how.memory_mb, how.settings),
        total_s=how.settings.total(how.time_s),
        same=how.same,
        nearly=how.nearly and _where_open(how.nearly, tests),
        checker=checker,
        stop=how.score == "all",
        fork=how.fork,
    )


def _program(code: str, tests: Sequence[Test], language: str) -> Program:
    from rewardkit_sandbox import Program

    calls = [test for test in tests if isinstance(test, CallTest)]
    if not calls or language == "python":
        return Program(code, language=language)
    for test in calls:
        input_for(test)
    return program_for(language, code, calls)


def _for_kind(tests: Sequence[Test], how: Judging, sample: Sample) -> Judging:
    """Return how the tests of a row are judged, by what they are.

    APPS and TACO have rows of standard inputs and rows of calls in one file. What a data set does
    not mark as one or the other is refused: whether a program that prints nothing is wrong then,
    or the columns are, nothing says.
    """
    if all(isinstance(test, how.kind) for test in tests):
        return how
    inputs = how.kind is OutputTest
    kind: type[OutputTest] | type[CallTest] = CallTest if inputs else OutputTest
    if how.other is None or not all(isinstance(test, kind) for test in tests):
        raise BadTests("some tests are standard inputs and others calls; give them in two rows")
    named = bool(how.entry or entry_point(sample))
    if not inputs and named:
        raise BadTests("these tests are standard inputs and outputs; code/stdio reads them")
    if inputs and not named and sample.columns.keys() & OWN:
        raise BadTests("these tests are calls of functions; code/function reads them")
    if inputs and how.language not in ("python", *LANGUAGES):
        raise BadTests(f"these tests are calls of functions, which are not read in {how.language}")
    return replace(how, kind=kind, same=how.other, nearly=None)


def _scored(work: Work, how: Judging) -> Score:
    trouble = our_fault(work)
    if trouble is not None:
        return trouble
    result = work.result()
    if result.undecided:
        said = "lists inside the answer have another order; say inner_ordered=True or False"
        return replace(Score.error("inner_order", f"{said}: {result.detail}"), extra=result.extra)
    return score_of(result, how.score, how.stages)


def _where_open(nearly: Same, tests: Sequence[Test]) -> Same | None:
    """Return the comparison, or None where a test shows that the order inside lists counts."""
    from rewardkit_sandbox.verdict.bags import inner_order_counts

    calls = [test for test in tests if isinstance(test, CallTest)]
    try:
        return None if any(inner_order_counts(test.expected) for test in calls) else nearly
    except TypeError:  # an expected value that cannot be hashed
        return None
