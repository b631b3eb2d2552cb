"""Ctrl-C in a command of its own process: one line says how to go on, and that works."""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

REWARD = """
import time
from rewardkit import reward

@reward(range=(0, 100))
def slow(completion: str) -> float:
    open("started", "a").write(completion + "\\n")
    time.sleep(0.05)
    return float(completion)
"""
COUNT = 40


def interrupted(folder: Path, *words: str, after: int = 6) -> tuple[int, str, list[str]]:
    """Run `rewardkit`, press Ctrl-C once so many rows have begun; return code, out, error lines."""
    (folder / "slow_reward.py").write_text(REWARD)
    rows = "".join(json.dumps({"completion": str(n)}) + "\n" for n in range(COUNT))
    (folder / "rows.jsonl").write_text(rows)
    running = subprocess.Popen(
        [sys.executable, "-m", "rewardkit.cli", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    started = folder / "started"
    while running.poll() is None and (
        not started.exists() or len(started.read_text().split()) < after
    ):
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    return running.returncode, out, [line for line in err.splitlines() if line]


SCORE = ("score", "slow_reward:slow", "rows.jsonl", "--chunk", "4", "--concurrency", "1")


def test_score_prints_the_line_that_goes_on_and_no_advice_for_python(tmp_path: Path) -> None:
    code, out, err = interrupted(tmp_path, *SCORE, "-o", "out.jsonl")
    done = len((tmp_path / "out.jsonl").read_text().splitlines())
    assert 4 <= done < COUNT
    assert (code, out) == (130, "")
    waiting, how = err
    assert waiting == "finishing the rows that are running; Ctrl-C again stops at once"
    again = shlex.join([*SCORE, "-o", "out.jsonl", "--resume"])
    assert how == f"interrupted after {done} rows; to go on: rewardkit {again}"
    words = shlex.split(how.partition("rewardkit ")[2])
    finished = subprocess.run(
        [sys.executable, "-m", "rewardkit.cli", *words], cwd=tmp_path, capture_output=True
    )
    assert finished.returncode == 0
    results = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [one["value"] for one in results] == [float(n) for n in range(COUNT)]


@pytest.mark.parametrize(
    ("options", "how"),
    [
        ((), "nothing was kept (give --out to be able to resume)"),
        (
            ("--cache", "v.db"),
            "verdicts are kept in v.db; to go on: rewardkit "
            + shlex.join([*SCORE, "--cache", "v.db"]),
        ),
    ],
    ids=["nothing", "cache"],
)
def test_without_a_file_of_results_the_line_says_what_was_kept(
    tmp_path: Path, options: tuple[str, ...], how: str
) -> None:
    code, _, err = interrupted(tmp_path, *SCORE, *options)
    assert code == 130
    assert err[-1].startswith("interrupted after ")
    assert err[-1].endswith(f" rows; {how}")
    assert not [line for line in err if "cache=PATH" in line]


def test_test_is_interrupted_in_one_line(tmp_path: Path) -> None:
    cases: list[dict[str, object]] = [{"reward": "slow_reward:slow"}]
    cases += [{"id": str(n), "completion": str(n), "expect": {"value": n}} for n in range(COUNT)]
    (tmp_path / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases))
    code, _, err = interrupted(tmp_path, "test", "cases.jsonl")
    assert code == 130
    assert err[-1] == "interrupted"
    assert not [line for line in err if "cache=PATH" in line]
