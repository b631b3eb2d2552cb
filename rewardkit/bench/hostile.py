"""Clients that mean a server no good, for a soak: each works until a time and counts its tries."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_BLOCK: Final = b"x" * 2**20
_HEAD: Final = b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
_GARBAGE: Final = (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
    b"GET / HTTP/9.9\r\n\r\n",
    b"\r\n" * 500,
    _HEAD + b"Content-Length: -1\r\n\r\n",
    _HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    _HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    _HEAD + b"Content-Length: 2\r\n\r\n[[",
    _HEAD + b"Content-Length: 17\r\n\r\n" + b'{"rows": [[[[[[[[',
    b"GET /v1/score HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
)


@dataclass(frozen=True, slots=True)
class Target:
    """A server to attack.

    Attributes:
        port: Its port at this machine.
        end: The moment, of the monotonic clock, at which to stop.
    """

    port: int
    end: float

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.end

    def connect(self) -> socket.socket:
        """Return a connection; raises OSError where there is none."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def status(port: int) -> int:
    """Return the status of `/health`, 0 without an answer."""
    try:
        with Target(port, 0.0).connect() as one:
            one.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            return int(one.recv(64).split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def garbage(target: Target) -> int:
    """Send bytes that are no request, made up or taken from broken clients."""
    rng, tries = random.Random(1), 0
    while not target.over:
        text = rng.choice(_GARBAGE) if tries % 2 else rng.randbytes(rng.randrange(1, 4096))
        tries += _sent(target, [text])
        time.sleep(0.05)
    return tries


def large_bodies(target: Target) -> int:
    """Send bodies of 100 MB, half of them with their length said before."""
    tries = 0
    while not target.over:
        if tries % 2:
            head, block = b"Transfer-Encoding: chunked", b"100000\r\n" + _BLOCK + b"\r\n"
        else:
            head, block = b"Content-Length: 104857600", _BLOCK
        tries += _sent(target, [_HEAD + head + b"\r\n\r\n", *[block] * 100])
        time.sleep(0.2)
    return tries


def dripping(target: Target) -> int:
    """Hold 32 connections, of which each sends a byte now and then and never finishes."""
    starts = [b"", b"PO", _HEAD, _HEAD + b"Content-Length: 100\r\n\r\n{"] * 8
    held: list[socket.socket | None] = [None] * len(starts)
    opened = 0
    while not target.over:
        for at, one in enumerate(held):
            try:
                if one is None:
                    held[at] = one = target.connect()
                    one.sendall(starts[at])
                    opened += 1
                one.sendall(b"x")
            except OSError:
                if one is not None:
                    one.close()
                held[at] = None  # it was cut off, and comes again
        time.sleep(0.25)
    for one in held:
        if one is not None:
            one.close()
    return opened


def hanging_up(target: Target) -> int:
    """Ask for scores and close the connection before they come."""
    body = b'{"rows": [{"completion": "4", "answer": "4"}]}'
    request = _HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode() + body
    tries = 0
    while not target.over:
        try:
            with target.connect() as one:
                one.sendall(request)
            tries += 1
        except OSError:
            pass  # a process of the server was killed
        time.sleep(0.02)
    return tries


def _sent(target: Target, parts: list[bytes]) -> int:
    """Send parts until the other side closes; return 1 where a connection was made."""
    try:
        one = target.connect()
    except OSError:
        return 0
    with one:
        try:
            for part in parts:
                one.sendall(part)
            one.shutdown(socket.SHUT_WR)
            while one.recv(65536):
                pass
        except OSError:
            pass  # it closes while we still send
    return 1


CLIENTS: Final[dict[str, Callable[[Target], int]]] = {
    "garbage": garbage,
    "bodies of 100 MB": large_bodies,
    "connections that drip": dripping,
    "clients that hang up": hanging_up,
}
"""Every hostile client by its name."""
