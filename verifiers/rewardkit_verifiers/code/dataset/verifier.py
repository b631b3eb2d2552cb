"""Does a program pass the tests of its row, whatever data set the row comes from?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from rewardkit import Sample, Score, reward
from rewardkit_verifiers.code.lib.assert_batch import ask_asserts
from rewardkit_verifiers.code.lib.columns import BadTests, CallTest, OutputTest
from rewardkit_verifiers.code.lib.extract import Policy
from rewardkit_verifiers.code.lib.judge_batch import Judging, check_settings, judge_batch
from rewardkit_verifiers.code.lib.layouts import KINDS, Kind, LayoutName, kind_of, selected
from rewardkit_verifiers.code.lib.pytest_files import pytest_question
from rewardkit_verifiers.code.lib.sandbox_settings import sandbox_settings
from rewardkit_verifiers.code.lib.sandboxes import Backend
from rewardkit_verifiers.code.lib.scoring import STAGES, Mode, Stages
from rewardkit_verifiers.code.lib.suites import Asking, ask_batch

Runner = Callable[[Sequence[Sample]], list[Score]]


def _check(settings: Mapping[str, Any]) -> None:
    check_settings(settings)
    if not settings["module"].isidentifier():
        raise ValueError(f"module={settings['module']!r} is no name of a module")


@reward(batched=True, check=_check)
def dataset(
    sample: list[Sample],
    *,
    layout: LayoutName = "auto",
    continues: bool | None = None,
    module: str = "solution",
    tolerance: float = 1e-6,
    score: Mode = "all",
    stages: Stages = STAGES,
    blocks: Policy = "last",
    strict: bool = False,
    time_s: float = 4.0,
    memory_mb: int = 512,
    packages: tuple[str, ...] = (),
    backend: Backend = "auto",
    sandbox: dict[str, Any] | None = None,
) -> list[Score]:
    """Pay a Python program that passes the tests of its row, read as the data set publishes them.

    Each row is run as its tests demand: standard inputs as by code/stdio, calls as by
    code/function, asserts as by code/asserts, pytest files as by code/pytest. One file may mix
    them, as APPS, TACO and LiveCodeBench do.

    Args:
        sample: The samples, with the columns of their data set.
        layout: `apps`, `code_contests`, `humaneval`, `kodcode`, `leetcode`, `livecodebench`,
            `mbpp` or `taco`; `auto` looks at the columns of each row.
        continues: Whether a reply that does not define the function continues the prompt; None
            where it is indented as a body.
        module: The name by which files of pytest import the submission.
        tolerance: How far numbers with a point may be off, in outputs and results.
        score: `all`, `fraction` or `staged`; see `score_of`.
        stages: What `staged` pays for parsing and for running.
        blocks: Which code block counts, among those that define the function.
        strict: Read only closed fences, and only one block.
        time_s: Seconds of processor time for each test; of real time, twice that.
        memory_mb: MiB for each process beyond what the interpreter needs.
        packages: Installed distributions that programs may import, beside numpy and
            sortedcontainers.
        backend: `docker`, `local`, or `auto`: Docker where an engine answers.
        sandbox: What is seldom changed: `wall_s`, `total_s`, `pids`, `disk_mb`, `output_mb`,
            `programs`, `preload`, `size`, `image`, `runtime` and others; see `SandboxSettings`.

    Returns:
        Scores between 0 and 1, with the statuses and reasons of the verifier that fits the row,
        whose name stands in `extra` as `kind`.

    Example:
        >>> row = {"input_output": '{"inputs": ["1 2"], "outputs": ["3"]}', "difficulty": "EASY"}
        >>> code = "a, b = map(int, input().split()); print(a + b)"
        >>> dataset.score(completion=code, **row).value  # doctest: +SKIP
        1.0
        >>> dataset.score(completion=code, question="Add them.").reason
        'bad_tests'
    """
    from rewardkit_sandbox.verdict.compare import same_output, same_value

    settings = sandbox_settings(sandbox)
    common = (score, stages, blocks, strict, time_s, memory_mb, packages, backend)
    outputs = partial(same_output, how="contest", tolerance=tolerance)
    results = partial(same_value, tolerance=tolerance, ordered=True)
    stdio = Judging(OutputTest, outputs, *common, settings=settings)
    calls = Judging(CallTest, results, *common, settings=settings)
    plain = Asking(*common, settings=settings)
    files = Asking(*common, test_packages=("pytest",), settings=settings)
    runners: dict[Kind, Runner] = {
        "stdio": lambda rows: judge_batch(rows, stdio),
        "function": lambda rows: judge_batch(rows, calls),
        "asserts": lambda rows: ask_asserts(rows, plain, continues),
        "pytest": lambda rows: ask_batch(
            [pytest_question(row, files, module) for row in rows], files
        ),
    }
    return _routed(sample, runners, layout, module)


def _routed(
    samples: Sequence[Sample], runners: Mapping[Kind, Runner], layout: str, module: str
) -> list[Score]:
    out: list[Score] = [Score.error("bad_tests")] * len(samples)
    rows: dict[Kind, list[tuple[int, Sample]]] = {kind: [] for kind in KINDS}
    for at, one in enumerate(samples):
        try:
            chosen = selected(one, layout)
            rows[kind_of(chosen, layout, module)].append((at, chosen))
        except BadTests as error:
            out[at] = Score.error("bad_tests", str(error))
    for kind, some in rows.items():
        if not some:
            continue
        found = runners[kind]([one for _, one in some])
        for (at, _), score in zip(some, found, strict=True):
            extra = {**score.extra, "kind": kind}
            out[at] = Score(score.value, score.status, score.reason, score.detail, extra=extra)
    return out
