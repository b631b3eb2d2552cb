"""The conformance suite against the trainers' own packages, in the environment that has them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from rewardkit.trainers.conformance.rows import families
from rewardkit.trainers.conformance.run import DRIVERS

TRAINERS = [
    "verl",
    "openrlhf",
    "skyrl",
    "areal",
    "ms_swift",
    "nemo_gym",
    "verifiers",
    "art",
    "tinker",
    "openenv",
]


def run(python: Path, folder: Path, *trainers: str) -> dict[str, dict[str, object]]:
    command = [str(python), "-W", "ignore", "-m", "rewardkit.cli", "conformance", "--json"]
    result = subprocess.run(
        [*command, *trainers],
        env={**os.environ, "CUDA_VISIBLE_DEVICES": "", "HF_HUB_OFFLINE": "1"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert result.returncode in (0, 1), result.stderr[-4000:]
    # Packages print to standard output when they are imported.
    line = next(line for line in result.stdout.splitlines() if line.startswith('[{"trainer"'))
    return {one["trainer"]: one for one in json.loads(line)}


@pytest.mark.trainers
@pytest.mark.slow
def test_every_row_is_equal_through_the_packages_themselves(
    trainers_python: Path, tmp_path: Path
) -> None:
    found = run(trainers_python, tmp_path, *TRAINERS)
    assert list(found) == TRAINERS
    for one in found.values():
        assert one["version"], f"{one['trainer']} was not run for real"
        assert one["differences"] == []
        assert one["equal"] == one["rows"]


@pytest.mark.trl
@pytest.mark.slow
def test_every_row_is_equal_through_trl_itself(trl_python: Path, tmp_path: Path) -> None:
    found = run(trl_python, tmp_path, "trl")["trl"]
    assert (found["version"], found["equal"], found["rows"]) == ("1.16.0", 200, 200)


def test_the_table_in_the_documents_is_what_the_suite_prints(root: Path) -> None:
    page = (root / "docs" / "trainers.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if " of " in line and line.startswith("| ")]
    shown = {line.split("|")[1].strip(): line.split("|")[3].strip() for line in lines}
    for name, driver in DRIVERS.items():
        rows = sum(len(one.rows) for one in families() if not one.needs & driver.cannot)
        assert shown[name] == f"{rows} of {rows}"
