"""`rewardkit summary`: the table of a run, long after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

Run = Any
Write = Any


def test_the_summary_of_a_file_is_the_summary_of_its_run(cli: Run, rows: Write) -> None:
    path = rows({"completion": "4", "answer": "4"}, {"completion": "5", "answer": "4"}, {"id": "x"})
    told = cli("score", "math/number", path, "-o", "o.csv", "--explain", "--json").json
    found = cli("summary", "o.csv", "--reward", "math/number", "--json").json
    assert {**found, "resumed": 0} == told
    shown = cli("summary", "o.csv", "--reward", "math/number").out
    assert "bad_row 1" in shown
    assert cli("summary", "o.csv", "--json").json["total"]["range"] is None
    assert "?" in cli("summary", "o.csv").out
    assert shown.rstrip().endswith("3 rows of o.csv")


def test_a_file_of_samples_is_refused_with_its_line(cli: Run, rows: Write) -> None:
    found = cli("summary", rows({"completion": "4"}))
    assert (found.code, "line 1: no result" in found.err) == (2, True)


def test_a_file_that_is_not_there_is_said_before_its_suffix(cli: Run, tmp_path: Path) -> None:
    found = cli("summary", str(tmp_path / "nope"))
    assert found.code == 2
    assert "there is no such file" in found.err
