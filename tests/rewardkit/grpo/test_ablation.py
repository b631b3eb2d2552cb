from __future__ import annotations

from pathlib import Path

import pytest

from rewardkit.errors import SpecError
from rewardkit.grpo.ablation import load_ablation, main

BASE = """
reward: my_rewards.py:length
task: {digits: 1, validation: 10, heldout: 30}
policy: {hidden: 16, layers: 1, heads: 2, head_dim: 8, intermediate: 16}
prime: {steps: 2, rows: 20}
grpo: {steps: 2, rollout: {prompts: 4, group: 4}}
evaluate: {every: 2, k: 2, samples: 4, problems: 8, scored: 8}
"""
REWARD = """
from rewardkit import reward

@reward(range=(0, 8))
def length(completion: str) -> float:
    return float(min(8, len(completion)))
"""


def write(folder: Path, text: str) -> Path:
    (folder / "base.yaml").write_text(BASE)
    (folder / "my_rewards.py").write_text(REWARD)
    (folder / "ablation.yaml").write_text(text)
    return folder / "ablation.yaml"


def test_every_variant_and_seed_is_a_row_and_finished_runs_are_not_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = write(
        tmp_path,
        "base: base.yaml\nvariants:\n"
        "  - {name: plain, seeds: [0, 1]}\n"
        "  - {name: centred, set: {grpo.advantage.mode: centre}}\n",
    )
    assert main([str(file), "-o", "table.md"]) == 0
    first = (tmp_path / "table.md").read_text()
    assert [line.split("|")[1].strip() for line in first.splitlines()[2:]] == [
        "plain",
        "plain",
        "centred",
    ]
    assert len(list((tmp_path / "runs").iterdir())) == 3
    capsys.readouterr()
    assert main([str(file), "-o", "table.md"]) == 0
    assert (tmp_path / "table.md").read_text() == first
    assert len(list((tmp_path / "runs").iterdir())) == 3
    assert "seed 0" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("bse: base.yaml\nvariants: [{name: a}]", "bse: unknown key. Did you mean 'base'?"),
        (
            "base: base.yaml\nvariants: [{nme: a}]",
            "variants.0.nme: unknown key. Did you mean 'name'?",
        ),
        ("base: base.yaml\nvariants: []", "variants: Tuple should have at least 1 item"),
        (
            "base: base.yaml\nvariants: [{name: a, set: {grpo.lss.beta: 1}}]",
            "grpo.lss: unknown key. Did you mean 'loss'?",
        ),
    ],
)
def test_a_mistake_in_the_file_is_named_by_its_path(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(SpecError) as caught:
        load_ablation(write(tmp_path, text))
    assert message in str(caught.value)


def test_an_error_is_one_line_and_exit_code_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "gone.yaml")]) == 2
    assert "gone.yaml: there is no such config file" in capsys.readouterr().err
