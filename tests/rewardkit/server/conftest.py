"""Real servers: `rewardkit serve` in a process of its own, at a free port."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the extra `server`")
pytest.importorskip("uvicorn", reason="needs the extra `server`")

REWARDS = '''
import asyncio, os, time
from rewardkit import Score, gate, reward, weighted

@reward
def exact(completion: str, answer: str) -> bool:
    """Pay for the answer itself."""
    return completion.strip() == str(answer)

@reward(range=(-1, 1))
def shaky(completion: str):
    """Fail, abstain or refuse as the completion says."""
    if "outage" in completion: return Score.error("outage", "the backend is down")
    if "crash" in completion: raise RuntimeError("a bug")
    if "skip" in completion: return None
    if "garble" in completion: return Score.unparsed("no_answer")
    return 1.0 if "good" in completion else -1.0

@reward(isolated=True, timeout=20)
def killed(completion: str) -> float:
    """Kill the worker process that scores some completions."""
    if completion == "die": os.kill(os.getpid(), 9)
    if completion == "hang": time.sleep(600)
    return 1.0

@reward
async def slow(completion: str) -> float:
    """Wait as long as the completion says."""
    await asyncio.sleep(float(completion))
    return 1.0

@reward(range=(float("-inf"), 0))
def endless(completion: str) -> float:
    """Pay less the longer the text is."""
    return -float(len(completion))

@reward(grouped=True)
def shortest(completion: list[str]) -> list[float]:
    """Pay the shortest completion of a prompt."""
    return [float(len(one) == min(map(len, completion))) for one in completion]

both = weighted(right=(0.7, exact), steady=(0.3, shaky))
'''


@dataclass
class Server:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """Send one request; return the code and the body, as JSON where it is."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = {"Content-Type": "application/json", **(headers or {})}
            connection.request(method, path, data, sent)
            response = connection.getresponse()
            text = response.read().decode()
            kind = response.headers.get("Content-Type", "")
            return response.status, json.loads(text) if "json" in kind else text
        finally:
            connection.close()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Stop it and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(60)
        finally:
            self.process.kill()
            self.process.wait()


Serve = Callable[..., Server]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the module `served_rewards`."""
    path = tmp_path_factory.mktemp("served")
    (path / "served_rewards.py").write_text(REWARDS)
    return path


def start(folder: Path, spec: str | Path, *words: object, token: str = "", port: int = 0) -> Server:
    port = port or free_port()
    command = [sys.executable, "-m", "rewardkit.cli", "serve", str(spec), "--port", str(port)]
    log = folder / f"{port}.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [*command, *map(str, words)],
            cwd=folder,
            env={**os.environ, "REWARDKIT_TOKEN": token},
            stdout=subprocess.DEVNULL,
            stderr=file,
        )
    server = Server(process, port)
    for _ in range(600):
        try:
            if server.ask("GET", "/health")[0] == 200:
                return server
        except OSError:
            if process.poll() is not None:
                raise AssertionError(log.read_text()) from None
            time.sleep(0.1)
    raise AssertionError("the server did not start within a minute")


@pytest.fixture
def serve(folder: Path) -> Iterator[Serve]:
    """Start servers that end with the test."""
    running: list[Server] = []

    def begin(spec: str | Path, *words: object, token: str = "", port: int = 0) -> Server:
        running.append(start(folder, spec, *words, token=token, port=port))
        return running[-1]

    yield begin
    for one in running:
        one.stop(signal.SIGKILL)


@pytest.fixture(scope="package")
def both(folder: Path) -> Iterator[Server]:
    """One server of `served_rewards:both` for every test that changes nothing in it."""
    server = start(folder, "served_rewards:both")
    yield server
    server.stop(signal.SIGKILL)


@pytest.fixture
def local(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module `served_rewards`, imported here."""
    import importlib

    monkeypatch.syspath_prepend(str(folder))
    return importlib.import_module("served_rewards")


def counter(text: str, name: str) -> float:
    """The sum of a counter over its labels, in the text of Prometheus."""
    found = re.findall(rf"^{name}(?:\{{.*\}})? (\S+)$", text, re.MULTILINE)
    return sum(map(float, found))
