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


def test_a_body_without_its_head_continues_the_prompt_by_itself() -> None:
    bodies = [row(one, one["canonical_solution"]) for one in PROBLEMS]
    fenced = [row(one, f"```python\n{one['canonical_solution']}```") for one in PROBLEMS]
    found = asserts(backend="local").score_many([*bodies, *fenced])
    assert [one.value for one in found] == [1.0] * len(found)


def test_a_body_is_no_continuation_where_the_setting_says_so() -> None:
    found = asserts(backend="local", continues=False).score_many(
        [row(one, one["canonical_solution"]) for one in PROBLEMS[:3]]
    )
    assert [one.value for one in found] == [0.0] * 3


SHADOWING = {
    "prompt": 'def sum(a: int, b: int) -> int:\n    """Add the common divisors."""\n',
    "test": "def check(f):\n    assert f(10, 15) == 6\n    assert f(4, 6) == 3",
    "entry_point": "sum",
}


def test_a_function_may_have_the_name_of_a_builtin() -> None:
    good = "def sum(a, b):\n    return len([]) + [6, 3][a == 4]\n"
    found = asserts(backend="local").score_many(
        [row(SHADOWING, f"```python\n{code}```") for code in (good, good.replace("6", "7"))]
    )
    assert [one.value for one in found] == [1.0, 0.0]


def test_no_other_builtin_is_replaced_for_the_tests() -> None:
    cheat = "def sum(a, b):\n    return 6\ndef abs(x):\n    return 0\n"
    tests = "def check(candidate):\n    assert abs(candidate(10, 15) - 7) < 0.5"
    found = asserts(backend="local").score(
        completion=f"```python\n{cheat}```", test=tests, entry_point="sum"
    )
    assert found.value == 0.0
