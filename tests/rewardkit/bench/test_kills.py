"""Killing workers loses the rows they held at most, and the bench says so."""

from __future__ import annotations

import json

import pytest

from rewardkit.bench import kills
from rewardkit.rewards.decorator import reward


@reward(range=(0, 1), isolated=True)
def always_one(completion: str) -> float:
    """Pay 1 for everything."""
    return 1.0


def test_few_rows_are_lost_and_none_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert kills.main(["--rows", "1500", "--kills", "2", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["wrong"] == 0
    assert report["lost"] <= report["killed"] <= 2


def test_wrong_values_are_counted() -> None:
    report = kills.kill_and_count(always_one, rows=10, kills=0, seed=1)
    assert (report["wrong"], report["lost"], report["killed"]) == (5, 0, 0)


def test_a_person_gets_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert kills.main(["--rows", "10", "--kills", "0"]) == 0
    assert capsys.readouterr().out == "10 rows, 0 workers killed: 0 rows lost, 0 values wrong\n"
