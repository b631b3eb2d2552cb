"""Does a function of a program return what it should?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

from rewardkit import Sample, Score, reward
from rewardkit_verifiers.code.lib.columns import CallTest
from rewardkit_verifiers.code.lib.extract import Policy
from rewardkit_verifiers.code.lib.judge_batch import Judging, check_settings, judge_batch
from rewardkit_verifiers.code.lib.layouts import LayoutName
from rewardkit_verifiers.code.lib.run_tests import Same
from rewardkit_verifiers.code.lib.sandbox_settings import sandbox_settings
from rewardkit_verifiers.code.lib.sandboxes import Backend
from rewardkit_verifiers.code.lib.scoring import STAGES, Mode, Stages


def _check(settings: Mapping[str, Any]) -> None:
    check_settings(settings)
    if settings["ordered"] and settings["inner_ordered"] is False:
        raise ValueError("inner_ordered=False says nothing with ordered=True; give ordered=False")


@reward(batched=True, check=_check)
def function(
    sample: list[Sample],
    *,
    language: Literal["python", "javascript", "cpp"] = "python",
    entry_point: str = "",
    tolerance: float = 1e-6,
    ordered: bool = True,
    inner_ordered: bool | None = None,
    score: Mode = "all",
    stages: Stages = STAGES,
    blocks: Policy = "last",
    strict: bool = False,
    time_s: float = 4.0,
    memory_mb: int = 512,
    packages: tuple[str, ...] = (),
    backend: Backend = "auto",
    sandbox: dict[str, Any] | None = None,
    layout: LayoutName = "auto",
) -> list[Score]:
    """Pay a program whose function returns the expected value for each call.

    The program is loaded in a sandbox and called argument by argument; its results come back by
    value and are compared here. It never sees what is expected, and an object with an `__eq__`
    of its own is no value. One that returns nothing by its form answers with its first argument
    as it is then; an `async def` is awaited. Its first call that takes too long is its last.

    Args:
        sample: The samples. Tests come from their columns: calls of LiveCodeBench, APPS, TACO
            and verl with `fn_name`, or `tests`, a list of `{"args": [1, 2], "expected": 3}` or
            of `["add(1, 2)", "3"]`. A column `checker` with the source of a trusted
            `check(args, expected, actual)` decides in place of a comparison. A row of standard
            inputs that names no function is judged as code/stdio does.
        language: What programs are written in. In JavaScript and C++ each call is a run of its own,
            arguments and results are JSON (lists, numbers, text, truth values, maps), a C++
            function's types say how they are read, and a function that returns nothing answers
            with its first argument as it is then.
        entry_point: The function, where no column (`entry_point`, `fn_name`, `metadata`) says.
            A method of a class `Solution` serves as well.
        tolerance: How far floats may be off.
        ordered: Whether the order of a returned list matters.
        inner_ordered: With `ordered=False`, whether that of lists inside it does. None where
            the task does not say: a program whose answers differ by nothing else is then an error
            `inner_order`, unless an expected list has `[1, 2]` beside `[2, 1]`.
        score: `all`, `fraction` or `staged`; see `score_of`.
        stages: What `staged` pays for parsing and for running.
        blocks: Which code block counts, among those that define the function.
        strict: Read only closed fences, and only one block.
        time_s: Seconds of processor time for each call; of real time, twice that and what
            it is kept waiting for a processor; all tests together have twenty times as much.
        memory_mb: MiB for each process beyond what the interpreter needs.
        packages: Installed distributions that programs may import, beside numpy and
            sortedcontainers.
        backend: `docker`, `local`, or `auto`: Docker where an engine answers.
        sandbox: What is seldom changed: `wall_s`, `total_s`, `pids`, `disk_mb`, `output_mb`,
            `programs`, `preload`, `size`, `image`, `runtime` and others; see `SandboxSettings`.
        layout: The data set whose columns are read, such as `livecodebench`; `auto` reads every
            column that may hold tests.

    Returns:
        Scores between 0 and 1, with the statuses and reasons of code/stdio; `no_answer` where a
        call ended without a value.

    Example:
        >>> tests = [["add(1, 2)", "3"], ["add('a', 'b')", "'ab'"]]
        >>> code = "def add(a, b): return a + b"
        >>> function.score(completion=code, tests=tests).value  # doctest: +SKIP
        1.0
        >>> function.score(completion="", tests=tests).reason
        'empty'
    """
    from rewardkit_sandbox.verdict.compare import same_output

    same, nearly = _comparisons(tolerance, ordered, inner_ordered)
    how = Judging(
        CallTest, same, score, stages, blocks, strict, time_s, memory_mb, packages, backend,
        language, entry=entry_point, settings=sandbox_settings(sandbox), layout=layout,
        nearly=nearly, other=partial(same_output, how="contest", tolerance=tolerance),
    )  # fmt: skip
    return judge_batch(sample, how)


def _comparisons(
    tolerance: float, ordered: bool, inner_ordered: bool | None
) -> tuple[Same, Same | None]:
    """Return whether answers are the same, and whether the task leaves open if they are."""
    from rewardkit_sandbox.verdict.bags import same_bags
    from rewardkit_sandbox.verdict.compare import same_value

    same = partial(same_value, tolerance=tolerance, ordered=ordered)
    if ordered or inner_ordered:
        return same, None
    if inner_ordered is None:
        return same, same_bags
    return lambda expected, actual: same(expected, actual) or same_bags(expected, actual), None
