"""The client against a scripted server: what is retried, what is paid, and what it becomes."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rewardkit.judge.client.ledger import Ledger, ledger_at
from rewardkit.judge.endpoint import read_endpoint

pytest.importorskip("openai")

Scripted = Callable[..., Any]
Graded = Callable[..., Any]


def always(fault: str) -> Callable[[int, Any], str]:
    return lambda number, body: fault


def at_first(fault: str, times: int = 1) -> Callable[[int, Any], str]:
    return lambda number, body: fault if number < times else ""


def rows(count: int) -> list[dict[str, str]]:
    return [{"completion": f"Answer number {n}."} for n in range(count)]


def test_a_verdict_becomes_a_number(scripted: Scripted, graded: Graded) -> None:
    server = scripted()
    found = graded(server).score(completion="Thanks.")
    assert (found.value, found.status) == (3.0, "ok")
    assert found.score.extra["judge_tokens"] == 60


@pytest.mark.parametrize("fault", ["429", "429-after", "500", "503", "html", "garbage", "reset"])
def test_trouble_that_passes_is_retried(fault: str, scripted: Scripted, graded: Graded) -> None:
    server = scripted(script=at_first(fault, 2))
    assert graded(server).score(completion="Thanks.").value == 3.0
    assert server.served == 3


def test_every_fault_that_stays_is_an_error_and_never_a_number(
    faults: tuple[str, ...], scripted: Scripted, graded: Graded
) -> None:
    for fault in faults:
        server = scripted(script=always(fault))
        found = graded(server, attempts=2).score(completion="Thanks.")
        assert (found.value, found.status) == (None, "error"), fault
        assert found.reason.startswith("judge_"), fault


@pytest.mark.parametrize(
    ("fault", "reason"), [("400", "judge_rejected"), ("401", "judge_rejected")]
)
def test_what_cannot_get_better_is_not_retried(
    fault: str, reason: str, scripted: Scripted, graded: Graded
) -> None:
    server = scripted(script=always(fault))
    assert graded(server, attempts=5).score(completion="Thanks.").reason == reason
    assert server.served == 1


def test_the_package_does_not_add_attempts_of_its_own(scripted: Scripted, graded: Graded) -> None:
    server = scripted(script=always("500"))
    graded(server, attempts=3).score(completion="Thanks.")
    assert server.served == 3


def test_retry_after_is_waited_for(scripted: Scripted, graded: Graded) -> None:
    server = scripted(script=at_first("429-after"))
    start = time.monotonic()
    assert graded(server).score(completion="Thanks.").value == 3.0
    assert time.monotonic() - start >= 0.05


def test_a_server_that_never_answers_costs_its_timeout(scripted: Scripted, graded: Graded) -> None:
    server = scripted(script=always("never"))
    found = graded(server, timeout=0.1, attempts=2).score(completion="Thanks.")
    assert found.reason == "judge_timeout"
    assert server.served == 2


def test_a_body_that_drips_does_not_evade_the_timeout(scripted: Scripted, graded: Graded) -> None:
    server = scripted(script=always("slow"))
    found = graded(server, timeout=0.3, attempts=1).score(completion="Thanks.")
    assert found.reason == "judge_timeout"


def test_the_deadline_ends_all_waiting(scripted: Scripted, graded: Graded) -> None:
    server = scripted(script=always("500"))
    judge = graded(server, deadline=0.3, attempts=20, backoff=0.2)
    found = judge.score(completion="Thanks.")
    assert found.reason == "judge_deadline"


def test_a_server_that_is_not_there_is_an_error(graded: Graded) -> None:
    class Nowhere:
        url = "http://127.0.0.1:9/v1"

    found = graded(Nowhere(), attempts=2).score(completion="Thanks.")
    assert (found.value, found.reason) == (None, "judge_unreachable")


def test_an_unusable_reply_is_asked_for_once_more_with_the_reason(
    scripted: Scripted, graded: Graded
) -> None:
    server = scripted(script=at_first("prose"))
    assert graded(server, reasks=1).score(completion="Thanks.").value == 3.0
    assert server.served == 2
    assert "could not be used (bad json)" in server.calls[1].body["messages"][-1]["content"]


def test_the_repeat_is_bounded(scripted: Scripted, graded: Graded) -> None:
    server = scripted(script=always("prose"))
    assert graded(server, reasks=1).score(completion="Thanks.").reason == "judge_bad_json"
    assert server.served == 2


def test_equal_questions_asked_at_once_are_one_call(scripted: Scripted, graded: Graded) -> None:
    server = scripted(delay=0.05)
    found = graded(server).score_many([{"completion": "Thanks."}] * 20)
    assert [one.value for one in found] == [3.0] * 20
    assert server.served == 1


def test_a_reply_is_not_paid_for_twice(scripted: Scripted, graded: Graded, tmp_path: Path) -> None:
    server = scripted()
    judge = graded(server, ledger=str(tmp_path / "ledger.db"))
    judge.score(completion="Thanks.")
    again = judge.score(completion="Thanks.")
    assert again.value == 3.0
    assert again.score.extra["judge_cached"] is True
    assert server.served == 1


def test_another_question_is_another_call(scripted: Scripted, graded: Graded) -> None:
    server = scripted()
    for what in ("manners", "style"):
        graded(server).configured(what=what).score(completion="Thanks.")
    assert server.served == 2


def test_every_call_is_recorded_with_what_it_cost(
    scripted: Scripted, graded: Graded, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.db"
    server = scripted(script=at_first("500"))
    prices = {"prompt": 1.0, "completion": 2.0}
    graded(server, ledger=str(path), prices=prices).score(completion="Thanks.")
    with sqlite3.connect(path) as db:
        calls = db.execute("SELECT state, reason, http, tokens, usd FROM attempts").fetchall()
    db.close()
    assert calls[0] == ("failed", "judge_server_error", 500, 0, 0.0)
    assert calls[1] == ("ok", "", 200, 60, pytest.approx(70e-6))


def test_a_call_that_may_go_over_the_budget_is_not_made(scripted: Scripted, graded: Graded) -> None:
    server = scripted()
    judge = graded(server, budget={"calls": 3})
    found = judge.score_many(rows(10))
    assert sum(one.value is not None for one in found) == 3
    assert {one.reason for one in found if one.value is None} == {"judge_budget"}
    assert server.served == 3


def test_a_budget_of_tokens_holds_though_calls_run_together(
    scripted: Scripted, graded: Graded
) -> None:
    server = scripted(usage=(300, 100), delay=0.01)
    judge = graded(server, budget={"tokens": 20_000}, max_tokens=100)
    judge.score_many(rows(100))
    assert server.served * 400 <= 20_000
    assert server.served >= 20


def test_after_a_broken_connection_the_worst_case_stays_booked(
    scripted: Scripted, graded: Graded, tmp_path: Path
) -> None:
    path = str(tmp_path / "ledger.db")
    server = scripted(script=always("never"))
    judge = graded(server, ledger=path, timeout=0.1, attempts=1, max_tokens=77)
    judge.score(completion="Thanks.")
    endpoint = read_endpoint(judge.settings["judge"])
    assert ledger_at(path).spent(endpoint.name).tokens > 77


def test_requests_a_minute_are_spread(scripted: Scripted, graded: Graded) -> None:
    server = scripted()
    start = time.monotonic()
    graded(server, rpm=1200).score_many(rows(130))
    assert time.monotonic() - start >= 0.4  # 120 at once, the others at 20 a second
    assert server.served == 130


def test_no_more_calls_run_at_once_than_allowed(scripted: Scripted, graded: Graded) -> None:
    running, most = [0], [0]

    def script(number: int, body: Any) -> str:
        running[0] += 1
        most[0] = max(most[0], running[0])
        return ""

    def reply(body: Any) -> str:
        running[0] -= 1
        return json.dumps({"reason": "", "score": 2})

    server = scripted(script=script, reply=reply, delay=0.01)
    graded(server, concurrency=4).score_many(rows(40))
    assert most[0] <= 4


def test_no_key_is_taken_from_the_environment_unless_it_is_named(
    scripted: Scripted, graded: Graded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    server = scripted()
    assert graded(server).score(completion="Thanks.").value == 3.0
    found = graded(server, key_env="NO_SUCH_VARIABLE").score(completion="Thanks!")
    assert found.reason == "judge_unusable"
    assert "NO_SUCH_VARIABLE" in found.detail


@pytest.mark.parametrize(
    ("obeys", "mode"),
    [
        ("structured_outputs", "structured_outputs"),
        ("response_format", "response_format"),
        ("", "none"),
    ],
)
def test_how_a_server_enforces_forms_is_found_out_once(
    obeys: str, mode: str, scripted: Scripted, graded: Graded, tmp_path: Path
) -> None:
    def reply(body: Any) -> str:
        probe = "any one word" in body["messages"][-1]["content"]
        if not probe:
            return json.dumps({"reason": "", "score": 2})
        return '{"word": "zq7-plover"}' if obeys and obeys in body else "Plover."

    server = scripted(reply=reply)
    judge = graded(server, structured="auto", ledger=str(tmp_path / "ledger.db"))
    found = judge.score_many(rows(5))
    assert {one.score.extra["judge_mode"] for one in found} == {mode}
    probes = 1 if mode == "structured_outputs" else 2
    assert server.served == 5 + probes
    assert judge.score(completion="Another.").value == 2.0
    assert server.served == 6 + probes


def test_a_server_that_knows_no_such_option_falls_through_to_none(
    scripted: Scripted, graded: Graded
) -> None:
    def script(number: int, body: Any) -> str:
        return "400" if "structured_outputs" in body or "response_format" in body else ""

    server = scripted(script=script)
    found = graded(server, structured="auto").score(completion="Thanks.")
    assert found.score.extra["judge_mode"] == "none"


def test_a_guide_that_the_server_cannot_give_is_an_error(scripted: Scripted) -> None:
    from rewardkit import get

    body = json.dumps({"content": [{"token": "3", "top_logprobs": [{"token": "3", "logprob": 0}]}]})
    server = scripted(reply=lambda body: "3", logprobs=json.loads(body))
    judge = {"url": server.url, "model": "m", "structured": "none"}
    grade = get("judge/score", judge=judge, by="logprob", low=0, high=9)
    assert grade.score(completion="Thanks.").value == 3.0
    assert grade.configured(guided=True).score(completion="Thanks.").reason == "judge_not_guided"


def test_a_ledger_that_is_something_else_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE notes (text)")
    db.close()
    from rewardkit.errors import JudgeError

    with pytest.raises(JudgeError, match="something else"):
        Ledger(str(path)).counts()


def test_a_damaged_reply_is_asked_for_again(
    scripted: Scripted, graded: Graded, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.db"
    server = scripted()
    judge = graded(server, ledger=str(path))
    judge.score(completion="Thanks.")
    with sqlite3.connect(path) as db:
        db.execute("UPDATE replies SET body = replace(body, '3', '5')")
    db.close()
    assert judge.score(completion="Thanks.").value == 3.0
    assert server.served == 2


def test_every_call_carries_its_row_in_the_ledger(
    scripted: Scripted, graded: Graded, tmp_path: Path
) -> None:
    server = scripted(script=at_first("500", 2))
    path = tmp_path / "ledger.db"
    graded(server, ledger=str(path)).score_many(rows(5))
    with sqlite3.connect(path) as db:
        attempts = db.execute("SELECT id, key FROM attempts").fetchall()
    db.close()
    names = {f"{key[:12]}-{number}" for number, key in attempts}
    assert {call.name for call in server.calls} == names
    assert len(names) == server.served == 7


def test_many_calls_at_once_are_spread_over_small_pools(scripted: Scripted, graded: Graded) -> None:
    import asyncio

    from rewardkit import Sample
    from rewardkit.judge.client.shared import client_for, close_clients
    from rewardkit.judge.transports.http import Http

    server = scripted(delay=0.05)
    reward = graded(server, concurrency=32)

    async def run() -> tuple[int, int]:
        found = await asyncio.gather(
            *(reward.ascore(Sample(f"Answer number {n}.")) for n in range(32))
        )
        assert all(one.value == 3.0 for one in found)
        transport = client_for(read_endpoint(reward.settings["judge"])).transport
        assert isinstance(transport, Http)
        spread = len(transport._clients), sum(transport._busy)
        await close_clients()
        return spread

    assert asyncio.run(run()) == (4, 0)
