"""The client: the breakdowns of a local call, and retries that lose and repeat nothing."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from rewardkit import Range, Sample, reward, score, weighted
from rewardkit.errors import BindError, InputError, ServerError
from rewardkit.server.client import RewardClient
from tests.rewardkit.server.conftest import Server, free_port

Serve = Any


@reward
def brief(completion: str) -> bool:
    """Pay for a short text."""
    return len(completion) < 3


SAMPLES: list[Any] = [
    Sample("4", "2+2", "4", {"level": 3, "tags": ["a"]}, "one", "g"),
    Sample([{"role": "assistant", "content": "4 good"}], answer="4"),
    Sample("outage", answer="4"),
    Sample("skip", answer="4"),
    Sample("garble", answer=4),
    Sample("\ud800 😀\n", answer="\ud800 😀"),
    {"completion": "4", "answer": "4", "level": 1},
    {"answer": "4"},
    {"completion": ""},
]


def test_a_served_reward_gives_the_breakdowns_of_a_local_one(both: Server, local: Any) -> None:
    expected = score(local.both, SAMPLES)
    with RewardClient(both.url) as client:
        found = client.score_many(SAMPLES)
        assert found == expected
        assert [str(one) for one in found] == [str(one) for one in expected]
        assert client.score(completion="4", answer="4") == local.both.score(
            completion="4", answer="4"
        )
        assert (client.name, client.range) == ("weighted", local.both.range)
        assert client.fingerprint == local.both.fingerprint
        assert asyncio.run(client.ascore_many(SAMPLES)) == expected


def test_more_rows_than_the_server_takes_at_once_come_back_in_order(
    both: Server, local: Any
) -> None:
    rows = [{"completion": str(n % 7), "answer": str(n % 3), "id": str(n)} for n in range(5000)]
    with RewardClient(both.url, parallel=3) as client:
        assert client.score_many(iter(rows)) == score(local.both, rows)


def test_groups_are_not_cut_and_infinite_ranges_survive(serve: Serve, local: Any) -> None:
    server = serve("served_rewards:shortest", "--batch", 4)
    rows = [{"completion": "x" * (1 + n % 3), "prompt": str(n // 3)} for n in range(30)]
    with RewardClient(server.url) as client:
        assert client.score_many(rows) == score(local.shortest, rows)
    assert server.ask("POST", "/slime", {"response": "x"})[0] == 404
    server = serve("served_rewards:endless")
    with RewardClient(server.url) as client:
        assert client.range == Range(float("-inf"), 0.0)
        assert client.score(completion="four") == local.endless.score(completion="four")


def test_errors_of_the_data_are_those_of_a_local_call(both: Server) -> None:
    with RewardClient(both.url) as client:
        with pytest.raises(BindError, match="answer"):
            client.score(completion="4")
        with pytest.raises(InputError, match="completion"):
            client.score_many([{"answer": "4"}])
        with pytest.raises(TypeError, match="iterable"):
            client.score_many(Sample("4"))  # type: ignore[arg-type]
        with pytest.raises(InputError, match="set"):
            client.score(completion="4", answer={1, 2})
    for wrong in ("localhost:8000", "ftp://x", "http://"):
        with pytest.raises(InputError, match="address"):
            RewardClient(wrong)


def test_a_wrong_token_is_no_reason_to_try_again(serve: Serve) -> None:
    server = serve("served_rewards:both", "--token", token="right")
    with pytest.raises(ServerError, match="401 unauthorized"):
        RewardClient(server.url, token="wrong", tries=50).score(completion="4", answer="4")
    with RewardClient(server.url, token="right") as client:
        assert client.score(completion="4 good", answer="4").value is not None


def test_a_server_that_starts_late_is_waited_for(serve: Serve) -> None:
    port = free_port()
    client = RewardClient(f"http://127.0.0.1:{port}", tries=200, backoff=0.05)
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(client.score(completion="4", answer="4")))
    thread.start()
    serve("served_rewards:both", port=port)
    thread.join(60)
    assert found[0].components["right"] == 1.0


def test_no_server_at_all_is_said_with_the_last_trouble() -> None:
    client = RewardClient(f"http://127.0.0.1:{free_port()}", tries=3, backoff=0.01)
    with pytest.raises(ServerError, match="no answer after 3 tries; the last: ConnectionRefused"):
        client.score(completion="4")


Answers = Iterator[tuple[int, dict[str, str], bytes] | None]


class _Scripted(BaseHTTPRequestHandler):
    """A server that answers as it was told; None closes the connection."""

    protocol_version = "HTTP/1.1"
    answers: Answers
    asked: list[str]

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append(f"{self.command} {self.path}")
        answer = next(self.answers)
        if answer is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        code, headers, body = answer
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        if int(headers.get("Content-Length", 0)) > len(body):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True

    do_POST = do_GET  # noqa: N815 - the name that http.server asks for

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def scripted() -> Iterator[Callable[..., tuple[RewardClient, list[str]]]]:
    """Start a server with these answers, and a client of it."""
    running: list[ThreadingHTTPServer] = []

    def begin(*answers: Any) -> tuple[RewardClient, list[str]]:
        asked: list[str] = []
        kind = type("Handler", (_Scripted,), {"answers": iter(answers), "asked": asked})
        server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
        running.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        return RewardClient(url, tries=4, backoff=0.01), asked

    yield begin
    for one in running:
        one.shutdown()
        one.server_close()


def about() -> tuple[int, dict[str, str], bytes]:
    from rewardkit.server.wire import tree_data

    tree = tree_data(brief.skipped())
    return 200, {}, json.dumps({"batch": 8, "needs_groups": False, "tree": tree}).encode()


def answer(**changes: Any) -> tuple[int, dict[str, str], bytes]:
    from rewardkit.server.wire import score_data, tree_data

    found = brief.score(completion="x")
    whole = {"tree": tree_data(found), "results": [score_data(found)], **changes}
    return 200, {}, json.dumps(whole).encode()


def test_closed_connections_and_busy_answers_are_tried_again(scripted: Any) -> None:
    busy = (503, {"Retry-After": "0"}, b'{"error": {"code": "busy", "message": "later"}}')
    client, asked = scripted(about(), None, busy, (502, {}, b"<html>"), answer())
    assert client.score(completion="x") == brief.score(completion="x")
    assert asked == ["GET /v1/reward", *["POST /v1/score"] * 4]


def test_an_answer_that_breaks_off_is_asked_for_again(scripted: Any) -> None:
    # A process of the server that is killed while it writes; the soak lost such rows once.
    code, _, body = answer()
    cut = (code, {"Content-Length": str(len(body)), "Connection": "close"}, body[:-20])
    client, asked = scripted(about(), cut, (200, {"Content-Length": "9999"}, b""), answer())
    assert client.score(completion="x") == brief.score(completion="x")
    assert asked == ["GET /v1/reward", *["POST /v1/score"] * 3]


@pytest.mark.parametrize(
    "broken",
    [
        (200, {}, b"not json"),
        (200, {}, b"[]"),
        (200, {}, b"[" * 100_000),
        (200, {}, b"{}"),
        answer(results=[]),
        answer(results=[{}]),
        answer(results=[3]),
        answer(results=[{"value": 1.0, "status": "perfect", "seconds": 0}]),
        answer(results=[{"value": 1.0, "status": "ok", "parts": [{}]}]),
        answer(tree={"name": "x"}),
        (404, {}, b"nothing here"),
    ],
)
def test_an_answer_of_another_form_is_an_error_and_no_score(scripted: Any, broken: Any) -> None:
    client, _ = scripted(about(), broken)
    with pytest.raises((ServerError, InputError)):
        client.score(completion="x")


def test_the_same_reward_composed_elsewhere_reads_back_equal() -> None:
    from rewardkit.server.wire import breakdown_of, score_data, tree_data

    whole = weighted(a=(2, brief), b=(1, brief.clip(0, 0.3))).scale_to(-1, 1)
    for text in ("x", "long text"):
        found = whole.score(completion=text)
        again = breakdown_of(
            json.loads(json.dumps(tree_data(found))), json.loads(json.dumps(score_data(found)))
        )
        assert again == found
        assert again.seconds == found.seconds
