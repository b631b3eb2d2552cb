"""`rewardkit sandbox`: what people type."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROWS = [
    {
        "id": "sum", "mode": "stdio", "code": "print(sum(map(int, input().split())))",
        "tests": {"stdio": [{"stdin": "1 2\n", "stdout": "3\n"}, {"stdin": "1\n", "stdout": "2"}]},
    },
    {"id": "slow", "mode": "script", "code": "while True: pass", "limits": {"wall_s": 0.2}},
    {
        "id": "add", "mode": "any_fn", "code": "def add(a, b): return a + b", "entry_point": "add",
        "tests": {"function": [{"args": [1, 2], "expected": 3}]},
    },
]  # fmt: skip


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rewardkit.cli", "sandbox", *words]
    full = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, env=full, check=False)


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def test_verdicts_come_in_the_order_of_the_rows(rows: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = run("run", str(rows), "--backend", "local", "-o", str(out), "--json")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [json.loads(line) for line in out.read_text().splitlines()] == lines
    found = [
        (x["id"], x["outcome"], x["verdict"], x["tests_passed"], x["tests_total"]) for x in lines
    ]
    assert found == [
        ("sum", "ok", "failed", 1, 2), ("slow", "timeout", "timeout", 0, 0),
        ("add", "ok", "passed", 1, 1),
    ]  # fmt: skip
    assert all(
        set(line) == {"id", "outcome", "verdict", "tests_passed", "tests_total", "seconds"}
        for line in lines
    )


def test_people_get_a_table(rows: Path) -> None:
    done = run("run", str(rows), "--backend", "local", "--fork", "problem")
    assert done.returncode == 0, done.stderr
    assert "1 of 3 passed" in done.stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "rows.jsonl:1: not JSON"),
        ("[1]", "rows.jsonl:1: a row must be an object"),
        ("\n", "no rows in this file"),
    ],
)
def test_a_file_that_is_none_is_a_usage_error(rows: Path, text: str, message: str) -> None:
    rows.write_text(text)
    done = run("run", str(rows), "--backend", "local")
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"id": "x", "mode": "guess", "code": ""}', "row x: no mode 'guess'. Known: script"),
        ('{"id": "x", "mode": "script"}', "row x: `code` must be the program's text"),
        ('{"id": "x", "mode": "stdio", "code": ""}', "row x: no tests.stdio"),
        ('{"id": "x", "mode": "stdio", "code": "", "tests": {"stdio": [{}]}}', "needs 'stdin'"),
        ('{"id": "x", "mode": "function", "code": "", "tests": {"function": [{}]}}', "`args`"),
        (
            '{"id": "x", "mode": "script", "code": "", "limits": {"wall": 1}}',
            "Did you mean 'wall_s'",
        ),
        ('{"id": "x", "mode": "script", "code": "", "language": "perl"}', "no language 'perl'"),
        ('{"id": "x", "mode": "script", "code": "", "limits": 3}', "TypeError"),
        ('{"id": "x", "mode": ["script"], "code": ""}', "no mode"),
        ('{"id": "x", "mode": "stdio", "code": "", "tests": [1]}', "must say the kind"),
        (
            '{"id": "x", "mode": "stdio", "code": "", "tests": {"stdio": {"inputs": ["1"]}}}',
            "tests.stdio is laid out like",
        ),
        ('{"id": "x", "mode": "stdio", "code": "", "tests": {"stdio": 5}}', "laid out like"),
        ('{"id": "x", "mode": "assert", "code": "", "tests": {"assert": [1]}}', "TypeError"),
        (
            '{"id": "x", "mode": "stdio", "code": "", "tests": {"stdio": [{"stdin_gen": [1, 2]}]}}',
            "ValueError",
        ),
    ],
)
def test_a_bad_row_is_named_and_costs_no_other_its_verdict(
    rows: Path, text: str, message: str
) -> None:
    good: dict[str, Any] = {"id": "[red]good[/]", "mode": "stdio", "code": "print(input())"}
    good |= {"tests": {"stdio": [{"stdin": "3", "stdout": "3"}]}}
    rows.write_text(f"{text}\n{json.dumps(good)}\n")
    done = run("run", str(rows), "--backend", "local", "--json", "--jobs", "1")
    assert done.returncode == 3
    bad, judged = (json.loads(line) for line in done.stdout.splitlines())
    assert bad["verdict"] == "bad_row"
    assert message in bad["detail"]
    assert judged["verdict"] == "passed"


def test_names_of_rows_are_shown_as_they_are(rows: Path) -> None:
    rows.write_text('{"id": "[red]x[/]", "mode": "script", "code": 5}')
    shown = run("run", str(rows), "--backend", "local").stdout
    assert "[red]x[/]: row [red]x[/]: `code` must be" in " ".join(shown.split())


def test_a_missing_file_and_a_wrong_option_are_usage_errors(tmp_path: Path, rows: Path) -> None:
    assert run("run", str(tmp_path / "absent.jsonl")).returncode == 2
    assert "expected test or problem" in run("run", str(rows), "--fork", "x").stderr
    assert "no backend 'x'" in run("run", str(rows), "--backend", "x").stderr
    assert "expected docker or local" in run("doctor", "--backend", "x").stderr
    assert "expected docker or local" in run("build", "--backend", "x").stderr


def test_options_that_do_not_go_together_are_usage_errors(rows: Path) -> None:
    for words, message in (
        (["run", str(rows), "--backend", "local", "--image", "x"], "only --backend docker runs"),
        (["build", "--image", ".", "--package", "numpy"], "a Dockerfile says itself what is in it"),
        (["build", "--build-arg", "BASE=x"], "name its folder with --image"),
        (["build", "--image", ".", "--build-arg", "BASE"], "expected NAME=VALUE"),
    ):
        done = run(*words)
        assert done.returncode == 2
        assert message in " ".join(done.stderr.split())


def test_an_absent_engine_is_an_infrastructure_error(rows: Path) -> None:
    done = run("run", str(rows), "--backend", "docker", DOCKER_HOST="unix:///nonexistent.sock")
    assert done.returncode == 3
    assert "no Docker engine answers" in done.stderr


def test_the_doctor_looks_at_every_wall() -> None:
    done = run("doctor", "--backend", "local", "--json")
    assert done.returncode == 0, done.stdout
    found = json.loads(done.stdout)
    assert found["usable"] == {"local": True}
    assert {"network", "user", "calls", "files"} <= {
        one["name"] for one in found["findings"] if one["ok"]
    }
    absent = run("doctor", "--backend", "docker", DOCKER_HOST="unix:///nonexistent.sock")
    assert absent.returncode == 3
    assert "no Docker engine answers" in " ".join(absent.stdout.split())


def test_build_prints_what_it_made() -> None:
    done = run("build", "--backend", "local", "--json")
    assert done.returncode == 0, done.stderr
    assert (Path(json.loads(done.stdout)["image"]) / "usr/bin/python3").exists()
    assert "not installed here" in run("build", "--backend", "local", "--program", "no-such").stderr


def test_clean_says_what_it_removed() -> None:
    done = run("clean", "--json", DOCKER_HOST="unix:///nonexistent.sock")
    assert done.returncode == 0
    assert json.loads(done.stdout)["images"] == 0
