"""`rewardkit attack` exits with 1 for a hole, writes what it found, and knows a baseline."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Any

HOLED = """
def contains(completion, answer):
    return float(answer in completion)

def trained(completions, answer, **kwargs):
    return [float(right in text) for text, right in zip(completions, answer)]

def chatty(prompts, completions, answer, **kwargs):
    return [float(right in one[0]["content"]) for one, right in zip(completions, answer)]

def exact(completion, answer):
    return float(completion.strip() == answer)
"""
ROWS = [
    {"id": f"row-{n}", "prompt": f"What is {n} + {n}?", "answer": str(2 * n)}
    for n in (7, 13, 21, 34, 48, 66)
]


@pytest.fixture
def folder(tmp_path: Path, rows: Callable[..., str]) -> Path:
    (tmp_path / "holed.py").write_text(HOLED)
    rows(*ROWS)
    return tmp_path


@pytest.mark.parametrize("name", ["contains", "trained", "chatty"])
def test_a_hole_exits_with_one_and_json_holds_its_completion(
    cli: Run, folder: Path, name: str
) -> None:
    result = cli("attack", f"holed.py:{name}", "samples.jsonl", "--json")
    assert result.code == 1
    hole = result.json["holes"][0]
    keys = {"kind", "policy", "id", "completion", "value", "honest_value", "share", "component"}
    assert keys <= set(hole)
    row = next(row for row in ROWS if row["id"] == hole["id"])
    assert row["answer"] in hole["completion"]
    assert result.json["calls"] > 100


def test_a_sound_reward_exits_with_zero(cli: Run, folder: Path) -> None:
    result = cli("attack", "holed.py:exact", "samples.jsonl")
    assert (result.code, result.err) == (0, "")
    assert "0 holes" in result.out


def test_known_findings_do_not_fail_again(cli: Run, folder: Path) -> None:
    words = ("attack", "holed.py:contains", "samples.jsonl", "--baseline", "known.json")
    assert cli(*words).code == 1
    assert cli(*words, "--update-baseline").code == 0
    again = cli(*words, "--json")
    assert again.code == 0
    assert again.json["known"]


def test_each_hole_becomes_a_case_that_fails_until_it_is_mended(cli: Run, folder: Path) -> None:
    words = ("--write", "h.cases.jsonl", "--sarif", "h.sarif", "--html", "h.html")
    assert cli("attack", "holed.py:contains", "samples.jsonl", *words).code == 1
    result = cli("test", "h.cases.jsonl", "--json")
    assert result.json["failed"] == result.json["cases"] > 0
    (folder / "h.cases.jsonl").write_text(
        (folder / "h.cases.jsonl").read_text().replace("holed.py:contains", "holed.py:exact")
    )
    mended = cli("test", "h.cases.jsonl", "--json").json
    assert mended["failed"] < result.json["failed"]
    log = json.loads((folder / "h.sarif").read_text())
    assert log["version"] == "2.1.0"
    assert log["runs"][0]["results"][0]["locations"]
    page = (folder / "h.html").read_text()
    assert "<title>attack on contains</title>" in page
    assert "http" not in page.replace("https://example.org", "")


def test_columns_can_be_renamed_and_no_completion_is_needed(cli: Run, folder: Path) -> None:
    lines = [{"question": row["prompt"], "gold": row["answer"]} for row in ROWS]
    (folder / "other.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    words = ("--column", "answer=gold", "--column", "prompt=question", "--json")
    assert cli("attack", "holed.py:contains", "other.jsonl", *words).json["holes"]


def test_a_target_that_is_not_there_is_an_error_of_usage(cli: Run, folder: Path) -> None:
    for target in ("holed.py:contain", "gone.py:x", "no_such_module:x", "no/such"):
        assert cli("attack", target, "samples.jsonl").code == 2
    assert "contains" in cli("attack", "holed.py:contain", "samples.jsonl").err
