"""Processes that torchrun starts train as one process does; one that fails ends the others."""

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

from rewardkit.grpo.parallel import share

pytestmark = pytest.mark.slow

STEPS = Path(__file__).parent / "parallel_steps.py"
REWARDS = """
import os
from rewardkit import reward, weighted
from rewardkit.tasks.problem import read_answer

@reward(range=(0, 1))
def tagged(completion: str) -> bool:
    return read_answer(completion) is not None

@reward(range=(0, 30))
def length(completion: str) -> float:
    return float(min(30, len(completion)))

@reward(range=(0, 1), batched=True)
def breaks_in_the_second_process(completion: list[str]) -> list[float]:
    if os.environ.get("RANK") == "1":
        os.kill(os.getpid(), 9)
    return [0.5 for _ in completion]

plain = weighted(tagged=(1.0, tagged), length=(0.5, length))
running = weighted(tagged=(1.0, tagged), length=(0.5, length.normalise("running")), scale="none")
"""
CONFIG: dict[str, Any] = {
    "name": "many",
    "reward": "many_rewards.py:plain",
    "task": {"digits": 1, "validation": 10, "heldout": 30},
    "policy": {"hidden": 16, "layers": 1, "heads": 2, "head_dim": 8, "intermediate": 16},
    "corpus": {"steps": 3, "closed": False, "wrong": 0.5},
    "prime": {"steps": 3, "rows": 20, "wrong": 0.5},
    "grpo": {"steps": 6, "rollout": {"prompts": 5, "group": 4}, "loss": {"beta": 0.05}},
    "evaluate": {"every": 3, "k": 2, "samples": 4, "problems": 8, "scored": 8},
    "output": {"folder": "runs", "checkpoint_every": 2, "supervised_checkpoint_every": 3},
}


def torchrun(folder: Path, *words: str, processes: int = 2) -> subprocess.CompletedProcess[str]:
    launch = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes)]
    return subprocess.run(
        [sys.executable, *launch, *words],
        cwd=folder,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=250,
    )


def prepare(folder: Path, **changes: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "many_rewards.py").write_text(REWARDS)
    (folder / "config.yaml").write_text(yaml.safe_dump(CONFIG | changes))
    return folder


def outcome(folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]], bytes]:
    (run_folder,) = (folder / "runs").iterdir()
    result = json.loads((run_folder / "result.json").read_text())
    assert result.pop("seconds") > 0
    rows = [json.loads(line) for line in (run_folder / "metrics.jsonl").read_text().splitlines()]
    return result, rows, (run_folder / "final" / "model.safetensors").read_bytes()


def test_shares_cover_everything_once_and_differ_by_one_at_most() -> None:
    for count in range(20):
        for shares in range(1, 8):
            runs = [share(count, index, shares) for index in range(shares)]
            assert [at for run in runs for at in range(count)[run]] == list(range(count))
            sizes = [run.stop - run.start for run in runs]
            assert max(sizes) - min(sizes) <= 1


SWITCHES: list[dict[str, Any]] = [
    {},
    {"updates": 2, "epochs": 2, "loss": {"aggregate": "sequence", "beta": 0.1, "entropy": 0.02}},
    {"critic": {"kl": 0.05}, "loss": {"beta": 0.05}},
    {"advantage": {"mode": "reinforce"}, "rollout": {"tries": 3}, "micro_batch": 3},
    {"loss": {"kind": "gvpo"}, "advantage": {"mode": "centre"}},
    {"traces": {}, "loss": {"entropy_target": 1.0, "aggregate": "constant"}},
    {"loss": {"kind": "gmpo", "aggregate": "sequence", "dead_groups": "drop"}},
    # Mini-batches of one group: the second process has nothing to do in any of them.
    {"updates": 5, "rollout": {"truncated": "exclude"}},
]


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, Any]]]:
    """The steps of one process, and of both of two, each for all switches."""
    folder = tmp_path_factory.mktemp("steps")
    (folder / "switches.json").write_text(json.dumps(SWITCHES))
    for processes in (1, 2):
        done = torchrun(folder, str(STEPS), "switches.json", processes=processes)
        assert done.returncode == 0, done.stderr
    files = ("0-of-1", "0-of-2", "1-of-2")
    return [json.loads((folder / f"found-{name}.json").read_text()) for name in files]


