"""Does a program write what it should, given standard inputs?"""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from rewardkit import Sample, Score, reward
from rewardkit_verifiers.code.lib.columns import OutputTest
from rewardkit_verifiers.code.lib.extract import Policy
from rewardkit_verifiers.code.lib.judge_batch import Judging, check_settings, judge_batch
from rewardkit_verifiers.code.lib.layouts import LayoutName
from rewardkit_verifiers.code.lib.run_tests import Fork
from rewardkit_verifiers.code.lib.sandbox_settings import sandbox_settings
from rewardkit_verifiers.code.lib.sandboxes import Backend
from rewardkit_verifiers.code.lib.scoring import STAGES, Mode, Stages


@reward(batched=True, check=check_settings)
def stdio(
    sample: list[Sample],
    *,
    language: Literal["python", "javascript", "cpp", "c", "bash", "java", "rust", "go"] = "python",
    compare: Literal["contest", "tokens", "lines", "exact", "float", "layout"] = "contest",
    tolerance: float = 1e-6,
    score: Mode = "all",
    stages: Stages = STAGES,
    blocks: Policy = "last",
    strict: bool = False,
    time_s: float = 4.0,
    memory_mb: int = 512,
    fork: Fork = "problem",
    packages: tuple[str, ...] = (),
    backend: Backend = "auto",
    sandbox: dict[str, Any] | None = None,
    layout: LayoutName = "auto",
) -> list[Score]:
    """Pay a program that writes the expected output for each standard input.

    The program runs in a sandbox, which sees its inputs one at a time and nothing else of the
    tests; outputs are compared here. Its first test that takes too long is its last.

    Args:
        sample: The samples. Tests come from their columns, in the shapes of LiveCodeBench, APPS,
            TACO, code_contests, verl and open-r1, or as `tests`, a list of
            `{"stdin": ..., "stdout": ...}`. A column `checker` with the source of a trusted
            `check(stdin, expected, actual)` decides in place of a comparison. A row that names the
            function to call (`fn_name` of APPS and TACO) is judged as code/function does.
        language: What programs are written in. Its compiler or interpreter has to be installed
            where the sandbox is made; one of Java has its `main` in a class `Main`.
        compare: `contest`, `tokens`, `lines`, `exact`, `float` (lenient: any line structure, and
            numbers by value) or `layout`; see `rewardkit_sandbox.verdict.compare.same_output`.
        tolerance: How far numbers with a point may be off, but for `tokens`, `lines`, `exact`.
        score: `all`, `fraction` or `staged`; see `score_of`.
        stages: What `staged` pays for parsing and for running.
        blocks: Which code block counts, where there are several.
        strict: Read only closed fences, and only one block.
        time_s: Seconds of processor time for each test; of real time, twice that and what
            it is kept waiting for a processor; all tests together have twenty times as much.
        memory_mb: MiB for each process beyond what the interpreter needs.
        fork: `problem` runs the tests one after another in one process, where a failure is
            looked at again in a process of its own; `test` takes a new process for each.
        packages: Installed distributions that programs may import, beside numpy and
            sortedcontainers.
        backend: `docker`, `local`, or `auto`: Docker where an engine answers.
        sandbox: What is seldom changed: `wall_s`, `total_s`, `pids`, `disk_mb`, `output_mb`,
            `programs`, `preload`, `size`, `image`, `runtime` and others; see `SandboxSettings`.
        layout: The data set whose columns are read, such as `apps`; `auto` reads every column
            that may hold tests.

    Returns:
        Scores between 0 and 1. A reply without code is unparsed; where only the low end is
        earned and the program took too long, the status is `timeout`; tests that cannot be read
        are an error `bad_tests`, and trouble with the sandbox an error `sandbox_error`.

    Example:
        >>> tests = [{"stdin": "1 2", "stdout": "3"}]
        >>> code = "a, b = map(int, input().split()); print(a + b)"
        >>> stdio.score(completion=code, tests=tests).value  # doctest: +SKIP
        1.0
        >>> stdio.score(completion="Let me think.", tests=tests).reason
        'no_code'
    """
    from rewardkit_sandbox.verdict.compare import same_output, same_value

    same = partial(same_output, how=compare, tolerance=tolerance)
    how = Judging(
        OutputTest, same, score, stages, blocks, strict, time_s, memory_mb, packages, backend,
        language, fork, settings=sandbox_settings(sandbox), layout=layout,
        other=partial(same_value, tolerance=tolerance, ordered=True),
    )  # fmt: skip
    return judge_batch(sample, how)
