"""A release is built once, tested from what was built and then published; the sdist is whole."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml


@pytest.fixture(scope="module")
def workflow(root: Path) -> dict[str, Any]:
    """The release workflow as data; YAML 1.1 reads the key `on` as true."""
    text = (root / ".github" / "workflows" / "release.yml").read_text()
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def commands(job: dict[str, Any]) -> str:
    """Everything that the steps of a job run."""
    return "\n".join(step.get("run", "") for step in job["steps"])


def test_nothing_is_published_that_was_not_built_and_tested_before(
    workflow: dict[str, Any],
) -> None:
    jobs = workflow["jobs"]
    assert jobs["wheel"]["needs"] == "build"
    assert set(jobs["publish"]["needs"]) == {"build", "wheel"}
    assert jobs["publish"]["if"] == "github.ref_type == 'tag'"
    assert "checkout" not in str(jobs["wheel"]) + str(jobs["publish"]), "only what was built"


def test_the_distributions_are_checked_as_an_index_would(workflow: dict[str, Any]) -> None:
    build = commands(workflow["jobs"]["build"])
    assert build.index("python -m build") < build.index("twine check --strict dist/*")
    assert "check_version.py" in build


def test_only_the_publishing_job_may_do_more_than_read(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    assert [name for name, job in workflow["jobs"].items() if "permissions" in job] == ["publish"]
    assert "secrets." not in str(workflow)


def test_every_python_of_the_classifiers_is_tested(workflow: dict[str, Any], root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert workflow["jobs"]["wheel"]["strategy"]["matrix"]["python"] == named


def test_the_extras_of_the_tests_exist(workflow: dict[str, Any], root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    (asked,) = re.findall(r"\)\[([a-z,]+)\]", commands(workflow["jobs"]["wheel"]))
    assert set(asked.split(",")) <= set(project["optional-dependencies"])


def test_every_test_that_the_workflow_runs_is_there(workflow: dict[str, Any], root: Path) -> None:
    paths = re.findall(r"\btests/\S+", commands(workflow["jobs"]["wheel"]))
    assert len(paths) > 2
    assert [path for path in paths if not (root / path).exists()] == []


# --- the version ----------------------------------------------------------------------------
@pytest.fixture(scope="module")
def faults(root: Path) -> Any:
    """The function of check_version.py."""
    place = root / ".github" / "check_version.py"
    spec = importlib.util.spec_from_file_location("check_version", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.faults


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A tree that is ready for version 1.2.0."""
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    (tmp_path / "CITATION.cff").write_text("cff-version: 1.2.0\nversion: 1.2.0\n")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.0\n")
    return tmp_path


def test_a_tree_whose_places_agree_may_be_released(faults: Any, release: Path) -> None:
    assert faults(release, "v1.2.0") == []


def test_this_tree_names_one_version(faults: Any, root: Path) -> None:
    assert faults(root, "") == []


@pytest.mark.parametrize(
    ("file", "text", "tag", "said"),
    [
        ("CITATION.cff", "version: 1.1.0\n", "v1.2.0", "CITATION.cff names 1.1.0, not 1.2.0"),
        ("CITATION.cff", "title: x\n", "v1.2.0", "CITATION.cff names no version"),
        ("CHANGELOG.md", "## Unreleased\n", "v1.2.0", "rename 'Unreleased'"),
        ("CHANGELOG.md", "## 1.2.0\n", "1.2.0", "the tag is 1.2.0"),
        ("CHANGELOG.md", "## 1.2.0\n", "v1.2.1", "tag v1.2.0"),
    ],
)
def test_a_place_that_names_another_version_stops_the_release(
    faults: Any, release: Path, file: str, text: str, tag: str, said: str
) -> None:
    (release / file).write_text(text)
    assert any(said in one for one in faults(release, tag))


# --- the sdist ------------------------------------------------------------------------------
def built(kind: str, root: Path, folder: Path) -> Path:
    """Build a distribution by the pinned backend: no network is touched."""
    words = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (found,) = folder.iterdir()
    return found


@pytest.fixture(scope="module")
def unpacked(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist of this tree, unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built("sdist", root, folder)) as file:
        file.extractall(folder, filter="data")
    (found,) = (one for one in folder.iterdir() if one.is_dir())
    return found


@pytest.mark.packaging
def test_the_wheel_of_the_sdist_is_the_wheel_of_the_tree(
    root: Path, unpacked: Path, tmp_path: Path
) -> None:
    names = []
    for place, source in (("tree", root), ("sdist", unpacked)):
        (tmp_path / place).mkdir()
        with zipfile.ZipFile(built("wheel", source, tmp_path / place)) as file:
            names.append(sorted(file.namelist()))
    assert names[0] == names[1]


@pytest.mark.packaging
def test_the_sdist_holds_what_its_tests_and_its_site_read(unpacked: Path) -> None:
    for name in (
        "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CITATION.cff",
        "Makefile", "mkdocs.yml", "constraints.txt", ".ci/run", ".github/workflows/release.yml",
        "docs/index.md", "examples/notebooks", "tests/conftest.py",
    ):  # fmt: skip
        assert (unpacked / name).exists(), name


@pytest.mark.packaging
@pytest.mark.slow
def test_the_sdist_tests_itself(unpacked: Path) -> None:
    tests = ("tests/packaging/test_ci.py", "tests/rewardkit/rewards/test_ranges.py")
    roots = (".", "verifiers", "sandbox", "kernels")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str((unpacked / one).resolve()) for one in roots),
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests],
        cwd=unpacked,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]
