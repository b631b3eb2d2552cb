"""Every fault that an adapter once had is named beside tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

IDS = [*(f"S1-{letter}" for letter in "abcde"), *(f"S2-{letter}" for letter in "abcdefghij")]


def test_each_fault_has_a_test_that_is_there(root: Path) -> None:
    page = (root / "docs" / "design" / "trainers.md").read_text(encoding="utf-8")
    lines = [line.split("|")[1:-1] for line in page.splitlines() if line.startswith("| S")]
    assert [line[0].strip() for line in lines] == IDS
    for _, fault, tests in lines:
        named = re.findall(r"`(\w+\.py)::(\w+)`", tests)
        assert named, fault
        for file, test in named:
            text = Path(__file__).with_name(file).read_text(encoding="utf-8")
            assert f"def {test}(" in text, f"{file} has no {test}"
