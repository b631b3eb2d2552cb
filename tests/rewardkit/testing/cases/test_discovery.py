"""Which files are cases of rewards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rewardkit.testing.cases.discovery import find_case_files, is_case_file, speaks_of_rewards

Write = Callable[[str, str], Path]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("cases.jsonl", True),
        ("cases.yaml", True),
        ("cases.yml", True),
        ("math.cases.jsonl", True),
        ("cases.json", False),
        ("cases.jsonl.gz", False),
        ("testcases.jsonl", False),
        ("cases.py", False),
    ],
)
def test_cases_are_known_by_their_file_name(name: str, is_one: bool) -> None:
    assert is_case_file(Path("some") / name) is is_one


@pytest.mark.parametrize(
    "text", ['{"reward": "a/b"}', '{"completion": "", "expect": {}}', '{"expect": broken']
)
def test_a_file_that_speaks_of_rewards_is_ours_even_when_broken(write: Write, text: str) -> None:
    assert speaks_of_rewards(write("cases.jsonl", text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cases.jsonl", '{"input": 1, "output": 2}'),
        ("cases.jsonl", '{"prompt": "a", "completion": "b", "reward": 0.5}'),
        ("cases.jsonl", '{"reward": 0.5, "state": [1]}'),
        ("cases.jsonl", '{"input": "what do you expect", "expected": 3}'),
        ("cases.jsonl", '{"expect": 3}'.replace("expect", "expected")),
        ("cases.jsonl", "\x00\x01 reward expect"),
        ("cases.jsonl", ""),
        ("cases.yaml", "tests:\n  - expect: 3\n"),
        ("cases.yaml", "cases:\n  - reward_model: x\n"),
    ],
)
def test_somebody_elses_cases_are_left_alone(write: Write, name: str, text: str) -> None:
    assert not speaks_of_rewards(write(name, text))


def test_cases_in_yaml_are_ours(write: Write) -> None:
    assert speaks_of_rewards(write("cases.yaml", "reward: a/b\ncases:\n  - completion: x\n"))
    assert speaks_of_rewards(write("x.cases.yml", "cases:\n  - {reward: a/b, expect: {}}\n"))
    assert speaks_of_rewards(write("cases.yaml", "- {completion: x, expect: {value: 1}}\n"))
    assert not speaks_of_rewards(write("cases.yaml", "- {input: x, expect: 3}\n"))


def test_a_card_beside_the_file_makes_it_ours(write: Write) -> None:
    path = write("cases.jsonl", "")
    write("card.yaml", "id: a/b")
    assert speaks_of_rewards(path)


def test_a_search_is_sorted_and_leaves_environments_and_strangers_out(
    write: Write, tmp_path: Path
) -> None:
    for name in ("b/cases.jsonl", "b/a/cases.jsonl"):
        write(name, '{"reward": "a/b"}')
    for name in ("a/x.cases.yaml", "cases.yml"):
        write(name, "reward: a/b\ncases: []\n")
    for name in (".venv/cases.jsonl", "env/lib/cases.jsonl", "dist/cases.jsonl", "cases.jsonl.bak"):
        write(name, '{"reward": "a/b"}')
    write("env/pyvenv.cfg", "")
    write("d/cases.jsonl", '{"input": 1}')
    found = [str(path.relative_to(tmp_path)) for path in find_case_files(tmp_path)]
    assert found == ["cases.yml", "a/x.cases.yaml", "b/cases.jsonl", "b/a/cases.jsonl"]
