"""`rewardkit conformance` prints a table, and exits with 1 where a row differs."""

from __future__ import annotations

import json
import logging

import pytest
from typer.testing import CliRunner

from rewardkit.cli import app
from rewardkit.trainers.conformance import run
from rewardkit.trainers.conformance.driver import Driver


def call(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app._frame(words), list(words))
    return result.exit_code, result.output


def test_a_trainer_passes_by_its_recorded_convention() -> None:
    code, said = call("conformance", "slime", "--recorded")
    assert code == 0, said
    assert "| slime | its recorded convention | 180 of 180 |" in said


def test_json_holds_every_field() -> None:
    code, said = call("conformance", "areal", "--recorded", "--json")
    assert code == 0
    (found,) = json.loads(said)
    assert (found["trainer"], found["equal"], found["differences"]) == ("areal", 156, [])


def test_a_difference_is_shown_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Driver(
        "broken", "", (), lambda f, m: [9.0] * len(f.rows), lambda f, m: [9.0] * len(f.rows)
    )
    monkeypatch.setitem(run.DRIVERS, "broken", broken)
    code, said = call("conformance", "broken")
    assert code == 1
    assert "broken: text row 0: 9.0, expected" in said
    assert call("conformance", "nothing")[0] == 2


def test_the_command_leaves_warnings_as_they_were() -> None:
    log = logging.getLogger("rewardkit.trainers")
    before = log.level
    call("conformance", "areal", "--recorded")
    assert log.level == before
