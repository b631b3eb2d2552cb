"""`rewardkit init`: a folder that passes everything as it is, and overwrites nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rewardkit.errors import InputError
from rewardkit.testing.scaffold import scaffold


def rewardkit(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rewardkit.cli", *words],
        cwd=folder,
        capture_output=True,
        text=True,
    )


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "__pycache__")


@pytest.mark.parametrize(
    ("options", "name"), [((), "my_reward"), (("--name", "close_number"), "close_number")]
)
def test_what_init_writes_passes_test_pytest_explain_and_score(
    tmp_path: Path, options: tuple[str, ...], name: str
) -> None:
    made = rewardkit("init", "my-reward", *options, folder=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "rewardkit test my-reward" in made.stdout
    files = ["README.md", "cases.jsonl", f"{name}.py", "reward.yaml", "samples.jsonl"]
    assert listing(tmp_path / "my-reward") == sorted([*files, f"test_{name}.py"])

    tested = rewardkit("test", "my-reward", "--json", folder=tmp_path)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    counts = json.loads(tested.stdout)
    assert counts["cases"] >= 8
    assert counts["failed"] == 0

    strict = ["-W", "error", "-p", "no:cacheprovider"]
    for mode in ("importlib", "prepend"):
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", *strict, f"--import-mode={mode}", "my-reward"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert f"{counts['cases'] + 2} passed" in ran.stdout

    explained = rewardkit("explain", "my-reward/reward.yaml", "--strict", folder=tmp_path)
    assert explained.returncode == 0, explained.stdout + explained.stderr

    where = ["my-reward/reward.yaml", "my-reward/samples.jsonl"]
    scored = rewardkit("score", *where, "-o", "out.jsonl", folder=tmp_path)
    assert scored.returncode == 0, scored.stdout + scored.stderr
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["value"] for row in rows] == [1.0, 0.0, 1.0, 0.0]


def test_json_lists_what_was_written(tmp_path: Path) -> None:
    made = rewardkit("init", "r", "--json", "--name", "mine", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    assert Path("r/mine.py") in map(Path, json.loads(made.stdout)["files"])


def test_a_file_that_is_there_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "reward.yaml").write_text("mine")
    made = rewardkit("init", "r", "--name", "mine", folder=tmp_path)
    assert made.returncode == 2
    assert "reward.yaml is already there and is not overwritten" in made.stderr
    assert listing(tmp_path / "r") == ["reward.yaml"]
    assert (tmp_path / "r" / "reward.yaml").read_text() == "mine"


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    scaffold(tmp_path, "mine_5d")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "taken"
    path.write_text("")
    with pytest.raises(InputError, match="taken is a file"):
        scaffold(path, "mine_5d")


@pytest.mark.parametrize(
    ("folder", "module"),
    [
        ("Close Number!", "close_number"),
        ("2nd-try", "reward_2nd_try"),
        ("math", "math_reward"),
        ("class", "class_reward"),
        ("reward", "reward_reward"),
        ("日本", "reward_reward"),
    ],
)
def test_the_name_is_made_of_the_folders(tmp_path: Path, folder: str, module: str) -> None:
    assert scaffold(tmp_path / folder)[0].name == f"{module}.py"


@pytest.mark.parametrize("name", ["Close", "a-b", "1st", "class", "a b", "ä", "../up"])
def test_a_name_that_is_no_module_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be a Python module"):
        scaffold(tmp_path / "r", name)
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize("name", ["json", "pytest", "reward", "brief"])
def test_a_name_that_is_taken_is_refused_with_another(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"is taken.*such as {name}_reward"):
        scaffold(tmp_path / "r", name)
