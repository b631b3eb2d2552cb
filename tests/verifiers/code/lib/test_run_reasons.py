"""Why a run did not pass: its reason and its detail."""

from __future__ import annotations

import pytest

from rewardkit_sandbox import Outcome, RunResult
from rewardkit_verifiers.code.lib.run_reasons import brief, reason_of


def test_a_value_is_told_in_a_few_words_whatever_its_size() -> None:
    assert brief("x" * 10**6).startswith("'xxx")
    for value in ([10**5000], {10**5000: 1}, list(range(10**6)), [[[[[[[[1]]]]]]]]):
        assert len(brief(value)) <= 60


@pytest.mark.parametrize(
    ("error", "detail", "stderr", "reason"),
    [
        ("ModuleNotFoundError", "ModuleNotFoundError: No module named 'x'", b"", "not_in_sandbox"),
        ("ImportError", "ImportError: cannot import name 'x'", b"", "runtime_error"),
        ("PermissionError", "...: [Errno 13] Permission denied", b"", "not_in_sandbox"),
        ("PermissionError", "...: [Errno 13] Permission denied: 'a'", b"", "runtime_error"),
        ("FileNotFoundError", "...: 'git'", b'File "/usr/lib/subprocess.py"', "not_in_sandbox"),
        ("FileNotFoundError", "...: 'data.txt'", b'File "/tmp/main.py"', "runtime_error"),
        ("ConnectionError", "Temporary failure in name resolution", b"", "not_in_sandbox"),
    ],
)  # fmt: skip
def test_what_the_sandbox_lacks_has_a_reason_of_its_own(
    error: str, detail: str, stderr: bytes, reason: str
) -> None:
    run = RunResult(Outcome.RUNTIME_ERROR, detail, stderr=stderr, error=error)
    assert reason_of(run) == reason


def test_a_run_that_ended_well_and_failed_its_test_gave_a_wrong_answer() -> None:
    assert reason_of(RunResult(Outcome.OK, "ModuleNotFoundError")) == "wrong_answer"
    assert reason_of(None) == ""
