"""Problems in the shape of HumanEval: their own solutions pass, and slips of them do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rewardkit_verifiers.code.asserts import asserts

PROBLEMS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "humaneval.jsonl").read_text().split("\n")
    if line
]


def row(problem: dict[str, Any], completion: str) -> dict[str, Any]:
    columns = {key: problem[key] for key in ("prompt", "test", "entry_point")}
    return {**columns, "completion": completion}


def test_every_canonical_solution_passes_as_continuation_and_as_program(backend: str) -> None:
    rows = [row(one, one["canonical_solution"]) for one in PROBLEMS]
    whole = [
        row(one, f"```python\n{one['prompt']}{one['canonical_solution']}```") for one in PROBLEMS
    ]
    found = asserts.configured(backend=backend, continues=True).score_many([*rows, *whole])
    names = [one["task_id"] for one in PROBLEMS] * 2
    assert {n: str(one) for n, one in zip(names, found, strict=True) if one.value != 1.0} == {}


@pytest.mark.parametrize("slip", ["    return None\n", "    raise SystemExit(0)\n", "    pass\n"])
def test_no_slip_passes(slip: str) -> None:
    found = asserts(backend="local", continues=True).score_many(
        [row(one, slip) for one in PROBLEMS]
    )
    assert [one.value for one in found] == [0.0] * len(PROBLEMS)
