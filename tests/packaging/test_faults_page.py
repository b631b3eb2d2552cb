"""The page of reported faults names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/design/faults.md").read_text("utf-8")
_, SANDBOX, _ = re.split(r"## Programs and the sandbox|## Engine, judges and commands", PAGE)
ROWS = re.findall(r"^\| ([AB]\d+) \| [^|]+ \| ([^|]+) \|$", SANDBOX, re.MULTILINE)


def test_every_fault_of_the_sandbox_has_a_row() -> None:
    assert [name for name, _ in ROWS] == [
        *(f"A{n}" for n in range(1, 12)),
        *(f"B{n}" for n in range(1, 8)),
    ]


@pytest.mark.parametrize(("name", "tests"), ROWS)
def test_the_tests_that_a_row_names_are_there(name: str, tests: str) -> None:
    source = ""
    for one in re.findall(r"`([^`]+)`", tests):
        path, _, function = one.rpartition("::") if "::" in one else ("", "", one)
        if one.endswith(".py") or path:
            source = (ROOT / "tests" / (path or one)).read_text("utf-8")
        assert one.endswith(".py") or f"def {function}(" in source, one
