"""The audit of public scorers bounds each one's time and writes a table of one format."""

from __future__ import annotations

import importlib
import os
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "audit"
PAGE = ROOT / "docs" / "audit.md"
ROWS = [{"prompt": f"What is {n} + {n}?", "answer": str(2 * n)} for n in range(13, 21)]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="an attack forks its scorer")


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(FOLDER)
    return importlib.import_module("audit")


@pytest.fixture
def scorers(audit: ModuleType) -> ModuleType:
    return importlib.import_module("scorers")


def contains(completion: str, answer: str) -> float:
    return float(answer in completion)


def equals(completion: str, answer: str) -> float:
    return float(completion == answer)


def package(scorers: ModuleType, **tasks: Any) -> Any:
    def task(name: str) -> Any:
        made = tasks[name]
        return made() if name == "hangs" else scorers.Task(made, ROWS)

    return scorers.Package("pluggy", lambda: list(tasks), task, "eight sums")


def test_two_scorers_are_measured_and_each_has_one_line_of_six_cells(
    audit: ModuleType, scorers: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(audit.PACKAGES, "two", package(scorers, contains=contains, equals=equals))
    text, lines = audit.section("two", [], 6.0)
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert "\n".join(table[:2]) == audit.HEAD
    assert [line.count(" | ") for line in table[2:]] == [5, 5]
    paid, strict = (line.split(" | ") for line in table[2:])
    assert paid[1] != "none"
    assert " 1 / 1, task " in paid[2]
    assert strict[1:3] == ["none", "–"]
    assert "bold 8/8" in strict[3]
    assert len(lines) == 2


def test_a_scorer_that_hangs_is_killed_and_listed_as_not_run(
    audit: ModuleType, scorers: ModuleType
) -> None:
    hangs = package(scorers, hangs=lambda: time.sleep(600))
    found = audit.bounded(hangs, "hangs", 0.1, grace=0.3)
    assert found == {"not_run": "no result within 0.5 s"}
    assert audit.row_of("hangs", found) == (
        "| `hangs` | not run: no result within 0.5 s | – | – | – | – |"
    )


def test_a_scorer_that_cannot_be_made_is_listed_with_its_error(
    audit: ModuleType, scorers: ModuleType
) -> None:
    found = audit.bounded(package(scorers), "absent", 1.0)
    assert found == {"not_run": "KeyError: 'absent'"}


@pytest.mark.parametrize("key", ["math-verify", "trl"])
def test_a_package_that_is_not_installed_is_named_and_one_that_is_gets_a_table(
    audit: ModuleType, key: str
) -> None:
    text, lines = audit.section(key, ["none of this name"], 1.0)
    assert text.startswith(f"{key}")
    assert "ot run" in text
    assert lines == []


def test_a_reply_cannot_end_its_cell_or_its_code(audit: ModuleType) -> None:
    hole = {"completion": "a|b`c\n", "value": 1.0, "honest_value": 1.0, "id": "3"}
    found = {
        "holes": [{**hole, "policy": "x|y", "kind": "false_pass", "rows": "2 of 8"}],
        "false_fails": [],
        "conduct": [],
    }
    assert audit.row_of("s", found) == (
        r'| `s` | x\|y 2/8 | `"a\u007cb\u0060c\n"` 1 / 1, task 3 | none | – | none |'
    )


def test_a_section_is_replaced_between_its_markers_and_nothing_else_changes(
    audit: ModuleType,
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    once = audit.into(page, "trl", "new text\n")
    assert "new text" in once
    assert audit.into(once, "trl", "new text\n") == once
    assert once.partition("<!-- audit: trl")[0] == page.partition("<!-- audit: trl")[0]
    with pytest.raises(ValueError, match="has no markers"):
        audit.into("no page", "trl", "text")


def test_the_page_has_a_section_of_this_format_for_each_package(
    audit: ModuleType, scorers: ModuleType
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for key in scorers.PACKAGES:
        text = page.partition(f"<!-- audit: {key} -->")[2].partition("<!-- end of audit")[0]
        lines = [line for line in text.splitlines() if line.startswith("|")]
        assert ("\n".join(lines[:2]) == audit.HEAD) is ("ot run (" not in text), key
        assert {line.count(" | ") for line in lines[2:]} <= {5}, key
