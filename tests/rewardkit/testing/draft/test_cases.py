"""Cases are held out by halves of each expected value, and give the rows of the attack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rewardkit.attack.process import Shot
from rewardkit.errors import InputError
from rewardkit.testing.cases.model import Case, read_cases
from rewardkit.testing.draft.cases import DraftCases, attack_rows, data_of, failures, split_cases


def _cases(folder: Path, *rows: dict[str, Any]) -> tuple[Case, ...]:
    path = folder / "x.cases.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return read_cases(path).cases


def test_half_of_each_expected_value_is_held_out(cases: DraftCases) -> None:
    values = [case.expect.value for case in cases.all if case.id in cases.held_out]
    assert sorted(value for value in values if value is not None) == [0.0] * 4 + [1.0] * 4
    assert len(cases.shown) == 8


def test_which_case_is_held_out_does_not_depend_on_the_order(cases: DraftCases) -> None:
    assert split_cases(cases.all[::-1]).held_out == cases.held_out


def test_a_single_case_is_shown(tmp_path: Path) -> None:
    row = {"id": "a", "completion": "4", "answer": "4", "expect": {"value": 1}}
    assert split_cases(_cases(tmp_path, row)).held_out == frozenset()


@pytest.mark.parametrize("more", [{"expect": {"components": {"a": 1}}}, {"with": {"x": 1}}])
def test_what_a_function_cannot_have_is_refused(tmp_path: Path, more: dict[str, Any]) -> None:
    row = {"id": "a", "reward": "math/number", "completion": "4", "expect": {"value": 1}, **more}
    with pytest.raises(InputError, match="'a'"):
        split_cases(_cases(tmp_path, row))


def test_each_prompt_is_attacked_once_and_the_paid_reply_is_the_honest_one(
    cases: DraftCases,
) -> None:
    rows = attack_rows(cases.all)
    assert len(rows) == 8
    assert all(row.text == f"<answer>{row.answer}</answer>" for row in rows)
    assert all(row.columns["is_right"] is True for row in rows)


def test_a_reply_that_earns_half_is_no_honest_one(tmp_path: Path) -> None:
    half = {"id": "a", "completion": "4", "answer": "4", "expect": {"range": [0.4, 0.6]}}
    full = {"id": "b", "completion": "5", "answer": "5", "expect": {"value": 1}}
    rows = attack_rows(_cases(tmp_path, half, full))
    assert [row.text for row in rows] == ["", "5"]


def test_failures_name_what_was_expected_and_what_came(tmp_path: Path) -> None:
    rows = (
        {"id": "a", "completion": "4", "expect": {"value": 1, "better_than": "b"}},
        {"id": "b", "completion": "5", "expect": {"range": [0, 0.2]}},
        {"id": "c", "completion": "6", "expect": {"value": 0}},
    )
    shots = [Shot(0.5), Shot(0.5), Shot(None, "error", "exception", "ValueError: x")]
    found = failures(_cases(tmp_path, *rows), shots)
    assert "expected value 1" in found["a"]
    assert "better_than" in found["a"]
    assert "expected range in [0, 0.2], got 0.5" in found["b"]
    assert "ValueError: x" in found["c"]


def test_a_case_is_written_as_it_was_read(tmp_path: Path) -> None:
    row = {"id": "a", "prompt": "?", "completion": "4", "answer": "4", "words": 3, "note": "n"}
    row["expect"] = {"range": [0.0, 1.0]}
    (case,) = _cases(tmp_path, row)
    assert data_of(case) == row
