"""`attack` and `lint` read a field at a path as `score` does, and refuse a path of no row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rewardkit.cli.data_rows import data_rows
from rewardkit.errors import InputError

Run = Any

ROWS = [
    {
        "prompt": f"What is {n} + {n}?",
        "reward_model": {"style": "rule", "ground_truth": str(2 * n)},
        "response": f"It is {2 * n}." if n % 2 else f"It is {n}.",
    }
    for n in (7, 13, 21, 34, 48, 66, 71, 83)
]
PATHS = ("--column", "answer=reward_model.ground_truth", "--column", "completion=response")
HOLED = """
from rewardkit import reward

@reward
def contains(completion: str, answer: str) -> float:
    return float(answer in completion)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "verl.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in ROWS))
    (tmp_path / "nested.py").write_text(HOLED)
    return tmp_path


def test_an_attack_reads_a_field_inside_another_column(cli: Run, folder: Path) -> None:
    result = cli("attack", "nested.py:contains", "verl.jsonl", *PATHS, "--json")
    assert result.code == 1
    assert result.json["holes"]


def test_a_lint_reads_a_field_inside_another_column(cli: Run, folder: Path) -> None:
    result = cli("lint", "math/number", "--data", "verl.jsonl", *PATHS, "--json")
    assert (result.code, result.err) == (0, "")
    assert result.json["facts"]["references_earn"] == 1.0


@pytest.mark.parametrize("words", [("attack", "nested.py:contains"), ("lint", "math/number")])
def test_a_path_that_leads_nowhere_in_every_row_is_an_error_of_usage(
    cli: Run, folder: Path, words: tuple[str, ...]
) -> None:
    data = ("--data", "verl.jsonl") if words[0] == "lint" else ("verl.jsonl",)
    result = cli(*words, *data, "--column", "answer=reward_modl.ground_truth")
    assert result.code == 2
    assert "'reward_modl.ground_truth'" in result.err
    assert "Did you mean" in result.err


def test_a_row_without_the_path_has_a_gap_and_not_another_answer(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"meta": {"gold": "4"}, "answer": "x"}\n{"meta": {}, "answer": "y"}\n')
    first, second = data_rows(str(file), {"meta.gold": "answer"}, None)
    assert first["answer"] == "4"
    assert "answer" not in second
    with pytest.raises(InputError, match=r"meta\.god"):
        data_rows(str(file), {"meta.god": "answer"}, None)
