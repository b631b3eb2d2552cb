"""The comparison with other graders: what it reads, how it kills, and what it says is missing."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rewardkit_verifiers.bench.math import main, peers, run

ROOT = Path(__file__).resolve().parents[4]
PAIRS = ROOT / "tests" / "data" / "math_pairs.jsonl"
SOLUTIONS = ROOT / "tests" / "data" / "math_solutions.jsonl"


def written(folder: Path, *rows: object) -> Path:
    """A file of labelled pairs."""
    path = folder / "pairs.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(("path", "least"), [(PAIRS, 0.99), (SOLUTIONS, 0.998)])
def test_the_pairs_we_ship_are_judged_right(path: Path, least: float) -> None:
    judge = peers.PEERS["rewardkit"].make()
    rows = list(main.read_rows(path))
    wrong = [row for row in rows if judge(row.gold, row.pred, row.bare) != row.expected]
    assert 1 - len(wrong) / len(rows) >= least, wrong


def test_every_shape_of_row_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"gold": "1/2", "pred": "0.5", "expected": True},
        {"gold": "1/2", "pred": "So it is 0.5", "expected": True, "level": "text"},
        {"gold": "3", "completion": "3", "expected": False},
        {"gold": "3", "answer": "4", "same": False},
        {"id": "a", "answer": "3", "completion": "\\boxed{3}", "expect": {"value": 1.0}},
        {"id": "b", "answer": "3", "completion": "3", "with": {}, "expect": {"value": 1.0}},
        {"id": "c", "answer": "3", "completion": "3", "expect": {"better_than": "a"}},
    )
    rows = list(main.read_rows(path))
    assert [row.bare for row in rows] == [True, False, False, True, False]
    assert [row.expected for row in rows] == [True, True, False, False, True]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["a"], "line 1: a row is an object"),
        ({"gold": "1"}, "line 1: needs gold, pred"),
        ({"gold": 1, "pred": "1", "expected": True}, "line 1: needs gold, pred"),
        ({"answer": "1", "completion": "1", "expect": {}}, "holds no row with a verdict"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_usage_error(
    row: object, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main([str(written(tmp_path, row))]) == 2
    assert message in capsys.readouterr().err


def test_an_unknown_grader_names_the_closest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--peers", "math_verfy"]) == 2
    assert "'math_verfy'. Did you mean 'math_verify'?" in capsys.readouterr().err


def test_the_figures_count_what_is_wrong_and_name_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(
        tmp_path,
        {"gold": "1/2", "pred": "0.5", "expected": True},
        {"gold": "1/2", "pred": "0.5", "expected": False},
        {"gold": "1/2", "pred": "2", "expected": True},
    )
    assert main.main([str(path), "--peers", "none", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    (found,) = report["sets"].values()
    ours = found["graders"]["rewardkit"]
    assert (found["rows"], found["right_pairs"]) == (3, 2)
    assert (ours["false_positive"], ours["false_negative"], ours["wrong"]) == (1, 1, [1, 2])
    assert ours["p50_ms"] <= ours["p99_ms"] <= ours["max_ms"]
    assert report["behaviour"]["rewardkit"] == {"thread": "ok", "runs_text": "no"}


def test_the_table_lists_wrong_rows_and_what_is_not_installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = peers.Peer("absent-grader", ("no_such_module",), peers.PEERS["trl"].make)
    monkeypatch.setitem(peers.PEERS, "absent", absent)
    path = written(tmp_path, {"gold": "1/2", "pred": "2", "expected": True})
    assert main.main([str(path), "--peers", "absent", "--wrong", "--no-probes"]) == 0
    printed = capsys.readouterr().out
    assert "absent left out: module no_such_module of absent-grader is not installed" in printed
    assert "rewardkit false- '1/2' '2'" in printed


def test_a_grader_that_takes_too_long_is_killed_and_started_again(tmp_path: Path) -> None:
    process = run.Process("rewardkit", str(tmp_path))
    try:
        first = process._started()
        os.kill(first.pid, signal.SIGSTOP)
        late = process.ask("2", "2", True, seconds=0.05, thread=False)
        assert (late["error"], process.hangs) == ("hang", 1)
        assert first.poll() == -signal.SIGKILL
        found = process.ask("2", "2", True, seconds=60.0, thread=False)
        assert (found["got"], found["error"], process.hangs) == (True, "", 1)
    finally:
        process.end()


SLOW = """
import json, sys, time
for line in sys.stdin:
    asked = json.loads(line)
    if asked["pred"] == "never":
        time.sleep(600)
    got = asked["pred"] == "2"
    print(json.dumps({"got": got, "error": "", "seconds": 0, "cpu": 1}), flush=True)
"""


def test_pairs_sent_ahead_of_one_that_hangs_are_judged_by_the_next_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []

    def start(process: run.Process) -> subprocess.Popen[str]:
        process._lines = queue.SimpleQueue()
        process._child = subprocess.Popen(
            [sys.executable, "-c", SLOW],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        listening = (process._child, process._lines)
        threading.Thread(target=run._listen, args=listening, daemon=True).start()
        started.append(process._child.pid)
        return process._child

    monkeypatch.setattr(run.Process, "_started", start)
    process = run.Process("slow", str(tmp_path))
    said = ["2", "3", "never", "2", "2" * 40_000, "never", "2"]
    try:
        answers = list(process.ask_all([run.Row("2", one, True, True) for one in said], 5.0))
    finally:
        process.end()
    assert [answer["got"] for answer in answers] == [one == "2" for one in said]
    assert [answer["error"] for answer in answers] == ["hang" * (one == "never") for one in said]
    assert (process.hangs, process.cpu, len(started)) == (2, 5, 3)


def test_a_grader_that_cannot_be_loaded_costs_only_its_own_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The other process does not know this name.
    monkeypatch.setitem(peers.PEERS, "odd", peers.PEERS["rewardkit"])
    path = written(tmp_path, {"gold": "2", "pred": "2", "expected": True})
    assert main.main([str(path), "--peers", "odd", "--no-probes"]) == 3
    printed = capsys.readouterr().out
    assert "odd does not start: python -m rewardkit_verifiers.bench.math.child odd" in printed
    assert "100.0%" in printed


def test_no_grader_is_imported_to_list_them() -> None:
    script = (
        "import sys, rewardkit_verifiers.bench.math.main as bench;"
        "[peer.missing() for peer in bench.PEERS.values()];"
        "assert not {'sympy', 'trl', 'verl', 'inspect_ai', 'math_verify'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
