"""Checkers of tasks: functions, programs over three files, and what is neither."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit import Sample, get
from rewardkit_verifiers.code.lib.checkers import checker_of
from rewardkit_verifiers.code.lib.columns import BadTests

PROGRAM = """
import sys
n = int(open(sys.argv[1]).read())
assert len(open(sys.argv[2]).read().split()) == 2
a, b = map(int, open(sys.argv[3]).read().split())
print("1" if a + b == n and a > 0 < b else "0")
sys.exit(0)
"""
TESTS = [{"input": "10\n", "output": "1 9\n"}, {"input": "7\n", "output": "1 6\n"}]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("n = int(input()); print(n - 2, 2)", 1.0),
        ("print(1, 9)", 0.0),
        ("print('ten')", 0.0),
        ("import sys; print(1, 1); print('1')", 0.0),
        ("pass", 0.0),
    ],
)
def test_a_program_that_checks_files_decides(code: str, value: float, backend: str) -> None:
    columns: dict[str, Any] = {"official_tests": TESTS, "generated_checker": PROGRAM}
    sample = Sample(f"```python\n{code}\n```", columns=columns)
    assert get("code/stdio", backend=backend).score(sample).value == value


@pytest.mark.slow
def test_a_program_that_takes_no_right_output_is_broken() -> None:
    columns = {"official_tests": TESTS, "generated_checker": "print('no idea')"}
    found = get("code/stdio", backend="local").score(
        Sample("```\nprint(1, 9)\n```", columns=columns)
    )
    assert (found.value, found.reason) == (None, "bad_checker")


@pytest.mark.parametrize("source", [5, '#include "testlib.h"\nint main() {}', ["def check(): ..."]])
def test_what_is_no_python_is_refused(source: Any) -> None:
    with pytest.raises(BadTests):
        checker_of(Sample("", columns={"checker": source}))


@pytest.mark.parametrize("columns", [{}, {"checker": None}, {"generated_checker": ""}])
def test_an_empty_column_is_no_checker(columns: dict[str, Any]) -> None:
    assert checker_of(Sample("", columns=columns)) == ""
