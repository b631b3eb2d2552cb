"""verl's own reward managers score with our rewards, in the environment that has verl."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.trainers, pytest.mark.slow]

SCRIPT = Path(__file__).with_name("verl_managers.py")


@pytest.fixture(scope="module")
def found(trainers_python: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What every manager gave; the script runs once."""
    folder = tmp_path_factory.mktemp("verl")
    result = subprocess.run(
        [str(trainers_python), "-W", "ignore", str(SCRIPT), str(folder)],
        env={**os.environ, "CUDA_VISIBLE_DEVICES": "", "HF_HUB_OFFLINE": "1"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert result.returncode == 0, result.stderr[-4000:]
    read: dict[str, Any] = json.loads((folder / "found.json").read_text())
    return read


def test_the_naive_manager_gets_a_number_and_the_same_keys_for_every_row(
    found: dict[str, Any],
) -> None:
    assert found["naive"]["scores"] == [4.0, -2.0, -2.0, 4.0]
    assert {tuple(keys) for keys in found["naive"]["keys"]} == {
        ("exact", "exact_valid", "judged", "judged_valid", "score", "score_valid")
    }


def test_an_error_stops_the_naive_manager_with_its_cause(found: dict[str, Any]) -> None:
    assert "error (judge_outage" in found["strict"]


def test_the_prime_manager_gets_numbers_through_its_process_pool(found: dict[str, Any]) -> None:
    # A closure cannot be pickled, and this manager makes 0.0 of every failure.
    assert found["prime"] == [4.0, -2.0, -2.0, 4.0]


def test_the_batch_manager_may_fill_a_hole_from_its_group(found: dict[str, Any]) -> None:
    assert found["batch"] == [4.0, 4.0, 4.0, 4.0]


def test_the_rate_limited_manager_never_sees_an_exception(found: dict[str, Any]) -> None:
    assert found["rate_limited"]["scores"] == [4.0, 4.0, -2.0, 4.0]
    assert len({tuple(keys) for keys in found["rate_limited"]["keys"]}) == 1


def test_a_reward_written_in_the_file_that_verl_loads_reaches_a_ray_actor(
    found: dict[str, Any],
) -> None:
    assert found["remote"]["scores"] == [4.0, -2.0, -2.0, 4.0]


def test_rows_that_wait_do_so_together(found: dict[str, Any]) -> None:
    # Every call says how many waited at once: verl's threads would be a few, one after another.
    assert max(found["waiting"]["scores"]) == 64.0


def test_the_bench_of_waiting_rewards_scores_right_on_both_sides(
    trainers_python: Path, tmp_path: Path
) -> None:
    words = ["-W", "ignore", "-m", "rewardkit.bench.verl_async", "--json"]
    result = subprocess.run(
        [str(trainers_python), *words, "--rows", "4", "--rounds", "1"],
        env={**os.environ, "CUDA_VISIBLE_DEVICES": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=240,
    )
    # Whether the ratio is below its bar depends on the machine, the scores do not.
    assert json.loads(result.stdout[result.stdout.index("{") :])["correct"] is True


def test_a_reward_of_the_running_script_is_scored_in_a_ray_task(found: dict[str, Any]) -> None:
    assert found["task"] == [1.0, 0.0]


def test_an_exported_spec_finds_the_module_beside_it(found: dict[str, Any]) -> None:
    assert found["exported"]["scores"] == [1.0, 0.0]


def test_weights_move_towards_the_reward_by_verls_own_advantage_and_loss(
    found: dict[str, Any],
) -> None:
    one = found["update"]
    assert one["moved"] > 0.1
    assert one["last"] > one["first"]
