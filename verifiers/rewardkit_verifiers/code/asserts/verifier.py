"""Does a program pass the assert statements, or the TestCases, that come with its task?"""

from __future__ import annotations

from typing import Any

from rewardkit import Sample, Score, reward
from rewardkit_verifiers.code.lib.assert_batch import ask_asserts
from rewardkit_verifiers.code.lib.extract import Policy
from rewardkit_verifiers.code.lib.judge_batch import check_settings
from rewardkit_verifiers.code.lib.layouts import LayoutName
from rewardkit_verifiers.code.lib.sandbox_settings import sandbox_settings
from rewardkit_verifiers.code.lib.sandboxes import Backend
from rewardkit_verifiers.code.lib.scoring import STAGES, Mode, Stages
from rewardkit_verifiers.code.lib.suites import Asking


@reward(batched=True, check=check_settings)
def asserts(
    sample: list[Sample],
    *,
    continues: bool | None = None,
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
    """Pay a program in Python, or in JavaScript, that passes the asserts of its task.

    The tests run beside the submission, as CPython runs them, with the expected values taken out
    of their text: each value travels out and is compared outside. Every `assert` is a test, and so
    is every method of a TestCase. Tests that keep nothing back are made to fail in a second run,
    and one that passes all the same is `tampered`.

    Args:
        sample: The samples. Test code comes from their columns: `test` and `entry_point`
            (HumanEval, BigCodeBench), `test_list` with `test_setup_code` (MBPP), `tests`,
            `assert_case`, or from the answer. Tests in JavaScript (MultiPL-E, HumanEval-X) are
            read as calls with literals, and the program runs in Node.js.
        continues: Whether a reply that does not define the function continues the prompt, as
            base models continue the prompts of HumanEval. None: where it is indented as a body.
        score: `all`, `fraction` (of the asserts) or `staged`; see `score_of`.
        stages: What `staged` pays for parsing and for running.
        blocks: Which code block counts, among those that define the function.
        strict: Read only closed fences, and only one block.
        time_s: Seconds of processor time for each call; of real time, twice that. All tests
            together have ten times as much.
        memory_mb: MiB for the submission beyond what the interpreter needs.
        packages: Installed distributions that programs and tests may import, such as numpy.
        backend: `docker`, `local`, or `auto`: Docker where an engine answers.
        sandbox: What is seldom changed: `wall_s`, `total_s`, `pids`, `disk_mb`, `output_mb`,
            `programs`, `preload`, `size`, `image`, `runtime` and others; see `SandboxSettings`.
        layout: The data set whose columns are read, such as `humaneval`; `auto` reads every
            column that may hold tests.

    Returns:
        Scores between 0 and 1, with the statuses and reasons of code/function.

    Example:
        >>> task = {"tests": "assert add(1, 2) == 3", "entry_point": "add"}
        >>> code = "def add(a, b): return a + b"
        >>> asserts.score(completion=code, **task).value  # doctest: +SKIP
        1.0
        >>> asserts.score(completion="It adds.", **task).reason
        'no_code'
    """
    how = Asking(
        score, stages, blocks, strict, time_s, memory_mb, packages, backend, layout=layout,
        settings=sandbox_settings(sandbox),
    )  # fmt: skip
    return ask_asserts(sample, how, continues)
