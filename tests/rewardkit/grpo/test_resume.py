"""A run killed with SIGKILL and started again ends exactly as if nothing had happened."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

REWARDS = """
from rewardkit import reward, weighted
from rewardkit.tasks.problem import read_answer

@reward(range=(0, 1))
def tagged(completion: str) -> bool:
    return read_answer(completion) is not None

@reward(range=(0, 30))
def length(completion: str) -> float:
    return float(min(30, len(completion)))

# A running normaliser has a state of its own, which must come back too.
both = weighted(tagged=(1.0, tagged), length=(0.5, length.normalise("running")), scale="none")
"""
# The weight of the entropy bonus moves at every step, and must go on from where it stood.
ENTROPY = {"beta": 0.05, "entropy": 0.05, "entropy_target": 1.0, "entropy_step": 0.01}
CONFIG: dict[str, Any] = {
    "name": "killed",
    "reward": "kill_rewards.py:both",
    "task": {"digits": 1, "validation": 10, "heldout": 30},
    "policy": {"hidden": 16, "layers": 1, "heads": 2, "head_dim": 8, "intermediate": 16},
    "corpus": {"steps": 7, "closed": False, "wrong": 0.5},
    "prime": {"steps": 7, "rows": 20, "wrong": 0.5},
    "grpo": {
        "steps": 11,
        "rollout": {"prompts": 4, "group": 4, "tries": 2},
        "loss": ENTROPY | {"refresh": 4},
        "traces": {},
        "updates": 2,
    },
    "evaluate": {"every": 2, "k": 2, "samples": 4, "problems": 8, "scored": 8},
    "output": {"folder": "runs", "checkpoint_every": 3, "supervised_checkpoint_every": 3},
}
# Runs the command line, and kills its own process with SIGKILL right after one row of metrics.
KILLED = """
import os, signal, sys
from rewardkit.grpo.run.record import Tracker
write = Tracker.write
def write_and_die(self, row):
    write(self, row)
    if [row["stage"], str(row["step"])] == sys.argv[1:3]:
        os.kill(os.getpid(), signal.SIGKILL)
Tracker.write = write_and_die
from rewardkit.cli import main
main(["train", "config.yaml"])
"""


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=250,
    )


def prepare(folder: Path) -> Path:
    folder.mkdir()
    (folder / "kill_rewards.py").write_text(REWARDS)
    (folder / "config.yaml").write_text(yaml.safe_dump(CONFIG))
    return folder


def outcome(folder: Path) -> tuple[dict[str, Any], str, bytes]:
    """Result but for the seconds, every row of metrics, and the final weights."""
    (run_folder,) = (folder / "runs").iterdir()
    result = json.loads((run_folder / "result.json").read_text())
    assert result.pop("seconds") > 0
    weights = (run_folder / "final" / "model.safetensors").read_bytes()
    return result, (run_folder / "metrics.jsonl").read_text(), weights


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str, bytes]:
    folder = prepare(tmp_path_factory.mktemp("whole") / "run")
    done = run(folder, "-m", "rewardkit.cli", "train", "config.yaml")
    assert done.returncode == 0, done.stderr
    return outcome(folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stage", "step", "resumes"),
    [
        ("corpus", 5, "after step 3 of corpus"),
        ("prime", 5, "after step 3 of prime"),
        ("grpo", 8, "after step 6 of grpo"),
    ],
)
def test_kill_nine_and_the_same_command_again_give_the_same_run_to_the_last_digit(
    tmp_path: Path,
    uninterrupted: tuple[dict[str, Any], str, bytes],
    stage: str,
    step: int,
    resumes: str,
) -> None:
    folder = prepare(tmp_path / "run")
    killed = run(folder, "-c", KILLED, stage, str(step))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not list((folder / "runs").glob("*/result.json"))
    again = run(folder, "-m", "rewardkit.cli", "train", "config.yaml")
    assert again.returncode == 0, again.stderr
    assert resumes in again.stdout
    result, metrics, weights = outcome(folder)
    assert result == uninterrupted[0]
    assert metrics == uninterrupted[1]
    assert weights == uninterrupted[2]


@pytest.mark.slow
def test_a_killed_run_can_be_named_by_its_folder(
    tmp_path: Path, uninterrupted: tuple[dict[str, Any], str, bytes]
) -> None:
    folder = prepare(tmp_path / "run")
    run(folder, "-c", KILLED, "grpo", "5")
    (run_folder,) = (folder / "runs").iterdir()
    again = run(folder, "-m", "rewardkit.cli", "train", "--resume", str(run_folder), "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["heldout_after"] == uninterrupted[0]["heldout_after"]
    assert outcome(folder) == uninterrupted