@pytest.mark.parametrize("index", range(len(SWITCHES)))
def test_two_processes_take_the_steps_of_one(steps: list[list[dict[str, Any]]], index: int) -> None:
    alone, first, second = (some[index] for some in steps)
    assert first == second
    assert first["loss"] == pytest.approx(alone["loss"], abs=1e-6)
    assert first["tokens"] == alone["tokens"]
    gap = max(abs(a - b) for a, b in zip(first["weights"], alone["weights"], strict=True))
    moved = max(abs(a - b) for a, b in zip(alone["start"], alone["weights"], strict=True))
    assert gap < 1e-6 < 1e-3 < moved


@pytest.mark.parametrize("reward", ["plain", "running"])
def test_one_run_folder_is_written_and_a_killed_run_goes_on_to_the_same_end(
    tmp_path: Path, reward: str
) -> None:
    named = f"many_rewards.py:{reward}"
    whole = prepare(tmp_path / "whole", reward=named)
    done = torchrun(whole, "-m", "rewardkit.cli", "train", "config.yaml")
    assert done.returncode == 0, done.stderr
    result, rows, weights = outcome(whole)
    assert result["processes"] == 2
    steps = [row["step"] for row in rows if row["stage"] == "grpo"]
    assert steps == list(range(1, 7))
    assert done.stdout.count("held-out accuracy") == 1

    killed = prepare(tmp_path / "killed", reward=named)
    dies = killed / "dies.py"
    dies.write_text(KILLED)
    broken = torchrun(killed, str(dies), "5")
    assert broken.returncode != 0
    assert not list((killed / "runs").glob("*/result.json"))
    again = torchrun(killed, "-m", "rewardkit.cli", "train", "config.yaml")
    assert again.returncode == 0, again.stderr
    assert "after step 4 of grpo" in again.stdout
    assert outcome(killed) == (result, rows, weights)


# Runs the command line; the second process kills itself with SIGKILL after a step.
KILLED = """
import os, signal, sys
from rewardkit.grpo.run.session import Session
record = Session.record
def record_and_die(self, row):
    record(self, row)
    if os.environ["RANK"] == "1" and str(row["step"]) == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)
Session.record = record_and_die
from rewardkit.cli import main
main(["train", "config.yaml"])
"""


def test_another_number_of_processes_cannot_go_on_with_a_run(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    (folder / "dies.py").write_text(KILLED)
    torchrun(folder, "dies.py", "3")
    alone = subprocess.run(
        [sys.executable, "-m", "rewardkit.cli", "train", "config.yaml"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=250,
    )
    assert alone.returncode == 2
    assert "began with 2 processes, and 1 would go on" in alone.stderr


def test_the_error_of_one_process_is_named_by_the_first_and_ends_the_run(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    (folder / "fails.py").write_text(
        "import os\n"
        "import rewardkit.grpo.groups as groups\n"
        "rolled = groups._rolled\n"
        "def fails(*args):\n"
        "    if os.environ['RANK'] == '1':\n"
        "        raise OSError('the disk is full')\n"
        "    return rolled(*args)\n"
        "groups._rolled = fails\n"
        "from rewardkit.cli import main\n"
        "main(['train', 'config.yaml'])\n"
    )
    done = torchrun(folder, "fails.py")
    assert done.returncode != 0
    assert "process 1 of 2 failed: OSError: the disk is full" in done.stderr


def test_a_process_that_is_killed_ends_the_others(tmp_path: Path) -> None:
    folder = prepare(tmp_path, reward="many_rewards.py:breaks_in_the_second_process")
    done = torchrun(folder, "-m", "rewardkit.cli", "train", "config.yaml")
    assert done.returncode != 0
    assert signal.SIGKILL.name in done.stderr or "lost another one" in done.stderr


@pytest.mark.parametrize(
    ("grpo", "message"),
    [
        ({"rollout": {"prompts": 1, "group": 4}}, "1 groups a step are too few for 2 processes"),
        ({"rollout": {"engine": "vllm"}}, "vllm samples for one process"),
    ],
)
def test_what_processes_cannot_share_is_refused_before_anything_is_trained(
    tmp_path: Path, grpo: dict[str, Any], message: str
) -> None:
    folder = prepare(tmp_path, grpo=grpo)
    done = torchrun(folder, "-m", "rewardkit.cli", "train", "config.yaml")
    assert done.returncode != 0
    assert message in done.stderr
    assert not list((folder / "runs").iterdir())
