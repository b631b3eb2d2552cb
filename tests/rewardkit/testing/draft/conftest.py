"""Cases of sums, candidates good and bad, and a draft by a scripted model in a local sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rewardkit.attack.run import Budget
from rewardkit.judge.endpoint import read_endpoint
from rewardkit.testing.cases.model import read_cases
from rewardkit.testing.draft.cases import DraftCases, split_cases
from rewardkit.testing.draft.run import Draft, draft
from rewardkit_sandbox import PooledSandbox, open_sandbox

GOOD = """
def reward(completion, answer):
    head, found, tail = completion.rpartition("<answer>")
    inner, closed, rest = tail.partition("</answer>")
    if not found or not closed or rest.strip() or completion.count("<answer>") != 1:
        return 0.0
    return float(answer is not None and bool(answer) and inner.strip() == str(answer))
"""
HOLED = """
def reward(completion, answer):
    return float(str(answer) in completion)
"""


def rows_of_sums() -> list[dict[str, Any]]:
    """Return a right and a wrong reply for each of eight sums."""
    rows = []
    for number in (7, 13, 21, 34, 48, 66, 81, 95):
        prompt, total = f"What is {number} + {number}?", 2 * number
        row = {"prompt": prompt, "answer": str(total)}
        right, wrong = f"<answer>{total}</answer>", f"<answer>{total + 1}</answer>"
        rows.append({"id": f"r{number}", **row, "completion": right, "expect": {"value": 1}})
        rows.append({"id": f"w{number}", **row, "completion": wrong, "expect": {"value": 0}})
    return rows


@pytest.fixture(scope="session")
def sandbox() -> Iterator[PooledSandbox]:
    """A local sandbox of one agent."""
    with open_sandbox("local", size=1, packages=()) as found:
        yield found


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    """A file of cases."""
    path = tmp_path / "sums.cases.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows_of_sums()))
    return path


@pytest.fixture
def cases(case_file: Path) -> DraftCases:
    """The cases, half of them held out."""
    return split_cases(read_cases(case_file).cases)


@pytest.fixture
def good() -> str:
    """A candidate without a hole."""
    return GOOD


@pytest.fixture
def holed() -> str:
    """A candidate that passes the cases and has a hole."""
    return HOLED


@pytest.fixture
def drafted(
    sandbox: PooledSandbox, cases: DraftCases, tmp_path: Path
) -> Callable[..., tuple[Draft, list[dict[str, Any]]]]:
    """Draft by a model that gives these replies, a source in each; return the transcript too."""

    def run(*replies: str, seconds: float = 60.0, timeout: float = 2.0) -> Any:
        texts = [one if "def " not in one else f"Here:\n```python\n{one}\n```" for one in replies]
        path = tmp_path / "log.jsonl"
        found = draft(
            "Pay for the right sum in <answer> tags.",
            cases,
            read_endpoint({"fake": texts}),
            sandbox,
            transcript=path,
            rounds=len(replies),
            budget=Budget(seconds=seconds, timeout=timeout),
        )
        return found, [json.loads(line) for line in path.read_text().splitlines()]

    return run
