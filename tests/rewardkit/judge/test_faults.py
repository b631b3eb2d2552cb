"""Faults at random, kills in the middle: no number from a fault, and books that agree."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("openai")


@pytest.fixture(scope="module")
def fault_run() -> Any:
    path = Path(__file__).parent / "fault_run.py"
    spec = importlib.util.spec_from_file_location("fault_run", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fault_run"] = module
    spec.loader.exec_module(module)
    return module


def books_agree(found: dict[str, Any], kills: int) -> None:
    assert found["numbers_from_faults"] == 0
    assert found["unrecorded_calls"] == 0
    assert found["recorded_but_never_sent"] == 0
    assert found["replies_paid_twice"] == 0
    assert found["totals_agree"]
    assert found["calls_in_the_ledger"] - found["calls_at_the_server"] <= found["open_when_killed"]
    assert found["open_when_killed"] <= 64 * kills
    assert found["tokens_booked"] >= found["tokens_at_the_server"]


def test_faults_and_kills_leave_right_values_and_right_books(
    fault_run: Any, tmp_path: Path
) -> None:
    found = fault_run.run(tmp_path, samples=300, kills=2, tokens=10**9)
    books_agree(found, kills=2)
    assert found["scored"] >= 150


def test_a_budget_holds_over_kills(fault_run: Any, tmp_path: Path) -> None:
    found = fault_run.run(tmp_path, samples=200, kills=1, tokens=30_000)
    books_agree(found, kills=1)
    assert found["tokens_booked"] <= 30_000
    assert "judge_budget" in found["errors"]


@pytest.mark.slow
def test_ten_thousand_samples(fault_run: Any, tmp_path: Path) -> None:
    found = fault_run.run(tmp_path, samples=10_000, kills=3, tokens=10**9)
    books_agree(found, kills=3)
    assert found["scored"] >= 9_000
