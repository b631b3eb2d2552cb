"""Clients that mean no good: slow, large, broken, and generated ones."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uvicorn.server import ServerState

from rewardkit.server.slow_heads import BoundedHeads
from tests.rewardkit.server.conftest import Server

Serve = Any
ROWS = {"rows": [{"completion": "4", "answer": "4"}]}
POST = "/v1/score /openrlhf /slime /verify /create /rewardkit/call /openenv/reset /openenv/step"


def memory(server: Server) -> int:
    """The most memory that the server ever had, in MiB."""
    text = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0]) // 1024


def received(connection: socket.socket) -> bytes:
    """Everything until the other side closes."""
    parts = []
    while True:
        try:
            part = connection.recv(65536)
        except ConnectionResetError:
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


def test_heads_and_bodies_that_drip_are_cut_off_while_others_are_served(serve: Serve) -> None:
    server = serve("served_rewards:both", "--body-seconds", 1.5)
    head = b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    starts = [b"", b"PO", head, head + b"Content-Length: 100\r\n\r\n{"] * 16
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in starts]
    for one, text in zip(slow, starts, strict=True):
        one.sendall(text)
    for _ in range(10):
        assert server.ask("POST", "/v1/score", ROWS)[0] == 200
        for one in slow:
            try:
                one.sendall(b"x")
            except OSError:
                continue  # this one has been cut off
        time.sleep(0.25)
    for one, text in zip(slow, starts, strict=True):
        one.settimeout(30)
        said = received(one)
        one.close()
        assert said == b"" or b" 408 " in said or b" 400 " in said, (text, said)
    assert server.ask("POST", "/v1/score", ROWS)[0] == 200


@pytest.mark.parametrize("told", [True, False])
def test_a_body_of_a_hundred_megabytes_is_refused_unread(serve: Serve, told: bool) -> None:
    server = serve("served_rewards:both")
    before = memory(server)
    block = b"x" * 2**20
    length = b"Content-Length: 104857600" if told else b"Transfer-Encoding: chunked"
    head = b"POST /v1/score HTTP/1.1\r\nHost: x\r\n" + length + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as one:
        one.sendall(head)
        sent = 0
        try:
            for _ in range(100):
                one.sendall(block if told else b"100000\r\n" + block + b"\r\n")
                sent += 1
        except OSError:
            pass  # it closes while we still send
        said = received(one)
    assert said == b"" or b" 413 " in said.split(b"\r\n")[0]
    assert server.ask("POST", "/v1/score", ROWS)[0] == 200
    assert memory(server) - before < 64


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n" * 1000,
        b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /slime HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"POST /v1/score HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"GET /v1/score HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET /openenv/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    ],
)
def test_bytes_that_are_no_request_end_their_own_connection(both: Server, garbage: bytes) -> None:
    with socket.create_connection(("127.0.0.1", both.port), timeout=40) as one:
        one.sendall(garbage)
        one.shutdown(socket.SHUT_WR)
        said = received(one)
    assert said == b"" or said.startswith(b"HTTP/1.1 4"), said[:80]
    head, _, body = said.partition(b"\r\n\r\n")
    if body:
        # The form of every other refusal, so that a client need read no second one.
        assert b"content-type: application/json" in head.lower()
        assert json.loads(body)["error"]["code"]
    assert both.ask("POST", "/v1/score", ROWS)[0] == 200


def test_connections_beyond_the_limit_are_refused_and_told_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[bytes] = []
    transport = SimpleNamespace(
        get_extra_info=lambda name: None,
        is_closing=lambda: bool(written),
        write=written.append,
        close=lambda: written.append(b"closed"),
    )
    config = uvicorn.Config(app=None, log_config=None)  # type: ignore[arg-type]
    monkeypatch.setattr(BoundedHeads, "most_connections", 0)
    one = BoundedHeads(config, ServerState(), {}, asyncio.new_event_loop())
    one.connection_made(transport)
    one.loop.close()
    head, _, body = written[0].partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 1" in head
    assert json.loads(body)["error"]["code"] == "busy"
    assert written[1:] == [b"closed"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        *("rows", "samples", "tree", "completion", "prompt", "answer", "group", "query", "prompts"),
        *("labels", "response", "label", "output", "responses_create_params", "input", "name"),
        *("task_spec", "split", "index", "action", "episode_id", "seed"),
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(POST.split()),
    body=st.binary(max_size=64) | st.dictionaries(NAMES, json_values, max_size=4) | json_values,
)
def test_no_body_makes_the_server_fail(both: Server, path: str, body: Any) -> None:
    code, answer = both.ask("POST", path, body, {"X-Session-ID": "s"})
    assert code < 500 or answer["error"]["code"] == "no_number"


@pytest.mark.slow
@pytest.mark.trainers
def test_the_openapi_document_holds_under_generated_requests(
    both: Server, tmp_path: Path, trainers_python: Path
) -> None:
    schemathesis = str(trainers_python.parent / "schemathesis")
    done = subprocess.run(
        [
            schemathesis, "run", f"{both.url}/openapi.json", "--max-examples", "40", "--seed", "1",
            "--exclude-checks", "positive_data_acceptance",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]
    assert both.ask("POST", "/v1/score", ROWS)[0] == 200
    assert both.process.poll() is None, sys.version
