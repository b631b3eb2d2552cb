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
    assert [name for name, held in found["checks"].items() if not held] == []
    assert found["still_open"] == 0
    assert found["unknown_since_a_kill"] <= 64 * kills


def test_faults_and_kills_leave_right_values_and_right_books(
    fault_run: Any, tmp_path: Path
) -> None:
    found = fault_run.run(tmp_path, samples=300, kills=2, tokens=10**9)
    books_agree(found, kills=2)
    assert found["scored"] >= 150


def test_books_that_do_not_agree_are_noticed(fault_run: Any, tmp_path: Path) -> None:
    import sqlite3
    from types import SimpleNamespace

    from rewardkit.judge.client.ledger import Ledger, Outcome
    from rewardkit.judge.endpoint import Budget

    ledger = Ledger(str(tmp_path / "ledger.db"))
    for _ in range(2):  # a reply that was paid for twice
        call = ledger.reserve("k" * 64, "question", "e", 100, 0.0, Budget())
        ledger.settle(call, Outcome("ok", usage=(50, 10)), "k" * 64, "none", "{}")
    ledger.close()
    with sqlite3.connect(tmp_path / "ledger.db") as db:
        db.execute("UPDATE totals SET tokens = tokens + 1")
    db.close()
    (tmp_path / "values.json").write_text('[[5.0, "ok", ""]]')
    stray = SimpleNamespace(name="nobody-7", done=False, fault="")
    found = fault_run.books(tmp_path, [stray], samples=1, budget=10)
    assert [name for name, held in found["checks"].items() if not held] == [
        "no_number_from_a_fault",
        "no_unrecorded_call",
        "only_in_the_ledger_is_explained",
        "server_plus_astray_is_ledger",
        "no_reply_paid_twice",
        "totals_are_sums",
        "budget_held",
    ]
    assert not found["passed"]


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
