"""An attack that was cut short goes on from its file and ends as one that was not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from rewardkit.attack.kept import KeptScorer
from rewardkit.attack.run import attack
from rewardkit.attack.subject import as_subject
from rewardkit.data.sample import Sample
from rewardkit.errors import InputError

JUDGE = """
    import time

    def judge(completion, answer):
        time.sleep(0.002)
        return float(answer in completion)
"""


def contains(completion: str, answer: str) -> float:
    return float(answer in completion)


def told(completion: str, answer: str) -> float:
    raise AssertionError("every result is in the file")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "held.py").write_text(textwrap.dedent(JUDGE))
    rows = [{"prompt": f"{n}+{n}?", "answer": str(2 * n)} for n in (12, 31, 17, 44, 28)]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def command(folder: Path, file: str) -> subprocess.Popen[str]:
    options = ["--json", "--rounds", "2", "--seconds", "300", "--resume", file]
    return subprocess.Popen(
        [sys.executable, "-m", "rewardkit", "attack", "held.py:judge", "rows.jsonl", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def result(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, errors = process.communicate(timeout=250)
    assert process.returncode == 1, errors
    found: dict[str, Any] = json.loads(out)
    found.pop("seconds")
    return found


def test_an_attack_that_is_killed_and_resumed_equals_an_unbroken_one(folder: Path) -> None:
    killed = command(folder, "broken.jsonl")
    file = folder / "broken.jsonl"
    while killed.poll() is None:
        if file.exists() and file.read_bytes().count(b"\n") > 400:
            os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    before = file.read_bytes()
    with file.open("ab") as torn:
        torn.write(b'{"key": "to')
    resumed, whole = result(command(folder, "broken.jsonl")), result(command(folder, "whole.jsonl"))
    assert resumed == whole
    assert whole["holes"]
    assert file.read_bytes().startswith(before)


def test_what_is_in_the_file_is_not_scored_again_but_what_is_fresh_is(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    samples = [Sample("4", "2+2?", "4"), Sample("5", "2+2?", "4")]
    with KeptScorer(as_subject(contains).reward, path=path, fingerprint="f") as scorer:
        first = scorer.score([*samples, samples[0]])
    with KeptScorer(as_subject(told).reward, path=path, fingerprint="f") as scorer:
        assert scorer.score([*samples, samples[0]]) == first
        assert scorer.calls == 3
        assert scorer.score(samples[:1], fresh=True)[0].code == "exception"
        assert scorer.score(samples[1:2])[0].code == "exception"  # asked once more than before


def test_a_file_of_another_reward_or_of_something_else_is_refused(tmp_path: Path) -> None:
    rows = [{"prompt": "2+2?", "answer": "4"}, {"prompt": "5+4?", "answer": "9"}]
    path = tmp_path / "kept.jsonl"
    attack(contains, rows, rounds=0, policies=["empty"], resume=path)
    with pytest.raises(InputError, match="another reward"):
        attack(told, rows, rounds=0, policies=["empty"], resume=path)
    path.write_text("no\n")
    with pytest.raises(InputError, match="no file of attack results"):
        attack(contains, rows, rounds=0, policies=["empty"], resume=path)
