"""A protocol of uvicorn that bounds connections, and refuses in the form of all other refusals.

uvicorn has a limit for idle connections after a request, and none for a head that comes a byte at
a time. What it refuses itself, before the application is asked, it refuses as plain text.
"""

from __future__ import annotations

import asyncio
import json
import socket
from http import HTTPStatus
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class BoundedHeads(H11Protocol):
    """HTTP/1.1 in which the head of a request must arrive within `head_seconds`."""

    head_seconds = 20.0
    most_connections = 4096
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start the clock of the first request."""
        super().connection_made(transport)
        if len(self.connections) > self.most_connections:
            self._refuse(503, "busy", "too many connections are open")
            return
        # asyncio does so for sockets that it opened itself; without it an answer of two parts
        # waits 40 ms for the other side to acknowledge the first.
        found = transport.get_extra_info("socket")
        if found is not None and found.family in (socket.AF_INET, socket.AF_INET6):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Read bytes; a clock runs while a head is incomplete."""
        super().data_received(data)
        self._watch()

    def send_400_response(self, msg: str) -> None:
        """Refuse bytes that are no request."""
        self._refuse(400, "bad_request", msg)

    def _refuse(self, code: int, kind: str, message: str) -> None:
        if self.cycle is None or self.cycle.response_complete:
            body = json.dumps({"error": {"code": kind, "message": message}}).encode()
            lines = [
                f"HTTP/1.1 {code} {HTTPStatus(code).phrase}",
                "content-type: application/json",
                f"content-length: {len(body)}",
                "connection: close",
                *(["retry-after: 1"] if code == 503 else []),
            ]
            self.transport.write("\r\n".join([*lines, "", ""]).encode() + body)
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self.transport.is_closing() or self.conn.their_state is not h11.IDLE:
            self._stop()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self.head_seconds, self._late)

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _late(self) -> None:
        self._deadline = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()


def bounded_heads(seconds: float) -> type[BoundedHeads]:
    """Return the protocol with a limit of its own."""
    return type("BoundedHeads", (BoundedHeads,), {"head_seconds": seconds})
