"""Training runs that `rewardkit init` writes work as they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rewardkit import load
from rewardkit.cli import main
from rewardkit.errors import InputError
from rewardkit.testing.scaffold_training import scaffold_training, word_problems


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_run_of_the_loop_trains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "sums"
    scaffold_training(folder, "train")
    assert names(folder) == ["README.md", "reward.yaml", "train.jsonl", "train.yaml"]
    monkeypatch.chdir(folder)
    small = ["grpo.steps=1", "grpo.rollout.prompts=2", "prime.steps=1", "policy.hidden=16"]
    small += ["evaluate.problems=2", "evaluate.scored=2", "task.heldout=4", "task.validation=4"]
    with pytest.raises(SystemExit) as ended:
        main(["train", "train.yaml", "--json", *(word for one in small for word in ("--set", one))])
    assert not ended.value.code
    assert json.loads(capsys.readouterr().out)["steps"] == 1


def test_the_reward_pays_right_samples_and_no_others(tmp_path: Path) -> None:
    scaffold_training(tmp_path / "run", "trl")
    assert names(tmp_path / "run") == [
        "README.md", "reward.yaml", "samples.jsonl", "train.jsonl", "train.py",
    ]  # fmt: skip
    reward = load(tmp_path / "run" / "reward.yaml")
    for row in word_problems(50):
        _, said = str(row["worked"]).split("=")
        right = int(said.removeprefix("<answer>").removesuffix("</answer>")) == row["answer"]
        found = reward.score(completion=row["worked"], answer=row["answer"])
        assert found.value == float(right)


def test_the_script_for_trl_is_python(tmp_path: Path) -> None:
    scaffold_training(tmp_path / "run", "trl")
    text = (tmp_path / "run" / "train.py").read_text()
    compile(text, "train.py", "exec")
    assert 'output_dir="run"' in text


def test_the_function_for_verl_scores(tmp_path: Path) -> None:
    scaffold_training(tmp_path / "run", "verl")
    space: dict[str, object] = {"__file__": str(tmp_path / "run" / "reward_function.py")}
    exec((tmp_path / "run" / "reward_function.py").read_text(), space)
    compute = space["compute_score"]
    assert callable(compute)
    for row in word_problems(5):
        found = compute(
            data_source="sums", solution_str=row["worked"], ground_truth=str(row["answer"]),
            extra_info={},
        )  # fmt: skip
        score = found["score"] if isinstance(found, dict) else found
        assert score in (0.0, 1.0)


def test_the_keys_of_verl_are_those_that_verl_reads(tmp_path: Path) -> None:
    scaffold_training(tmp_path / "run", "verl")
    text = (tmp_path / "run" / "README.md").read_text()
    assert "    reward.custom_reward_function.path=" in text
    assert "up to 0.7.0 they are without `reward.`" in text


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    scaffold_training(tmp_path, "train")
    with pytest.raises(InputError, match="is already there and is not overwritten"):
        scaffold_training(tmp_path, "train")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--train"], "say where: rewardkit init FOLDER --train"),
        (["x", "--train", "--trl"], "--train and --trl write different things; give one"),
        (["x", "--train", "--name", "y"], "--name is for a reward"),
    ],
)
def test_odd_options_are_refused(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["init", *words])
    assert ended.value.code == 2
    assert message in " ".join(capsys.readouterr().err.split())
