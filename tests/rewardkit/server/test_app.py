"""The native routes of a real server: results, refusals, metrics, its end."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rewardkit import score
from tests.rewardkit.server.conftest import Server, counter

Serve = Any


def test_every_row_has_its_result_and_a_failure_is_no_zero(both: Server, local: Any) -> None:
    rows = [
        {"completion": text, "answer": "4"}
        for text in ("4", "4 good", "outage", "skip", "crash", "garble", "")
    ]
    code, answer = both.ask("POST", "/v1/score", {"rows": rows})
    assert code == 200
    assert answer["fingerprint"] == local.both.fingerprint
    expected = score(local.both, rows)
    assert [one["value"] for one in answer["results"]] == [one.value for one in expected]
    assert [one["status"] for one in answer["results"]] == [one.status for one in expected]
    assert [one["components"] for one in answer["results"]] == [one.components for one in expected]
    assert answer["results"][2]["value"] is None
    assert answer["results"][2]["reason"] == "outage"


def test_a_broken_row_is_a_result_among_others(both: Server) -> None:
    rows = [{"completion": "4", "answer": "4"}, {"answer": "4"}, 7, {"completion": 3}]
    code, answer = both.ask("POST", "/v1/score", {"rows": rows})
    assert code == 200
    assert [one["reason"] for one in answer["results"]] == ["", "bad_row", "bad_row", "bad_row"]
    assert answer["results"][0]["value"] is not None


@pytest.mark.parametrize(
    ("body", "code", "kind"),
    [
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_json"),
        (b"[" * 100_000, 400, "not_json"),
        (b'{"rows": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", 400, "not_json"),
        (b'{"rows": [' + b"9" * 5000 + b"]}", 400, "not_json"),
        (b"", 422, "invalid"),
        ({"rows": 3}, 422, "invalid"),
        ({"rows": [], "colour": 1}, 422, "invalid"),
        ({}, 422, "bad_input"),
        ({"rows": [], "samples": []}, 422, "bad_input"),
        ({"rows": [{"answer": "4"}]}, 422, "bad_input"),
        ({"rows": [{"completion": "4"}]}, 422, "missing_field"),
        ({"samples": [{"completion": "4", "gold": "4"}]}, 422, "bad_input"),
        ({"rows": [{"completion": "4", "answer": "4"}] * 1025}, 413, "too_many_rows"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_code(
    both: Server, body: Any, code: int, kind: str
) -> None:
    found, answer = both.ask("POST", "/v1/score", body)
    assert (found, answer["error"]["code"]) == (code, kind)
    assert len(json.dumps(answer)) < 3000


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_is_not_called_json_is_refused_with_the_header_to_send(
    both: Server, kind: str
) -> None:
    rows = b'{"rows": [{"completion": "4", "answer": "4"}]}'
    found, answer = both.ask("POST", "/v1/score", rows, {"Content-Type": kind})
    assert (found, answer["error"]["code"]) == (415, "content_type")
    assert "Content-Type: application/json" in answer["error"]["message"]


def test_a_field_that_no_row_has_is_refused_with_the_option_of_the_server(both: Server) -> None:
    code, answer = both.ask("POST", "/v1/score", {"rows": [{"completion": "4", "gold": "4"}]})
    assert (code, answer["error"]["code"]) == (422, "missing_field")
    assert "--column answer=COLUMN" in answer["error"]["message"]
    assert "with_columns" not in answer["error"]["message"]


def test_no_rows_have_no_results(both: Server) -> None:
    assert both.ask("POST", "/v1/score", {"rows": []})[1]["results"] == []


def test_unknown_places_and_methods_are_refused_in_the_same_form(both: Server) -> None:
    assert both.ask("GET", "/nothing")[1]["error"]["code"] == "not_found"
    assert both.ask("GET", "/v1/score")[1]["error"]["code"] == "method_not_allowed"


def test_hostile_text_goes_through_as_it_is(both: Server) -> None:
    texts = ["\ud800", "\u0000", "\u202e4", "😀" * 1000, "4\r\n\r\nHTTP/1.1 200 OK"]
    rows = [{"completion": text, "answer": text} for text in texts]
    code, answer = both.ask("POST", "/v1/score", {"rows": rows})
    assert code == 200
    assert [one["components"]["right"] for one in answer["results"]] == [1, 1, 1, 1, 1]


def test_metrics_count_rows_and_requests(serve: Serve) -> None:
    server = serve("served_rewards:both")
    rows = [{"completion": "4", "answer": "4"}] * 3 + [{"completion": "outage", "answer": "4"}]
    server.ask("POST", "/v1/score", {"rows": rows})
    server.ask("POST", "/v1/score", b"{")
    code, text = server.ask("GET", "/metrics")
    assert code == 200
    assert counter(text, "rewardkit_rows_total") == 4
    assert 'rewardkit_rows_total{reason="outage",status="error"} 1.0' in text
    assert 'rewardkit_requests_total{code="400",route="/v1/score"} 1.0' in text
    assert counter(text, "rewardkit_waiting_rows") == 0


def test_without_the_token_nothing_but_health_answers(serve: Serve) -> None:
    server = serve("served_rewards:both", "--token", token="s3cret")
    rows = {"rows": [{"completion": "4", "answer": "4"}]}
    assert server.ask("GET", "/health")[0] == 200
    for path in ("/metrics", "/openapi.json", "/v1/reward"):
        assert server.ask("GET", path)[0] == 401
    for given in ("", "s3cret", "Bearer", "Bearer other", "Basic s3cret", "Bearer s3cret2"):
        headers = {"Authorization": given} if given else {}
        code, answer = server.ask("POST", "/v1/score", rows, headers)
        assert (code, answer["error"]["code"]) == (401, "unauthorized")
    assert server.ask("POST", "/v1/score", rows, {"Authorization": "Bearer s3cret"})[0] == 200


def test_rows_that_take_too_long_are_timeouts_and_the_next_request_is_served(
    serve: Serve,
) -> None:
    server = serve("served_rewards:slow", "--score-seconds", 0.5)
    code, answer = server.ask("POST", "/v1/score", {"rows": [{"completion": "60"}] * 2})
    assert code == 200
    assert [(one["status"], one["reason"]) for one in answer["results"]] == [
        ("timeout", "server_deadline")
    ] * 2
    answer = server.ask("POST", "/v1/score", {"rows": [{"completion": "0"}]})[1]
    assert answer["results"][0]["value"] == 1.0


def test_a_worker_that_is_killed_costs_its_own_row(serve: Serve) -> None:
    server = serve("served_rewards:killed")
    rows = [{"completion": text} for text in ("a", "die", "b", "die", "c")]
    answer = server.ask("POST", "/v1/score", {"rows": rows})[1]
    assert [one["value"] for one in answer["results"]] == [1.0, None, 1.0, None, 1.0]
    assert server.ask("POST", "/v1/score", {"rows": rows[:1]})[1]["results"][0]["value"] == 1.0


@pytest.mark.parametrize("processes", [1, 2])
def test_the_spec_of_a_stranger_imports_nothing_and_is_served_by_every_process(
    serve: Serve, folder: Path, processes: int
) -> None:
    (folder / "plain.yaml").write_text("reward: math/number")
    server = serve(folder / "plain.yaml", "--untrusted", "--processes", processes)
    rows = {"rows": [{"completion": "4", "answer": "4"}]}
    assert server.ask("POST", "/v1/score", rows)[1]["results"][0]["value"] == 1.0
    server.stop()
    with pytest.raises(AssertionError, match="served_rewards:both"):
        serve("served_rewards:both", "--untrusted", "--processes", processes)
    with pytest.raises(AssertionError, match="--judge-host is for --untrusted"):
        serve("math/number", "--judge-host", "judge.example")


def test_requests_that_run_are_answered_before_the_server_ends(serve: Serve) -> None:
    server = serve("served_rewards:slow")
    answers: list[Any] = []

    def ask() -> None:
        answers.append(server.ask("POST", "/v1/score", {"rows": [{"completion": "2"}]}))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    while counter(server.ask("GET", "/metrics")[1], "rewardkit_waiting_rows") < 4:
        time.sleep(0.05)
    server.stop()
    for one in threads:
        one.join()
    assert [(code, answer["results"][0]["value"]) for code, answer in answers] == [(200, 1.0)] * 4
    with pytest.raises(OSError, match="refused"):
        server.ask("GET", "/health")


def test_too_many_waiting_rows_are_refused_and_told_to_come_back(serve: Serve) -> None:
    server = serve("served_rewards:slow", "--waiting-rows", 8)
    with ThreadPoolExecutor(1) as pool:
        rows = {"rows": [{"completion": "2"}] * 8}
        first = pool.submit(server.ask, "POST", "/v1/score", rows)
        while counter(server.ask("GET", "/metrics")[1], "rewardkit_waiting_rows") < 8:
            time.sleep(0.05)
        code, answer = server.ask("POST", "/v1/score", {"rows": [{"completion": "0"}]})
        assert (code, answer["error"]["code"]) == (503, "busy")
        assert first.result()[0] == 200
    assert server.ask("POST", "/v1/score", {"rows": [{"completion": "0"}]})[0] == 200


def test_sixty_four_clients_lose_and_repeat_no_row(both: Server) -> None:
    def ask(client: int) -> list[str]:
        wrong = []
        for turn in range(20):
            texts = [f"{client}-{turn}-{row}" for row in range(8)]
            rows = [
                {"completion": text, "answer": text if row % 2 else "x", "id": text}
                for row, text in enumerate(texts)
            ]
            code, answer = both.ask("POST", "/v1/score", {"rows": rows})
            right = [one["components"]["right"] for one in answer["results"]]
            if code != 200 or right != [0, 1] * 4:
                wrong.append(f"{client}-{turn}: {code} {right}")
        return wrong

    with ThreadPoolExecutor(64) as pool:
        assert [one for found in pool.map(ask, range(64)) for one in found] == []


def test_a_process_that_dies_is_replaced_and_none_outlives_the_parent(serve: Serve) -> None:
    server = serve("served_rewards:both", "--processes", 2)
    rows = {"rows": [{"completion": "4", "answer": "4"}]}
    first = _children(server.process.pid)
    assert len(first) == 2
    for child in first:
        os.kill(child, signal.SIGKILL)
    _until(lambda: _answers(server, rows))
    answered = sum(server.ask("POST", "/v1/score", rows)[0] == 200 for _ in range(20))
    assert answered == 20
    assert counter(server.ask("GET", "/metrics")[1], "rewardkit_rows_total") >= 21
    second = _children(server.process.pid)
    server.stop(signal.SIGKILL)
    _until(lambda: not any(Path(f"/proc/{child}/exe").exists() for child in second))


def test_the_benchmark_compares_every_answer() -> None:
    from rewardkit.bench.server import measure_server

    report = measure_server(0.3, 1)
    assert report["correct"]
    assert [one["clients"] for one in report["cases"]] == [1, 64, 1, 64]


def _answers(server: Server, rows: Any) -> bool:
    try:
        return bool(server.ask("POST", "/v1/score", rows)[0] == 200)
    except OSError:
        return False


def _until(done: Callable[[], bool]) -> None:
    for _ in range(600):
        if done():
            return
        time.sleep(0.1)
    pytest.fail("it did not happen within a minute")


def _children(parent: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{parent}/task").glob("*/children"):
        for word in path.read_text().split():
            command = Path(f"/proc/{word}/cmdline").read_bytes()
            if b"resource_tracker" not in command:
                found.append(int(word))
    return found
