"""The script that decides whether a change lands is itself in order."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def script(root: Path) -> Path:
    """The script of continuous integration."""
    return root / ".ci" / "run"


def test_the_script_can_be_run_as_it_is(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert script.read_text().startswith("#!/usr/bin/env bash\n")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_can_read_the_script(script: Path) -> None:
    result = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_an_error_in_the_middle_stops_it(script: Path) -> None:
    assert "\nset -euo pipefail\n" in script.read_text()


def test_the_tests_come_last_so_that_their_summary_closes_the_log(script: Path) -> None:
    commands = [line for line in script.read_text().splitlines() if line and line[0] not in "# "]
    assert commands[-1].startswith("make test")


def test_everything_it_requires_is_a_marker_of_ours(script: Path, root: Path) -> None:
    (names,) = re.findall(r"^REQUIRE=\((.*)\)$", script.read_text(), re.MULTILINE)
    for name in names.split():
        assert f'"{name}: needs ' in (root / "pyproject.toml").read_text()
