"""The wheel holds four packages and nothing else, and works from any folder once installed."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

PACKAGES = ["rewardkit", "rewardkit_kernels", "rewardkit_sandbox", "rewardkit_verifiers"]

pytestmark = pytest.mark.packaging


def run(*command: str | Path, folder: Path) -> str:
    """Run a command in a folder and return what it prints; its complaint becomes the failure."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run(
        [str(word) for word in command], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this working tree, built by the pinned backend: no network is touched."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=root)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def contents(wheel: Path) -> list[str]:
    """The paths inside the wheel."""
    return zipfile.ZipFile(wheel).namelist()


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a new environment that has the wheel, and our dependencies by path."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=False)
    run(
        sys.executable, "-m", "pip", "--python", folder / "bin" / "python",
        "install", "-q", "--no-index", "--no-deps", wheel, folder=folder,
    )  # fmt: skip
    (purelib,) = folder.glob("lib/python*/site-packages")
    # A path listed here is searched after the wheel, and the editable install behind it is not
    # followed: only one level of .pth files is read.
    (purelib / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def test_the_wheel_holds_exactly_our_four_packages(contents: list[str]) -> None:
    tops = {path.partition("/")[0] for path in contents}
    assert sorted(top for top in tops if not top.endswith(".dist-info")) == PACKAGES


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_says_that_it_is_typed(contents: list[str], package: str) -> None:
    assert f"{package}/py.typed" in contents


def test_every_data_file_beside_the_code_is_in_the_wheel(root: Path, contents: list[str]) -> None:
    source = root / "verifiers"
    data = {
        path.relative_to(source).as_posix()
        for pattern in ("card.yaml", "cases.jsonl")
        for path in source.rglob(pattern)
    }
    assert data, "no verifier has a card"
    assert data <= set(contents)


def test_the_wheel_carries_its_licence(contents: list[str]) -> None:
    assert any(path.endswith(".dist-info/licenses/LICENSE") for path in contents)


def test_the_installed_library_is_the_wheel_and_not_the_checkout(
    scripts: Path, tmp_path: Path
) -> None:
    code = "import json, sys; print(json.dumps([__import__(n).__file__ for n in sys.argv[1:]]))"
    files = json.loads(run(scripts / "python", "-c", code, *PACKAGES, folder=tmp_path))
    assert all(Path(file).is_relative_to(scripts.parent) for file in files), files


def test_the_installed_command_prints_its_help(scripts: Path, tmp_path: Path) -> None:
    assert "score" in run(scripts / "rewardkit", "--help", folder=tmp_path)


def test_the_installed_command_finds_the_shipped_verifiers(scripts: Path, tmp_path: Path) -> None:
    assert "math/number" in run(scripts / "rewardkit", "list", "--json", folder=tmp_path)


@pytest.fixture(scope="module")
def stranger(scripts: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same environment with the example plugin installed from its own wheel."""
    folder = tmp_path_factory.mktemp("plugin")
    run(
        sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder,
        folder=root / "examples" / "plugin",
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    run(
        sys.executable, "-m", "pip", "--python", scripts / "python",
        "install", "-q", "--no-index", "--no-deps", built, folder=folder,
    )  # fmt: skip
    return scripts


def test_an_installed_plugin_is_listed_with_its_owner(stranger: Path, tmp_path: Path) -> None:
    shown = run(stranger / "rewardkit", "list", "--json", folder=tmp_path)
    (entry,) = [
        entry for entry in json.loads(shown)["verifiers"] if entry["id"].startswith("poem/haiku")
    ]
    assert "rewardkit-haiku" in entry["owner"]


def test_an_installed_plugin_passes_its_own_cases(stranger: Path, tmp_path: Path) -> None:
    (folder,) = stranger.parent.glob(
        "lib/python*/site-packages/rewardkit_haiku/verifiers/poem/haiku"
    )
    result = json.loads(run(stranger / "rewardkit", "test", folder, "--json", folder=tmp_path))
    assert result["failed"] == 0
    assert result["passed"] == 7


def test_a_spec_can_use_an_installed_plugin(stranger: Path, tmp_path: Path) -> None:
    spec = "version: 1\nreward: {scale_to: {low: -1, high: 1, of: {use: poem/haiku@1}}}\n"
    (tmp_path / "reward.yaml").write_text(spec)
    (tmp_path / "rows.jsonl").write_text(json.dumps({"completion": "one line"}) + "\n")
    run(
        stranger / "rewardkit", "score", "reward.yaml", "rows.jsonl", "-o", "out.jsonl",
        folder=tmp_path,
    )  # fmt: skip
    row = json.loads((tmp_path / "out.jsonl").read_text())
    assert (row["value"], row["status"], row["reason"]) == (-1.0, "unparsed", "wrong_line_count")


FENCE = re.compile(r"^```(\w*) ?([^\n`]*)\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
DRIVER = """
import json, subprocess, sys, types
from pathlib import Path
sys.path.insert(0, ".")
readme = types.ModuleType("readme")
sys.modules["readme"] = readme
for kind, text in json.loads(Path("steps.json").read_text()):
    if kind == "python":
        exec(compile(text, "README.md", "exec"), readme.__dict__)
    else:
        subprocess.run([sys.argv[1], *json.loads(text)], check=True)
"""


def test_the_readme_works_from_the_wheel_in_an_empty_folder(
    scripts: Path, root: Path, tmp_path: Path
) -> None:
    steps = []
    # What the word after the language means is said in test_documents.py.
    for language, word, body in FENCE.findall((root / "README.md").read_text()):
        if word == "no-run":
            continue
        if word:
            (tmp_path / word).write_text(body)
        elif language == "python":
            steps.append(("python", body))
        elif language == "console":
            words = [
                shlex.split(line.removeprefix("$ rewardkit "), comments=True)
                for line in body.splitlines()
                if line.startswith("$ rewardkit ")
            ]
            steps += [("console", json.dumps(one)) for one in words]
    assert len(steps) > 6
    (tmp_path / "steps.json").write_text(json.dumps(steps))
    (tmp_path / "driver.py").write_text(DRIVER)
    run(scripts / "python", "driver.py", scripts / "rewardkit", folder=tmp_path)


def test_the_wheel_brings_the_corpus_that_certify_runs(scripts: Path, tmp_path: Path) -> None:
    shown = run(scripts / "rewardkit", "certify", "--family", "format", folder=tmp_path)
    assert "hostile paid 0, honest lost 0" in shown


def test_the_metadata_say_who_what_and_where(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        (name,) = [one for one in file.namelist() if one.endswith(".dist-info/METADATA")]
        text = file.read(name).decode()
    for line in ("Author: ", "Classifier: ", "License-Expression: Apache-2.0", "Requires-Python: "):
        assert f"\n{line}" in text
