"""Type checkers see wrong settings, wrong returns and wrong options, and refuse nothing else."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOTS = (".", "verifiers", "sandbox", "kernels")


def errors_of_mypy(root: Path, file: Path) -> set[int]:
    """The lines that mypy refuses, under the settings of this project."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-pretty", "--no-error-summary", str(file)],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 1), done.stderr
    told = [line.split(":") for line in done.stdout.splitlines() if ": error:" in line]
    assert all(Path(parts[0]).name == file.name for parts in told), done.stdout
    return {int(parts[1]) for parts in told}


def errors_of_pyright(root: Path, file: Path) -> set[int]:
    """The lines that pyright refuses by its standard rules."""
    if importlib.util.find_spec("basedpyright") is None:
        pytest.skip("needs basedpyright, which brings pyright with its own node")
    settings = {
        "typeCheckingMode": "standard",
        "pythonVersion": "3.11",
        "extraPaths": [str((root / one).resolve()) for one in ROOTS],
        "include": [file.name],
    }
    (file.parent / "pyrightconfig.json").write_text(json.dumps(settings))
    done = subprocess.run(
        [sys.executable, "-m", "basedpyright", "--outputjson", "--pythonpath", sys.executable],
        cwd=file.parent,
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout)["generalDiagnostics"]
    return {one["range"]["start"]["line"] + 1 for one in found if one["severity"] == "error"}


CHECKERS: dict[str, Callable[[Path, Path], set[int]]] = {
    "mypy": errors_of_mypy,
    "pyright": errors_of_pyright,
}


@pytest.mark.slow
@pytest.mark.parametrize("checker", CHECKERS)
def test_exactly_the_marked_lines_are_refused(root: Path, tmp_path: Path, checker: str) -> None:
    text = (root / "tests" / "typing" / "refused.txt").read_text()
    file = tmp_path / "refused.py"
    file.write_text(text)
    lines = text.splitlines()
    marked = {at for at, line in enumerate(lines, 1) if line.endswith("# refused")}
    found = CHECKERS[checker](root, file)
    assert [lines[at - 1] for at in sorted(marked - found)] == [], "not refused"
    assert [lines[at - 1] for at in sorted(found - marked)] == [], "refused without need"


@pytest.mark.slow
def test_pyright_reads_the_public_names_as_they_are_meant(root: Path, tmp_path: Path) -> None:
    # mypy reads the same file with the rest of the project.
    file = tmp_path / "api.py"
    file.write_text((root / "tests" / "typing" / "api.py").read_text())
    lines = file.read_text().splitlines()
    assert [lines[at - 1] for at in sorted(errors_of_pyright(root, file))] == []
