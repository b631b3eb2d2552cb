"""Canaries raise the alarm on a judge that approves of everything, and not on a good one."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from rewardkit import get
from rewardkit.judge import canary
from rewardkit.judge.endpoint import read_endpoint


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canary, "_TALLIES", {})


def run(judge: dict[str, Any], count: int = 60) -> list[Any]:
    reward = get("judge/reference", judge=judge)
    rows = [{"completion": f"It is 40, number {n}.", "answer": f"{n}"} for n in range(count)]
    rows = [{"completion": f"It comes to {n} km.", "answer": f"{n}"} for n in range(count)]
    return reward.score_many(rows, chunk=8)


def test_a_judge_that_approves_of_all_raises_the_alarm(caplog: pytest.LogCaptureFixture) -> None:
    judge = {"fake": "approve", "model": "yes", "canaries": {"share": 1.0, "after": 10}}
    with caplog.at_level(logging.ERROR):
        found = run(judge)
    assert all(one.value == 1.0 for one in found)
    assert sum("known-bad canaries" in record.message for record in caplog.records) == 1


def test_and_stops_its_scores_where_that_is_asked_for() -> None:
    judge = {"fake": "approve", "canaries": {"share": 1.0, "after": 10, "stop": True}}
    found = run(judge)
    assert found[-1].reason == "judge_canary_alarm"
    assert found[-1].value is None


def test_without_canaries_nothing_more_is_asked() -> None:
    run({"fake": "approve", "model": "none"})
    assert canary.tally(read_endpoint({"fake": "approve", "model": "none"})).bad == 0


def test_a_judge_that_knows_the_bad_from_the_good_is_left_in_peace() -> None:
    endpoint = read_endpoint({"fake": "approve", "canaries": {"share": 1.0, "after": 5}})
    for _ in range(50):
        canary.count(endpoint, bad=True, approved=False)
        canary.count(endpoint, bad=False, approved=True)
    assert not canary.tally(endpoint).raised
    assert canary.stopped(endpoint) == ""


def test_a_canary_that_gets_no_verdict_does_not_count() -> None:
    reply = json.dumps({"reason": "", "same": True})
    judge = {"fake": [reply, "gibberish"], "reasks": 0, "canaries": {"share": 1.0}}
    run(judge, count=2)
    assert canary.tally(read_endpoint(judge)).bad <= 1
