"""Rows in the shape in which data sets of programs are published are read without code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Sample, get, score
from rewardkit_verifiers.code.lib.columns import BadTests
from rewardkit_verifiers.code.lib.layouts import LAYOUTS, kind_of, selected

FILE = Path(__file__).parent / "data" / "published.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text().splitlines()]


def named(row: dict[str, Any]) -> str:
    """The id of a row in test output."""
    return str(row["id"])


def test_every_layout_has_right_and_wrong_rows() -> None:
    assert {(row["layout"], row["label"]) for row in ROWS} == {
        (layout, label) for layout in LAYOUTS for label in (True, False)
    }
    assert len({row["id"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=named)
@pytest.mark.parametrize("by_name", [True, False])
def test_a_right_program_is_paid_and_a_wrong_one_is_not(
    row: dict[str, Any], by_name: bool, backend: str
) -> None:
    layout = row["layout"] if by_name else "auto"
    for name in ("code/dataset", f"code/{row['kind']}"):
        found = get(name, layout=layout, backend=backend).score(Sample.from_row(row))
        assert (found.value, found.reason) == ((1.0, "") if row["label"] else (0.0, "wrong_answer"))


def test_one_file_may_mix_all_of_them() -> None:
    found = score(get("code/dataset", backend="local"), ROWS)
    assert [one.value for one in found] == [float(row["label"]) for row in ROWS]
    assert [one.score.extra["kind"] for one in found] == [row["kind"] for row in ROWS]


@pytest.mark.parametrize("label", ["right", "wrong"])
def test_standard_inputs_and_calls_are_judged_as_what_they_are(label: str) -> None:
    calls = next(one for one in ROWS if one["id"] == f"lcb_func-{label}")
    inputs = next(one for one in ROWS if one["id"] == f"apps_stdio-{label}")
    found = [
        get("code/stdio", layout="livecodebench", backend="local").score(Sample.from_row(calls)),
        get("code/function", layout="apps", backend="local").score(Sample.from_row(inputs)),
    ]
    assert [one.value for one in found] == [float(label == "right")] * 2


def test_standard_inputs_beside_the_name_of_a_function_are_an_error() -> None:
    row = next(one for one in ROWS if one["id"] == "apps_stdio-right")
    sample = Sample.from_row({**row, "entry_point": "add"})
    found = get("code/function").score(sample)
    assert (found.status, found.reason) == ("error", "bad_tests")
    assert "code/stdio reads them" in found.detail


@pytest.mark.parametrize(
    "columns",
    [
        {"tests": json.dumps(["assert sq(2) == 4", "assert sq(3) == 9"])},
        {"reward_model": {"ground_truth": json.dumps(["assert sq(2) == 4", "assert sq(3) == 9"])}},
        {"reward_model": {"ground_truth": '{"functional": "assert sq(3) == 9"}'}},
        {"ground_truth": {"entry_point": "sq", "import_prefix": "from math import *",
                          "test_code": "def check(f):\n  assert f(3) == pow(3, 2)\n"}},
    ],
)  # fmt: skip
def test_source_text_within_data_is_run_beside_the_program(columns: dict[str, Any]) -> None:
    reward = get("code/dataset", backend="local")
    for code, value in (("def sq(n): return n * n", 1.0), ("def sq(n): return 4", 0.0)):
        found = reward.score(Sample(f"```python\n{code}\n```", columns=columns))
        assert (found.value, found.score.extra["kind"]) == (value, "asserts"), found.score.detail


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"code_context": "def test_execution(solution): ..."}, "DS-1000"),
        ({"code": "def f(x): return x", "input": "1", "output": "1"}, "CRUXEval"),
        ({"code": "class Model: ...", "level": 1, "name": "matmul"}, "KernelBench"),
        ({"FAIL_TO_PASS": "[]", "test_patch": "diff"}, "SWE-bench"),
    ],
)
@pytest.mark.parametrize("name", ["stdio", "function", "asserts", "dataset"])
def test_a_row_that_no_verifier_reads_is_an_error_with_its_name(
    name: str, columns: dict[str, Any], said: str
) -> None:
    found = get(f"code/{name}").score(Sample("```python\nx = 1\n```", columns=columns))
    assert (found.status, found.reason) == ("error", "bad_tests")
    assert said in found.detail


def test_a_layout_hides_what_other_columns_hold() -> None:
    sample = Sample("", answer="assert False", columns={"test": "assert f(1)", "tests": "x"})
    kept = selected(sample, "humaneval")
    assert (kept.answer, dict(kept.columns)) == (None, {"test": "assert f(1)"})
    with pytest.raises(BadTests, match="'apps' reads input_output"):
        selected(sample, "apps")


def test_tests_of_two_kinds_in_one_row_are_an_error() -> None:
    tests = [{"stdin": "1", "stdout": "2"}, {"args": [1], "expected": 2}]
    sample = Sample("", columns={"tests": tests, "entry_point": "f"})
    with pytest.raises(BadTests, match="give them in two rows"):
        kind_of(sample, "auto", "solution")


def test_arguments_on_lines_of_their_own_are_read_as_prime_writes_them() -> None:
    data = {"fn_name": "add", "inputs": ["1\n[2, 3]"], "outputs": ["[1, 2, 3]"]}
    row = {"input_output": json.dumps(data)}
    reward = get("code/dataset", backend="local")
    code = "def add(a, b): return [a, *b]"
    assert reward.score(completion=code, **row).value == 1.0
    assert reward.score(completion=code.replace("*b", "b"), **row).value == 0.0
