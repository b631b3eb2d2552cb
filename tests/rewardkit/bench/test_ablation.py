from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rewardkit.bench.ablation import load_ablation, main
from rewardkit.bench.ablation_table import BEGIN, END
from rewardkit.errors import SpecError

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

@reward(range=(0, 1))
def broken(completion: str) -> float:
    raise OSError("no connection")
"""
TWO = """
base: base.yaml
seeds: [0, 1]
variants:
  - {name: plain}
  - {name: centred, set: {grpo.advantage.mode: centre}}
"""
# The second step of the second run kills its process.
KILLED = """
import os, signal, sys
from rewardkit.grpo.run.session import Session
record = Session.record
def record_and_die(self, row):
    record(self, row)
    if self.config.seed == 1 and row["step"] == 1:
        os.kill(os.getpid(), signal.SIGKILL)
Session.record = record_and_die
from rewardkit.bench.ablation import main
main(["ablation.yaml"])
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
    names = [line.split("|")[1].strip() for line in first.splitlines() if line]
    assert names == [
        *("run", "---", "plain", "plain", "centred"),
        *("variant", "---", "plain", "centred"),
    ]
    assert len(list((tmp_path / "runs").iterdir())) == 3
    capsys.readouterr()
    assert main([str(file), "-o", "table.md"]) == 0
    assert (tmp_path / "table.md").read_text() == first
    assert len(list((tmp_path / "runs").iterdir())) == 3
    assert capsys.readouterr().err.count("; read") == 3


def test_a_killed_ablation_goes_on_with_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, TWO)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], cwd=tmp_path, capture_output=True, text=True, timeout=250
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    finished = [path.parent.name for path in tmp_path.glob("runs/*/result.json")]
    assert len(finished) == 1
    monkeypatch.chdir(tmp_path)
    assert main([str(file)]) == 0
    shown = capsys.readouterr().err
    assert shown.count("; read") == 1
    assert shown.count("min left") == 3
    assert len(list((tmp_path / "runs").iterdir())) == 4


def test_a_run_that_fails_is_named_in_the_table_and_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "base: base.yaml\nvariants:\n  - {name: bad, set: {reward: 'my_rewards.py:broken'}}\n"
    file = write(tmp_path, text + "  - {name: good}\n")
    assert main([str(file), "--json"]) == 1
    bad, good = json.loads(capsys.readouterr().out)
    assert bad["name"] == "bad"
    assert "no connection" in bad["error"]
    assert good["after"]["accuracy"] >= 0.0
    assert main([str(file)]) == 1
    assert "| bad | 0 | failed: ScoringError" in capsys.readouterr().out


def test_two_runs_at_a_time_give_the_results_of_one_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    for jobs in ("1", "2"):
        (tmp_path / jobs).mkdir()
        monkeypatch.chdir(tmp_path / jobs)
        file = write(tmp_path / jobs, TWO)
        assert main([str(file), "--json", "--jobs", jobs]) == 0
        rows = json.loads(capsys.readouterr().out)
        found.append([{**row, "seconds": 0, "folder": ""} for row in rows])
    for row in (*found[0], *found[1]):
        row.pop("config_hash")
    assert found[0] == found[1]


def test_variants_that_share_their_priming_are_those_that_prime_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    found = []
    for shared in ("", "primed_once: true\n"):
        file = write(tmp_path, TWO + shared)
        assert main([str(file), "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)
        found.append([(row["before"], row["after"], row["entropy_end"]) for row in rows])
    assert found[0] == found[1]
    # Four runs whole, two of priming alone, and four from there.
    assert len(list((tmp_path / "runs").iterdir())) == 10


def test_the_table_of_variants_goes_into_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file, page = write(tmp_path, TWO), tmp_path / "page.md"
    page.write_text("no place")
    assert main([str(file), "--into", str(page)]) == 2
    assert "has no place for the table" in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()
    page.write_text(f"# Page\n{BEGIN}\n{END}\nThe end.\n")
    assert main([str(file), "--into", str(page)]) == 0
    once = page.read_text()
    assert "| plain | 2 |" in once
    assert once.endswith(f"{END}\nThe end.\n")
    assert main([str(file), "--into", str(page)]) == 0
    assert page.read_text() == once


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
