"""A file of several domains is routed by a column, and each domain is summarised apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rewardkit.data.score import Breakdown as Found
from rewardkit.data.score import Range, Score
from rewardkit.data.summary import OTHER, Summary

Run = Any
Write = Callable[..., str]

SPEC = """
version: 1
reward:
  where:
    column: domain
    routes:
      maths: math/equivalence
      choice: text/choice
      tools: tools/calls
      code: {use: code/function, with: {backend: local, score: fraction}}
"""
CALL = '<tool_call>{"name": "add", "arguments": {"a": 1, "b": %s}}</tool_call>'
TOOLS = [
    {
        "name": "add",
        "parameters": {
            "type": "object",
            "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
            "required": ["a", "b"],
        },
    }
]
WANTED = [{"name": "add", "arguments": {"a": 1, "b": 2}}]
ADD = {"tests": [["add(1, 2)", "3"], ["add(2, 2)", "4"]], "entry_point": "add"}
ROWS: list[dict[str, Any]] = [
    {"domain": "maths", "completion": r"\boxed{\frac{1}{2}}", "answer": "0.5", "ok": True},
    {"domain": "maths", "completion": r"\boxed{3}", "answer": "0.5", "ok": False},
    {"domain": "maths", "completion": "no idea", "answer": "0.5", "ok": False},
    {"domain": "choice", "completion": "The answer is (B).", "answer": "B", "ok": True},
    {"domain": "choice", "completion": "The answer is (C).", "answer": "B", "ok": False},
    {"domain": "tools", "completion": CALL % 2, "answer": WANTED, "tools": TOOLS, "ok": True},
    {"domain": "tools", "completion": CALL % 3, "answer": WANTED, "tools": TOOLS, "ok": False},
    {"domain": "code", "completion": "def add(a, b): return a + b", "ok": True, **ADD},
    {"domain": "code", "completion": "def add(a, b): return 3", "ok": False, **ADD},
    {"domain": "law", "completion": "Guilty.", "answer": "guilty", "ok": True},
    {"completion": "Guilty.", "answer": "guilty", "ok": True},
]


@pytest.fixture
def spec(tmp_path: Path) -> str:
    """The path of a spec that routes by the column `domain`."""
    path = tmp_path / "mixed.yaml"
    path.write_text(SPEC)
    return str(path)


def test_each_domain_has_its_own_numbers(cli: Run, rows: Write, spec: str) -> None:
    found = cli("score", spec, rows(*ROWS), "--agree", "ok", "--json")
    assert found.code == 0
    by = json.loads(found.out)["by"]
    assert by["column"] == "domain"
    values = by["values"]
    assert {name: (one["rows"], one["valid"]) for name, one in values.items()} == {
        "maths": (3, 3),
        "choice": (2, 2),
        "tools": (2, 2),
        "code": (2, 2),
        "law": (1, 0),
        "(none)": (1, 0),
    }
    means = {name: one["mean"] for name, one in values.items()}
    assert means["maths"] == pytest.approx(1 / 3)
    assert (means["choice"], means["tools"], means["code"]) == (0.5, 0.5, 0.75)
    assert means["law"] is None
    assert values["law"]["reasons"] == {"no_route": 1}
    assert all(
        values[name]["agreement"]["agreement"] == 1.0
        for name in ("maths", "choice", "tools", "code")
    )
    assert values["maths"]["agreement"]["rows"] == 3


def test_the_table_names_each_domain(cli: Run, rows: Write, spec: str) -> None:
    found = cli("score", spec, rows(*ROWS))
    assert "total by domain" in found.out
    part = found.out[found.out.index("total by domain") :]
    for name in ("maths", "choice", "tools", "code", "law", "(none)"):
        assert name in part
    assert "law: no_route 1" in part


def test_any_column_may_be_asked_for_and_is_read_as_it_is_renamed(cli: Run, rows: Write) -> None:
    some = [{"completion": "#### 4", "answer": "4", "from": name} for name in "aab"]
    found = cli("score", "math/number", rows(*some), "--by", "from", "--json")
    assert {k: v["rows"] for k, v in json.loads(found.out)["by"]["values"].items()} == {
        "a": 2,
        "b": 1,
    }
    renamed = cli(
        "score", "math/number", rows(*some), "--column", "source=from", "--by", "source", "--json"
    )
    assert list(json.loads(renamed.out)["by"]["values"]) == ["a", "b"]
    plain = cli("score", "math/number", rows(*some), "--json")
    assert "by" not in json.loads(plain.out)


def test_a_domain_may_be_read_at_a_path(cli: Run, rows: Write) -> None:
    some = [{"completion": "4", "answer": "4", "extra": {"source": name}} for name in "aab"]
    for words in (["--column", "domain=extra.source", "--by", "domain"], ["--by", "extra.source"]):
        found = cli("score", "math/number", rows(*some), *words, "--json")
        values = json.loads(found.out)["by"]["values"]
        assert {name: one["rows"] for name, one in values.items()} == {"a": 2, "b": 1}


def test_a_run_that_goes_on_counts_the_rows_from_before(
    cli: Run, rows: Write, spec: str, tmp_path: Path
) -> None:
    path = rows(*ROWS[:5])
    assert cli("score", spec, path, "-o", "out.jsonl", "--limit", "3").code == 0
    found = cli("score", spec, path, "-o", "out.jsonl", "--resume", "--json")
    values = json.loads(found.out)["by"]["values"]
    assert {name: one["rows"] for name, one in values.items()} == {"maths": 3, "choice": 2}


def test_a_column_of_ids_is_cut_short() -> None:
    summary = Summary(Range(0.0, 1.0), {"r": Range(0.0, 1.0)}, by="id")
    for number in range(150):
        summary.add(Found("r", Score.ok(1.0)), None, str(number))
    values = summary.to_dict()["by"]["values"]
    assert len(values) == 101
    assert values[OTHER]["rows"] == 50
