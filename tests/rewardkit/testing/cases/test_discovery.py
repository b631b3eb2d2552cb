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


def test_somebody_elses_cases_are_left_alone(write: Write) -> None:
    assert not speaks_of_rewards(write("cases.jsonl", '{"input": 1, "output": 2}'))


def test_a_card_beside_the_file_makes_it_ours(write: Write) -> None:
    path = write("cases.jsonl", "")
    write("card.yaml", "id: a/b")
    assert speaks_of_rewards(path)


def test_a_search_is_sorted_and_leaves_environments_and_strangers_out(
    write: Write, tmp_path: Path
) -> None:
    for name in ("b/cases.jsonl", "a/x.cases.yaml", "cases.yml", "b/a/cases.jsonl"):
        write(name, '{"reward": "a/b"}')
    for name in (".venv/cases.jsonl", "env/lib/cases.jsonl", "dist/cases.jsonl", "cases.jsonl.bak"):
        write(name, '{"reward": "a/b"}')
    write("env/pyvenv.cfg", "")
    write("d/cases.jsonl", '{"input": 1}')
    found = [str(path.relative_to(tmp_path)) for path in find_case_files(tmp_path)]
    assert found == ["cases.yml", "a/x.cases.yaml", "b/cases.jsonl", "b/a/cases.jsonl"]
