"""`rewardkit replay`, `compare` and `diff` on files, stores and specs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Any
Write = Callable[..., str]
pytest.importorskip("pyarrow")
ROWS: list[dict[str, Any]] = [
    {"id": "a", "group": "g", "completion": "Paris", "answer": "Paris"},
    {"id": "b", "group": "g", "completion": "[bold]paris[/]", "answer": "Paris"},
    {"id": "c", "group": "g", "completion": "paris", "answer": "Paris"},
    {"id": "d", "group": "h", "completion": "x", "answer": None},
]
SPEC = "reward: {{use: text/exact, with: {{ignore_case: {}}}}}"


@pytest.fixture
def folder(tmp_path: Path, rows: Write) -> Path:
    """Two specs, samples, and a file for the store."""
    rows(*ROWS)
    (tmp_path / "old.yaml").write_text(SPEC.format("false"))
    (tmp_path / "new.yaml").write_text(SPEC.format("true"))
    return tmp_path


def test_rollouts_are_kept_and_replayed(cli: Run, folder: Path) -> None:
    assert cli("score", "old.yaml", "samples.jsonl", "--store", "st").code == 0
    found = cli("replay", "st", "--with", "new.yaml", "-o", "out.jsonl")
    assert found.code == 0
    assert "4 rows; mean 0.3333 -> 0.6667; 1 went up, 0 went down" in found.out
    assert "no value 1: missing_answer" in found.out
    lines = [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]
    assert [(one["id"], one["before"], one["value"]) for one in lines] == [
        ("a", 1.0, 1.0),
        ("b", 0.0, 0.0),
        ("c", 0.0, 1.0),
        ("d", None, None),
    ]
    (tally,) = cli("replay", "st", "--with", "new.yaml", "--json").json["rewards"]
    assert tally["changed_most"][0]["completion"] == "paris"


def test_a_store_that_is_not_there_is_not_made(cli: Run, folder: Path) -> None:
    assert cli("replay", "nowhere", "--with", "new.yaml").code == 2
    assert not (folder / "nowhere").exists()


@pytest.mark.parametrize("samples", ["samples.jsonl", "st"])
def test_two_rewards_are_compared_on_a_file_or_a_store(
    cli: Run, folder: Path, samples: str
) -> None:
    cli("score", "old.yaml", "samples.jsonl", "--store", "st")
    found = cli("compare", "old.yaml", "new.yaml", "--samples", samples)
    assert found.code == 0
    assert "rows with both values       3 of 4" in found.out
    as_json = cli("compare", "old.yaml", "new.yaml", "--samples", samples, "--json").json
    assert as_json["signs_changed"] == 1
    assert as_json["flipped"] == 0


def test_a_comparison_reads_other_columns_and_chats(cli: Run, folder: Path, rows: Write) -> None:
    name = rows(*({**one, "said": one["completion"], "completion": None} for one in ROWS))
    words = ("compare", "old.yaml", "new.yaml", "--samples", name, "--json")
    assert cli(*words).code == 2
    found = cli(*words, "--column", "completion=said").json
    assert (found["both"], found["signs_changed"]) == (3, 1)
    turns = [{"role": role, "content": "Paris"} for role in ("user", "assistant")]
    chats = ("compare", "old.yaml", "new.yaml", "--json", "--samples")
    name = rows({"messages": turns, "answer": "Paris"}, name="chats.jsonl")
    assert cli(*chats, name, "--chat", "last_user").json["both"] == 1
    assert "--chat last_user" in cli(*chats, name).err


def test_a_store_has_no_columns_to_rename(cli: Run, folder: Path) -> None:
    cli("score", "old.yaml", "samples.jsonl", "--store", "st")
    words = ("compare", "old.yaml", "new.yaml", "--samples", "st")
    found = cli(*words, "--column", "completion=said")
    assert (found.code, "--column and --chat are for a file" in found.err) == (2, True)


def test_a_comparison_without_one_common_value_is_exit_code_three(cli: Run, rows: Write) -> None:
    name = rows({"completion": "a", "answer": ""}, {"completion": "b", "answer": ""})
    found = cli("compare", "text/exact", "text/exact", "--samples", name)
    assert found.code == 3
    assert "no row has a value of both; bad_answer: " in found.err


def test_a_difference_is_printed_and_strict_about_it(cli: Run, folder: Path) -> None:
    found = cli("diff", "old.yaml", "new.yaml")
    assert (found.code, found.out) == (0, "exact: setting ignore_case: its default -> True\n")
    assert cli("diff", "old.yaml", "new.yaml", "--strict").code == 1
    assert cli("diff", "old.yaml", "old.yaml", "--strict").code == 0
    assert cli("diff", "old.yaml", "new.yaml", "--json").json["changes"][0]["code"] == "setting"
    assert cli("diff", "old.yaml", "os:system", "--untrusted").code == 2
