"""The exported file works when the trainer loads it by its path, from anywhere."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import yaml

from rewardkit import load
from rewardkit.errors import DefinitionError
from rewardkit.specs.files import resolve
from rewardkit.trainers.export import TEMPLATES, exported

SPEC = """
reward:
  weighted:
    parts:
      brief: [0.5, {use: "exported_rewards:brief"}]
      exact: [0.5, {use: text/exact}]
"""
CODE = """
from rewardkit import reward

@reward
def brief(completion: str) -> float:
    return float(len(completion) < 5)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a spec and the code that it names, which is not on the path."""
    (tmp_path / "reward.yaml").write_text(SPEC)
    (tmp_path / "exported_rewards.py").write_text(CODE)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "exported_rewards", raising=False)
    return tmp_path


def loaded(path: Path) -> ModuleType:
    """The file as a trainer loads it, with nothing on the path but what it adds itself."""
    spec = importlib.util.spec_from_file_location("custom_module_7", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(folder: Path, trainer: str, **options: Any) -> tuple[Path, str]:
    spec = str(folder / "reward.yaml")
    path = folder / f"{trainer}_reward.py"
    text, lines = exported(resolve(spec), spec, trainer, path, **options)
    path.write_text(text)
    sys.path[:] = [entry for entry in sys.path if entry != str(folder)]
    sys.modules.pop("exported_rewards", None)
    return path, lines


def test_verl_finds_what_stands_beside_the_spec(folder: Path) -> None:
    path, lines = write(folder, "verl", missing="low")
    found = loaded(path).compute_score("s", "4", "4")
    assert found["score"] == 1.0
    assert f"path: {path}" in lines
    assert "name: compute_score" in lines
    assert yaml.safe_load(lines)["reward"]["custom_reward_function"]["path"] == str(path)


@pytest.mark.parametrize("trainer", [name for name in TEMPLATES if name not in ("ms_swift",)])
def test_every_file_is_python_and_holds_the_adapter(folder: Path, trainer: str) -> None:
    path, lines = write(folder, trainer)
    compile(path.read_text(), str(path), "exec")
    assert str(path) in lines or path.stem in lines
    if trainer in ("nemo_rl", "nemo_gym"):
        return  # these import their trainer
    sys.path.append(str(folder))
    assert vars(loaded(path))


def test_the_exported_functions_score(folder: Path) -> None:
    openrlhf = loaded(write(folder, "openrlhf")[0])
    assert openrlhf.reward_func(["p4"], ["p"], ["4"])["rewards"] == 1.0
    slime = loaded(write(folder, "slime", columns={"answer": "gold.text"})[0])
    sample = SimpleNamespace(
        prompt="p", response="4", label=None, metadata={"gold": {"text": "4"}}, tokens=[]
    )
    assert asyncio.run(slime.custom_rm(None, sample)) == 1.0


@pytest.mark.parametrize(
    ("spec", "line"),
    [
        ("text/exact", "reward = get('text/exact')"),
        ("rewards_here:brief", "from rewards_here import brief as reward"),
        ("folder/rewards_here.py:brief", "from rewards_here import brief as reward"),
    ],
)
def test_a_reward_may_be_named_in_any_way(spec: str, line: str) -> None:
    text, _ = exported(load({"reward": {"use": "text/exact"}}), spec, "verl", Path("/x/y.py"))
    assert line in text


def test_what_cannot_work_is_refused_before_a_run_is(folder: Path) -> None:
    with pytest.raises(DefinitionError, match="catches the exceptions"):
        write(folder, "openrlhf", missing="raise")
    with pytest.raises(DefinitionError, match="Did you mean 'skyrl'"):
        write(folder, "skyrll")
    assert "missing=0.5" in write(folder, "verl", missing="0.5")[0].read_text()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("my-reward.py", "'my-reward' is none that Python takes"),
        ("slime.py", "it would hide the package 'slime' from the trainer"),
        ("json.py", "it would hide the package 'json'"),
    ],
)
def test_a_file_that_no_trainer_could_import_is_refused(
    name: str, message: str, tmp_path: Path
) -> None:
    from rewardkit import get
    from rewardkit.errors import DefinitionError
    from rewardkit.trainers.export import exported

    with pytest.raises(DefinitionError, match=message):
        exported(get("text/exact"), "text/exact", "slime", tmp_path / name)
