"""TRL's own trainer under a watch: numbers in its log, alarms that end the run, state kept."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.trl, pytest.mark.slow]

SCRIPT = Path(__file__).with_name("trl_watching.py")
OFFLINE = {"HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": "", "TOKENIZERS_PARALLELISM": "false"}


@pytest.fixture(scope="module")
def found(trl_python: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("watched")
    result = subprocess.run(
        [str(trl_python), str(SCRIPT), str(folder)],
        env={**os.environ, **OFFLINE},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert result.returncode == 0, result.stderr[-4000:]
    read: dict[str, Any] = json.loads((folder / "watched.json").read_text())
    return read


def test_an_alarm_ends_the_run_and_stands_in_the_log(found: dict[str, Any]) -> None:
    one = found["holed"]
    assert one["alarms"][0][0] == "swap"
    assert one["steps"] == one["alarms"][0][1] < 9
    assert one["logs"][-1]["watch/holed/alarms"] >= 1.0


def test_every_step_is_observed_once_and_evaluation_is_not(found: dict[str, Any]) -> None:
    one = found["holed"]
    assert one["seen"] == one["steps"]
    assert found["sound"]["lines"] == found["sound"]["steps"] == 3


def test_the_numbers_stand_in_the_log_of_the_trainer(found: dict[str, Any]) -> None:
    for row in found["sound"]["logs"]:
        assert row["watch/sound/rows"] == 8.0
        assert row["watch/sound/length"] > 0.0
        assert row["watch/sound/alarms"] == 0.0


def test_a_run_that_is_resumed_goes_on_with_the_state_of_its_checkpoint(
    found: dict[str, Any],
) -> None:
    assert found["resumed"]["alarms"] == found["holed"]["alarms"]
    assert found["resumed"]["steps"] == found["holed"]["steps"]
