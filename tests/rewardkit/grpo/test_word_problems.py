"""A language model in the format of transformers learns word problems from rows of a file."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from rewardkit.grpo.config_file import load_config
from rewardkit.grpo.run.loop import train
from rewardkit.grpo.run.screen import QuietScreen

EXAMPLE = Path(__file__).parents[3] / "examples" / "word_problems"


def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("word_problems_make", EXAMPLE / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_rows_hold_right_answers_and_most_worked_ones_are_off_by_one() -> None:
    rows = make().make_rows(400, 0.6, seed=1)
    told = [int(row["worked"].split()[1]) - row["answer"] for row in rows]
    assert set(told) == {0, 1}
    assert 0.5 < sum(told) / len(told) < 0.7
    assert len({row["question"] for row in rows}) == 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows, a model that was primed on them, and the configs."""
    path = tmp_path_factory.mktemp("words") / "made"
    make().main(path, rows=2000, steps=350)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", ["full", "lora"])
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning")
def test_held_out_word_problems_are_answered_far_better_after_training(
    folder: Path, name: str
) -> None:
    if name == "lora":
        pytest.importorskip("peft")
    told = {"grpo.steps": 30, "output.folder": str(folder / "runs")}
    finished = train(load_config(folder / f"{name}.yaml", told), QuietScreen())
    result = finished.result
    assert result["heldout_after"] >= result["heldout_before"] + 0.2
    written = {one.name for one in (finished.folder / "final").iterdir()}
    assert ("adapter_model.safetensors" in written) == (name == "lora")
    checkpoint = (finished.folder / "checkpoint.pt").stat().st_size
    assert checkpoint < 1_000_000 or name == "full"
    # The saved policy, an adapter or not, is the start of another run.
    more = told | {"policy.path": str(finished.folder / "final"), "policy.lora": None}
    more |= {"grpo.steps": 0, "seed": 1}
    again = train(load_config(folder / "full.yaml", more), QuietScreen())
    assert again.result["heldout_before"] == pytest.approx(result["heldout_after"], abs=0.011)
    assert json.loads((again.folder / "result.json").read_text())["steps"] == 0
