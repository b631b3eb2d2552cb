"""Canaries raise the alarm on a judge that approves of everything, and not on a good one."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from rewardkit import get
from rewardkit.judge.endpoint import read_endpoint
from rewardkit.judge.verdict import canary


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


YES = {"fake": "approve", "model": "yes", "canaries": {"share": 1.0, "after": 4, "stop": True}}
NO = {"fake": "deny", "model": "no", "canaries": {"share": 1.0, "after": 4, "stop": True}}


def modes(judge: dict[str, Any]) -> dict[str, Any]:
    """Every mode that has canaries, asking this judge."""
    rival = {"fake": "deny", "model": "rival"}
    return {
        "reference": get("judge/reference", judge=judge),
        "rubric": get("judge/rubric", judge=judge, criteria=["Is polite"]),
        "implicit": get("judge/rubric", judge=judge, criteria=["Is it"], aggregate="implicit"),
        "score": get("judge/score", judge=judge),
        "logprob": get("judge/score", judge=judge, by="logprob"),
        "group": get("judge/group", judge=judge),
        "steps": get("judge/steps", judge=judge),
        "panel": get("judge/panel", judges=[judge, judge, rival]),
    }


def ask(reward: Any, count: int = 12) -> list[Any]:
    """Score so many prompts of two different completions each."""
    rows = [
        {"completion": f"It comes to {n} {unit}.", "prompt": f"q{n}", "answer": f"{n}", "group": n}
        for n in range(count)
        for unit in ("km", "kilometres")
    ]
    # In small pieces, so that the alarm can stop what comes after it.
    return [one for at in range(0, len(rows), 2) for one in reward.score_many(rows[at : at + 2])]


@pytest.mark.parametrize("mode", modes(YES))
def test_a_judge_that_approves_of_all_is_stopped_in_every_mode(mode: str) -> None:
    found = ask(modes(YES)[mode])
    seen = canary.tally(read_endpoint(YES))
    assert seen.raised
    assert seen.paid == seen.bad > 0
    assert found[0].status == "ok"
    reason = "judge_no_majority" if mode == "panel" else "judge_canary_alarm"
    assert (found[-1].value, found[-1].reason) == (None, reason)


@pytest.mark.parametrize("mode", [name for name in modes(NO) if name not in ("reference", "panel")])
def test_a_judge_that_refuses_what_is_bad_goes_on_in_every_mode(mode: str) -> None:
    found = ask(modes(NO)[mode])
    seen = canary.tally(read_endpoint(NO))
    assert (seen.raised, seen.paid) == (False, 0)
    assert seen.bad > 0
    assert {one.status for one in found} == {"ok"}


def test_a_pairwise_judge_that_prefers_a_canary_in_both_orders_is_stopped() -> None:
    # Replies in turn: the question in both orders, then the canary in both orders.
    won = [json.dumps({"reason": "", "better": word}) for word in ("a", "b")]
    judge = {"fake": won, "model": "pairs", "canaries": {"share": 1.0, "after": 3, "stop": True}}
    reward = get("judge/pairwise", judge=judge)
    found = [reward.score(completion=f"It is {n}.", rival="Lyon.") for n in range(6)]
    assert [one.value for one in found[:3]] == [1.0] * 3
    assert found[-1].reason == "judge_canary_alarm"


def test_a_pairwise_judge_that_sees_no_difference_passes_its_canaries() -> None:
    judge = {"fake": "approve", "model": "position", "canaries": {"share": 1.0, "after": 2}}
    reward = get("judge/pairwise", judge=judge)
    for n in range(6):
        assert reward.score(completion=f"It is {n}.", rival="Lyon.").value == 0.5
    assert canary.tally(read_endpoint(judge)).paid == 0


def test_canaries_are_recorded_as_such(tmp_path: Any) -> None:
    import sqlite3

    judge = {**YES, "ledger": str(tmp_path / "calls.db"), "canaries": {"share": 1.0}}
    ask(modes(judge)["group"], count=2)
    with sqlite3.connect(tmp_path / "calls.db") as db:
        kinds = dict(db.execute("SELECT kind, count(*) FROM attempts GROUP BY kind"))
    db.close()
    assert kinds == {"question": 2, "canary": 2}


def test_the_grades_of_a_group_are_the_same_with_canaries_beside_them() -> None:
    plain = ask(get("judge/group", judge={"fake": "approve", "model": "plain"}), count=3)
    judge = {"fake": "approve", "model": "watched", "canaries": {"share": 1.0}}
    watched = ask(get("judge/group", judge=judge), count=3)
    assert [one.value for one in plain] == [one.value for one in watched]
    assert canary.tally(read_endpoint(judge)).bad == 3


def test_a_reward_model_has_no_canaries_and_says_why() -> None:
    from rewardkit.errors import DefinitionError

    judge = {"fake": "approve", "canaries": {"share": 0.1}}
    with pytest.raises(DefinitionError, match="no verdict that a canary could get wrong"):
        get("judge/reward_model", judge=judge)
