"""The notebooks of the examples run from top to bottom and show what is stored in them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))
RUNNER = ROOT / "docs" / "_site" / "notebooks.py"
TRAINS = ("four_rewards",)


def check(path: Path) -> subprocess.CompletedProcess[str]:
    """Run a notebook in a process of its own, in an empty folder."""
    words = [sys.executable, "-W", "error", str(RUNNER), "--check", str(path)]
    return subprocess.run(words, capture_output=True, text=True)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_happens(path: Path) -> None:
    if path.stem in TRAINS:
        pytest.importorskip("torch")
    done = check(path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_with_its_outputs_and_without_paths(path: Path) -> None:
    book = json.loads(path.read_text())
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert any(cell["outputs"] for cell in code)
    assert not any(line.startswith(("%", "!")) for cell in code for line in cell["source"])
    assert "/tmp/" not in path.read_text()


def test_a_cell_that_shows_something_else_is_named(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "metadata": {}, "source": ["x = 2\n", "x + 1"]}
    wrong = {"output_type": "stream", "name": "stdout", "text": ["4"]}
    path = tmp_path / "wrong.ipynb"
    path.write_text(json.dumps({"cells": [{**cell, "outputs": [wrong]}]}))
    done = check(path)
    assert (done.returncode, "wrong.ipynb, cell 'x = 2': '3'" in done.stderr) == (1, True)


def test_a_cell_that_fails_fails_the_run(tmp_path: Path) -> None:
    path = tmp_path / "fails.ipynb"
    cell = {"cell_type": "code", "metadata": {}, "source": ["1 / 0"], "outputs": []}
    path.write_text(json.dumps({"cells": [cell]}))
    done = check(path)
    assert done.returncode == 1
    assert "fails.ipynb[0]" in done.stderr
    assert "ZeroDivisionError" in done.stderr
