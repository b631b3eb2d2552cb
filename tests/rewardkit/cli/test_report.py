"""The verb `report` writes a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

Run = Any
RESULT = {"id": "a", "value": 1.0, "status": "ok", "components": {"right": 1.0}}


def test_the_verb_writes_the_page(cli: Run, rows: Any, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    scores = rows(RESULT, name="out.jsonl")
    samples = rows({"id": "a", "prompt": "2+2?", "completion": "4"}, name="in.jsonl")
    out = tmp_path / "page.html"
    found = cli("report", scores, "--samples", samples, "-o", out)
    assert found.code == 0
    assert "1 completions ->" in found.out
    assert out.read_text().startswith("<!doctype html>")


def test_a_source_that_is_not_there_is_usage(cli: Run) -> None:
    found = cli("report", "nothing.json")
    assert (found.code, "there is no file nothing.json" in found.err) == (2, True)
