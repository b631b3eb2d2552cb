"""The conformance suite against the trainers' own packages, in the environment that has them."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
from pathlib import Path

import pytest

from rewardkit.server import conformance as carriers
from rewardkit.trainers.conformance.rows import families
from rewardkit.trainers.conformance.run import DRIVERS, Report, into, table

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
    "ray",
]


def run(python: Path, folder: Path, *trainers: str) -> dict[str, Report]:
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
    names = [field.name for field in dataclasses.fields(Report)]
    return {
        one["trainer"]: Report(**{name: one[name] for name in names}) for one in json.loads(line)
    }


def check(found: dict[str, Report], page: Path) -> None:
    """Each report is of a real package, has no difference, and is the line in the documents."""
    for one in found.values():
        assert one.version, f"{one.trainer} was not run for real"
        assert list(one.differences) == []
        assert one.passed
    text = page.read_text(encoding="utf-8")
    assert into(text, list(found.values())) == text, "rewardkit conformance --into docs/trainers.md"


@pytest.mark.trainers
@pytest.mark.slow
@pytest.mark.parametrize("trainer", TRAINERS)
def test_every_row_is_equal_through_the_packages_themselves(
    trainer: str, trainers_python: Path, tmp_path: Path, root: Path
) -> None:
    found = run(trainers_python, tmp_path, trainer)
    assert list(found) == [trainer]
    check(found, root / "docs" / "trainers.md")


@pytest.mark.trl
@pytest.mark.slow
def test_every_row_is_equal_through_trl_itself(
    trl_python: Path, tmp_path: Path, root: Path
) -> None:
    check(run(trl_python, tmp_path, "trl"), root / "docs" / "trainers.md")


def test_the_table_in_the_documents_has_a_line_for_each_way_and_no_other(root: Path) -> None:
    page = (root / "docs" / "trainers.md").read_text(encoding="utf-8")
    lines = page.split(table([]) + "\n")[1].split("\n\n")[0].split("\n")
    shown = {line.split("|")[1].strip(): line.split("|")[3].strip() for line in lines}
    ways = {**DRIVERS, **carriers.DRIVERS}
    assert set(shown) == set(ways)
    for name, driver in ways.items():
        rows = sum(len(one.rows) for one in families() if not one.needs & driver.cannot)
        assert shown[name] == f"{rows} of {rows}"
