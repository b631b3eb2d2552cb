"""`rewardkit test`: counts, comparisons and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rewardkit.cli import main

REWARD = """
from rewardkit import reward

@reward
def exact(completion: str, answer: str) -> bool:
    return completion == answer
"""
HEADER = '{"reward": "mine_9a.py:exact"}\n'
RIGHT = '{"id": "right", "completion": "4", "answer": "4", "expect": {"value": 1}}\n'
WRONG = (
    '{"id": "five", "completion": "[bold]5[/b]\\u001b[2J", "answer": "4", "expect": {"value": 1}}\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder, with a reward in it that is forgotten afterwards."""
    before = list(sys.path)
    (tmp_path / "mine_9a.py").write_text(REWARD)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    sys.path[:] = before
    sys.modules.pop("mine_9a", None)


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run the command; returns the exit code and everything that was printed."""

    def one(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as end:
            main(["test", *words])
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out + said.err

    return one


Run = Callable[..., tuple[int, str]]


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def row(output: str, word: str) -> list[str]:
    line = next(line for line in output.splitlines() if word in line and "case '" not in line)
    return line.split()


def test_cases_that_hold_exit_with_zero_and_are_counted(folder: Path, run: Run) -> None:
    put(folder / "cases.jsonl", HEADER + RIGHT)
    code, said = run()
    assert code == 0
    assert row(said, "cases.jsonl") == ["cases.jsonl", "exact", "1", "1", "0"]


def test_a_failing_case_exits_with_one_and_shows_the_difference(folder: Path, run: Run) -> None:
    put(folder / "cases.jsonl", HEADER + RIGHT + WRONG)
    code, said = run("cases.jsonl")
    assert code == 1
    assert "FAILED  case 'five'  (cases.jsonl:3)" in said
    assert "value  1         0" in said
    assert row(said, "cases.jsonl   ") == ["cases.jsonl", "exact", "2", "1", "1"]


def test_a_completion_can_write_neither_markup_nor_control_codes(folder: Path, run: Run) -> None:
    put(folder / "cases.jsonl", HEADER + WRONG)
    _, said = run()
    assert "[bold]5[/b]\\x1b[2J" in said
    assert "\x1b[2J" not in said


def test_folders_are_searched_and_summed(folder: Path, run: Run) -> None:
    for name in ("a", "b"):
        put(folder / name / f"other_9a_{name}.py", REWARD)
        put(folder / name / "cases.jsonl", f'{{"reward": "other_9a_{name}:exact"}}\n' + RIGHT)
    put(folder / "c" / "cases.jsonl", HEADER.replace("mine", "../mine") + WRONG)
    code, said = run(".")
    assert code == 1
    assert row(said, " all ") == ["all", "3", "2", "1"]


def test_a_broken_file_exits_with_two_and_the_others_still_run(folder: Path, run: Run) -> None:
    put(folder / "cases.jsonl", HEADER + RIGHT)
    put(folder / "bad.cases.jsonl", HEADER + '{"id": "a", "completion": "", "expect": {}}\n')
    code, said = run()
    assert code == 2
    assert "error: bad.cases.jsonl:2: case 'a': expects nothing" in said
    assert row(said, " cases.jsonl")[-3:] == ["1", "1", "0"]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("nowhere", "nowhere: there is no such file or folder, and no verifier is called"),
        ("math/numbr", "Did you mean 'math/number'?"),
        ("empty", "empty: no case file in this folder. Cases are in cases.jsonl"),
    ],
)
def test_nothing_to_run_is_a_mistake_of_the_caller(
    folder: Path, run: Run, word: str, message: str
) -> None:
    (folder / "empty").mkdir()
    code, said = run(word)
    assert code == 2
    assert message in said


def test_a_registry_id_runs_the_cases_of_that_verifier(run: Run) -> None:
    code, said = run("math/number", "--json")
    assert code == 0
    assert json.loads(said)["files"][0]["rewards"] == ["number"]


def test_all_lists_what_passed_too(folder: Path, run: Run) -> None:
    put(folder / "cases.jsonl", HEADER + RIGHT)
    assert "ok  cases.jsonl:2  right" in run("--all")[1]


def test_json_says_everything_in_one_object(folder: Path, run: Run) -> None:
    put(folder / "cases.jsonl", HEADER + RIGHT + WRONG)
    put(folder / "bad.cases.jsonl", '{"expect": ')
    code, said = run("--json")
    assert code == 2
    data: dict[str, Any] = json.loads(said)
    assert (data["cases"], data["passed"], data["failed"]) == (2, 1, 1)
    assert data["errors"][0]["path"] == "bad.cases.jsonl"
    assert data["files"][0]["cases"][1] == {
        "id": "five",
        "line": 3,
        "passed": False,
        "value": 0.0,
        "status": "ok",
        "reason": "",
        "mismatches": [{"what": "value", "expected": "1", "got": "0"}],
        "trouble": "",
    }


def test_pytest_need_not_be_installed(folder: Path) -> None:
    put(folder / "cases.jsonl", HEADER + RIGHT)
    code = (
        "import sys; sys.modules['pytest'] = None; sys.modules['_pytest'] = None\n"
        "from rewardkit.cli import main; main(['test'])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr


def test_a_card_that_contradicts_its_code_fails_although_every_case_passes(
    folder: Path, run: Run
) -> None:
    home = folder / "family_9a" / "exact"
    put(home / "verifier.py", REWARD)
    put(home / "cases.jsonl", RIGHT)
    card = (
        "id: family_9a/exact\nmajor: 1\nversion: '1'\nsummary: Pays the same text.\n"
        "judges: Whether two texts are the same.\ncost: trivial\nrange: '[0, 2]'\n"
    )
    put(home / "card.yaml", card)
    code, said = run("family_9a")
    assert code == 1
    words = " ".join(said.split())
    assert "range = '[0, 2]', but the code says [0, 1]. Correct the card or the code" in words
    code, said = run("family_9a", "--json")
    (file,) = json.loads(said)["files"]
    assert code == 1
    assert len(file["card_faults"]) == 1
    put(home / "card.yaml", card.replace("[0, 2]", "[0, 1]"))
    assert run("family_9a")[0] == 0


def test_a_failed_case_of_tool_calls_shows_the_calls(folder: Path, run: Run) -> None:
    call = {"function": {"name": "add", "arguments": '{"a": 1}'}}
    chat = [{"role": "assistant", "content": None, "tool_calls": [call]}, {"role": "tool"}]
    row = {"id": "calls", "completion": chat, "answer": "x", "expect": {"value": 1}}
    (folder / "calls.cases.jsonl").write_text(
        json.dumps({"reward": "text/exact"}) + "\n" + json.dumps(row) + "\n"
    )
    _, said = run(str(folder / "calls.cases.jsonl"))
    assert "completion: empty" in said
    assert "assistant: (no text)" in said
    assert 'calls add {"a": 1}' in said
