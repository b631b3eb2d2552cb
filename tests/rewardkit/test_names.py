"""Our folders never hide the PyPI packages `verifiers` and `kernels` from anyone."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

SOURCE_ROOTS = ["verifiers", "sandbox", "kernels", "tests", "examples"]


def import_in(folder: Path, name: str, *, search: Path | None = None) -> str:
    """Import a name in a fresh Python started in a folder; returns the file it came from."""
    environment = {**os.environ, "PYTHONPATH": str(search) if search else ""}
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"import {name}; print({name}.__file__)"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.strip()


@pytest.mark.parametrize("folder", SOURCE_ROOTS)
def test_a_source_root_is_no_package(root: Path, folder: str) -> None:
    assert not (root / folder / "__init__.py").exists()


@pytest.mark.parametrize("name", ["verifiers", "sandbox", "kernels"])
def test_a_package_of_the_same_name_wins_even_in_our_own_folder(
    root: Path, tmp_path: Path, name: str
) -> None:
    stranger = tmp_path / name / "__init__.py"
    stranger.parent.mkdir()
    stranger.write_text("'A package that someone else has installed.'\n")
    assert import_in(root, name, search=tmp_path) == str(stranger)


@pytest.mark.parametrize("name", ["verifiers", "kernels"])
def test_an_installed_namesake_is_imported_from_site_packages(root: Path, name: str) -> None:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"the PyPI package {name} is not installed here")
    assert import_in(root, name).startswith(sysconfig.get_path("purelib"))


@pytest.mark.parametrize(
    "name", ["rewardkit", "rewardkit_verifiers", "rewardkit_sandbox", "rewardkit_kernels"]
)
def test_our_own_packages_are_found_from_any_folder(tmp_path: Path, name: str) -> None:
    assert Path(import_in(tmp_path, name)).parent.name == name
