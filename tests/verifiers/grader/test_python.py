"""The Python of a grader runs in the sandbox: what fails there is an error, never a zero."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit import get
from rewardkit_verifiers.code.lib.sandboxes import SandboxFailed, shared_sandbox


def has_sandbox() -> bool:
    try:
        shared_sandbox("auto")
    except SandboxFailed:
        return False
    return True


pytestmark = pytest.mark.skipif(not has_sandbox(), reason="needs a sandbox")


def graded(body: str, completion: str = "4", **row: Any) -> Any:
    source = f"def grade(sample, item):\n    {body}\n"
    return get("grader/python", source=source, time_s=3.0).score(completion=completion, **row)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("return 1", 1.0),
        ("return 0.25", 0.25),
        ("return float(sample['output_json']['a'] == item['gold'])", 1.0),
        ("return float(sample['output_tools'] == [])", 1.0),
    ],
)
def test_numbers_are_paid(body: str, value: float) -> None:
    assert graded(body, '{"a": 3}', gold=3).value == value


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return '1'", "grader_returned"),
        ("return True", "grader_returned"),
        ("return None", "grader_returned"),
        ("return float('nan')", "grader_returned"),
        ("return 1.5", "grader_returned"),
        ("return item['gold']", "grader_failed"),
        ("raise ValueError('x')", "grader_failed"),
        ("import os; os._exit(0)", "grader_failed"),
        ("while True: pass", "grader_failed"),
        ("import socket; socket.create_connection(('1.1.1.1', 80)); return 1", "grader_failed"),
        ("return (", "grader_failed"),
    ],
)
def test_what_is_no_number_is_an_error(body: str, reason: str) -> None:
    found = graded(body)
    assert (found.value, found.status, found.reason) == (None, "error", reason)


def test_a_source_without_the_function_is_refused() -> None:
    with pytest.raises(ValueError, match="defines no function grade"):
        get("grader/python", source="x = 1")
