"""Does a program pass hidden files of pytest tests, which import it from a sandbox of their own?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit import Sample, Score, reward
from rewardkit_verifiers.code.lib.extract import Policy
from rewardkit_verifiers.code.lib.judge_batch import check_settings
from rewardkit_verifiers.code.lib.layouts import LayoutName
from rewardkit_verifiers.code.lib.pytest_files import pytest_question
from rewardkit_verifiers.code.lib.sandbox_settings import sandbox_settings
from rewardkit_verifiers.code.lib.sandboxes import Backend
from rewardkit_verifiers.code.lib.scoring import STAGES, Mode, Stages
from rewardkit_verifiers.code.lib.suites import Asking, ask_batch


def _check(settings: Mapping[str, Any]) -> None:
    check_settings(settings)
    if not settings["module"].isidentifier():
        raise ValueError(f"module={settings['module']!r} is no name of a module")


@reward(batched=True, check=_check)
def pytest(
    sample: list[Sample],
    *,
    module: str = "solution",
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
    """Pay a Python program that passes hidden files of pytest tests.

    pytest runs beside the submission, in a sandbox, with the expected values taken out of the
    text of the tests: each value travels out and is compared outside. Fixtures, parameters,
    marks and patches work as ever; a test that its own marks skip, or expect to fail, does not
    count. One that is skipped while it runs is failed.

    Args:
        sample: The samples, with a column `test_files`, of paths and texts, or `tests` with the
            text of one file.
        module: The name by which the files import the submission.
        score: `all`, `fraction` (of the tests) or `staged`; see `score_of`.
        stages: What `staged` pays for parsing and for running.
        blocks: Which code block counts, among those that define what the files import.
        strict: Read only closed fences, and only one block.
        time_s: Seconds of processor time for each call; of real time, twice that. All tests
            together have ten times as much.
        memory_mb: MiB for the submission beyond what the interpreter needs.
        packages: Installed distributions that programs and tests may import, such as numpy.
        backend: `docker`, `local`, or `auto`: Docker where an engine answers.
        sandbox: What is seldom changed: `wall_s`, `total_s`, `pids`, `disk_mb`, `output_mb`,
            `programs`, `preload`, `size`, `image`, `runtime` and others; see `SandboxSettings`.
        layout: The data set whose columns are read, such as `kodcode`; `auto` reads every
            column that may hold tests.

    Returns:
        Scores between 0 and 1, with the statuses and reasons of code/function. Test files that
        cannot be read or collected are an error `bad_tests`.

    Example:
        >>> test = "from solution import add; test_it = lambda: add(1, 2) == 3 or 1 / 0"
        >>> files = {"test_add.py": test}
        >>> code = "def add(a, b): return a + b"
        >>> pytest.score(completion=code, test_files=files).value  # doctest: +SKIP
        1.0
        >>> pytest.score(completion=code, test_files={"test_add.py": "def"}).reason
        'bad_tests'
    """
    how = Asking(
        score, stages, blocks, strict, time_s, memory_mb, packages, backend, ("pytest",),
        layout=layout, settings=sandbox_settings(sandbox),
    )  # fmt: skip
    return ask_batch([pytest_question(one, how, module) for one in sample], how)
