"""`rewardkit draft` writes the kept candidate with its cases, and its exit code says the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Any

GOOD = """```python
def reward(completion, answer):
    return float(answer is not None and answer != "" and completion.strip() == str(answer))
```"""
HOLED = """```python
def reward(completion, answer):
    return float(str(answer) in completion)
```"""
ROWS = [
    {"id": f"{word}{n}", "prompt": f"{n} + {n}?", "answer": str(2 * n), "completion": str(given),
     "expect": {"value": float(given == 2 * n)}}
    for n in (7, 13, 21, 34, 48, 66)
    for word, given in (("r", 2 * n), ("w", 2 * n + 1))
]  # fmt: skip


@pytest.fixture
def words(tmp_path: Path, rows: Callable[..., str]) -> Callable[..., tuple[str, ...]]:
    """The words of a draft by a model that gives these replies."""

    def make(*replies: str) -> tuple[str, ...]:
        (tmp_path / "task.md").write_text("Pay for the right sum, and nothing else.")
        (tmp_path / "model.json").write_text(json.dumps({"fake": replies}))
        cases = rows(*ROWS, name="sums.cases.jsonl")
        rounds = ("--rounds", str(len(replies)), "--backend", "local")
        return ("draft", "task.md", cases, "--endpoint", "model.json", *rounds)

    return make


def test_a_kept_candidate_passes_its_cases_and_attack_outside_too(
    cli: Run, words: Callable[..., tuple[str, ...]], tmp_path: Path
) -> None:
    result = cli(*words(HOLED, GOOD), "-o", "kept.py", "--json")
    assert result.code == 0, result.err
    assert [one["verdict"] for one in result.json["rounds"]] == ["holed", "kept"]
    tested = cli("test", "kept.cases.jsonl", "--json")
    assert (tested.code, tested.json["failed"], tested.json["cases"]) == (0, 0, len(ROWS))
    attacked = cli("attack", "kept.py:reward", "sums.cases.jsonl", "--seconds", "20", "--json")
    assert (attacked.code, attacked.json["holes"]) == (0, [])
    assert len((tmp_path / "kept.draft.jsonl").read_text().splitlines()) == 3


def test_none_kept_exits_with_one_and_says_why(
    cli: Run, words: Callable[..., tuple[str, ...]], tmp_path: Path
) -> None:
    result = cli(*words(HOLED, "I give up."), "-o", "out.py")
    assert result.code == 1
    assert "round 1: holed" in result.out
    assert "A hostile reply is paid" in result.out
    assert "round 2: unreadable" in result.out
    assert not (tmp_path / "out.py").exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("-o", "task.md"), "is there already"),
        (("-o", "reward.txt"), "kept as a .py file"),
        (("--url", "ftp://x"), "judge"),
        (("--backend", "nowhere"), "--backend"),
    ],
)
def test_a_wrong_call_exits_with_two(
    cli: Run, words: Callable[..., tuple[str, ...]], more: tuple[str, ...], said: str
) -> None:
    result = cli(*words(GOOD), *more)
    assert result.code == 2
    assert said in result.err


def test_no_model_is_a_wrong_call(cli: Run, words: Callable[..., tuple[str, ...]]) -> None:
    given = [word for word in words(GOOD) if word not in ("--endpoint", "model.json")]
    result = cli(*given)
    assert (result.code, "--url and --model" in result.err) == (2, True)


def test_a_model_that_cannot_be_reached_exits_with_three(
    cli: Run, words: Callable[..., tuple[str, ...]], tmp_path: Path
) -> None:
    pytest.importorskip("openai")
    given = words(GOOD)
    setting = {"url": "http://127.0.0.1:9/v1", "model": "m", "attempts": 1}
    (tmp_path / "model.json").write_text(json.dumps(setting))
    result = cli(*given)
    assert (result.code, "judge_unreachable" in result.err) == (3, True)
