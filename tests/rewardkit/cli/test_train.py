"""The verb `train`: its options, its errors, what it prints."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from rewardkit.cli import main
from rewardkit.cli.train import read_overrides
from rewardkit.errors import InputError

CONFIG = """
reward: train_rewards.py:length
task: {digits: 1, validation: 10, heldout: 30}
policy: {hidden: 16, layers: 1, heads: 2, head_dim: 8, intermediate: 16}
prime: {steps: 2, rows: 20}
grpo: {steps: 2, rollout: {prompts: 4, group: 4}}
evaluate: {every: 2, k: 2, samples: 4, problems: 8, scored: 8}
"""
REWARDS = """
from rewardkit import reward

@reward(range=(0, 8))
def length(completion: str) -> float:
    return float(min(8, len(completion)))

@reward(range=(0, 1))
def brief(completion: str) -> bool:
    return len(completion) < 3
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG)
    (tmp_path / "train_rewards.py").write_text(REWARDS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "train_rewards", raising=False)
    return tmp_path


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["train", *words])
    code = ended.value.code
    return code if isinstance(code, int) else 0


def test_train_prints_the_reward_the_table_the_summary_and_the_result(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("config.yaml") == 0
    out = capsys.readouterr().out
    (folder,) = (here / "runs").iterdir()
    places = [
        out.index(text)
        for text in (
            "length  in [0, 8]",
            "prime: 2 steps",
            "step  reward",
            "accuracy (pass@1)",
            "answer ",
        )
    ]
    assert places == sorted(places)
    assert str(Path("runs") / folder.name / "result.json") in out


def test_json_prints_the_result_and_nothing_else(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("config.yaml", "--json") == 0
    (folder,) = (here / "runs").iterdir()
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((folder / "result.json").read_text())


def test_seed_reward_out_and_any_value_can_be_replaced(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--seed", "3", "--reward", "train_rewards.py:brief", "--out", "elsewhere"]
    assert run("config.yaml", *words, "--set", "grpo.steps=1", "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert result["seed"] == 3
    assert set(result["components"]) == {"brief"}
    assert result["steps"] == 1
    assert len(list((here / "elsewhere").iterdir())) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "give a CONFIG.yaml to train, or --resume RUN_DIR, and not both"),
        (["config.yaml", "--resume", "runs"], "and not both"),
        (["--resume", "runs", "--seed", "1"], "--resume goes on as the run began; drop seed"),
        (["--resume", "nowhere"], "nowhere is not a run folder"),
        (["config.yaml", "--set", "grpo.stps=1"], "grpo.stps: unknown key. Did you mean 'steps'?"),
        (["config.yaml", "--set", "steps"], "expected KEY=VALUE"),
        (["gone.yaml"], "gone.yaml: there is no such config file"),
        (["config.yaml", "--reward", "math/nothing"], "no verifier is called 'math/nothing'"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_two(
    here: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert run(*words) == 2
    assert message in capsys.readouterr().err
    assert not (here / "runs").exists()


def test_a_reward_that_asks_for_a_column_the_task_lacks_is_refused_before_training(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "\n@reward(range=(0, 1))\ndef needy(completion: str, lft: int) -> bool:\n    return True\n"
    )
    (here / "train_rewards.py").write_text(REWARDS + text)
    assert run("config.yaml", "--reward", "train_rewards.py:needy") == 2
    shown = capsys.readouterr()
    assert "'left'" in shown.err
    assert "prime" not in shown.out


def test_without_torch_the_missing_extra_is_named_with_exit_code_three(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    assert run("config.yaml") == 3
    assert "pip install 'rewardkit[train]'" in capsys.readouterr().err


@pytest.mark.parametrize("pair", ["steps", "=3", "a=[1"])
def test_a_replacement_must_be_a_key_and_a_yaml_value(pair: str) -> None:
    with pytest.raises(InputError, match="--set"):
        read_overrides([pair])


def test_a_gradient_that_overflows_ends_the_run_with_advice_and_the_weights_it_had(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = ["--set", "prime.optim.lr=1e30", "--set", "prime.optim.warmup=0"]
    assert run("config.yaml", *changes, "--set", "prime.steps=20") == 3
    assert "the gradient norm is nan" in capsys.readouterr().err
