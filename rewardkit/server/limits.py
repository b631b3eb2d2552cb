"""The limits of a request before it is read: token, size of the body, time of its arrival."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, MutableMapping
from time import perf_counter
from typing import Any

from rewardkit.server.settings import ServerSettings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]
Answered = Callable[[str, int, float], None]
# What a load balancer and a person ask without a token.
OPEN = frozenset({"/health"})


class _Refused(Exception):
    def __init__(self, code: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.code, self.kind, self.message = code, kind, message


class Limits:
    """Middleware that refuses what the server shall not read, and reports every answer.

    Args:
        app: The application.
        settings: The limits.
        answered: Called with the route, the code and the seconds of every answer.
    """

    def __init__(self, app: App, settings: ServerSettings, answered: Answered) -> None:
        self.app = app
        self.settings = settings
        self.answered = answered

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        started, sent = perf_counter(), _Sent(send)
        try:
            body = await self._body(scope, receive)
            await self.app(scope, _replay(body, receive), sent)
        except _Refused as refused:
            await sent.refuse(refused)
        except RecursionError:
            await sent.refuse(_Refused(400, "too_deep", "the body is nested too deeply"))
        finally:
            route = getattr(scope.get("route"), "path", "other")
            self.answered(route, sent.code, perf_counter() - started)

    async def _socket(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if not self._may(scope):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        await self.app(scope, receive, send)

    def _may(self, scope: MutableMapping[str, Any]) -> bool:
        token = self.settings.token
        if token is None or scope["path"] in OPEN:
            return True
        given = _header(scope, b"authorization") or b""
        scheme, _, word = given.partition(b" ")
        if scheme.lower() != b"bearer":
            # The header of clients of the Open Reward Standard.
            word = _header(scope, b"x-api-key") or b""
        return hmac.compare_digest(word.strip(), token.encode())

    async def _body(self, scope: MutableMapping[str, Any], receive: Receive) -> bytes:
        if not self._may(scope):
            raise _Refused(401, "unauthorized", "send the header Authorization: Bearer TOKEN")
        most = self.settings.body_bytes
        large = _Refused(413, "body_too_large", f"a body may have {most} bytes")
        length = _header(scope, b"content-length") or b""
        # A length of thousands of digits is no number for Python either.
        if length.isdigit() and (len(length) > 18 or int(length) > most):
            raise large
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self.settings.body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise _Refused(400, "disconnected", "the client has gone")
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    if size > most:
                        raise large
                    if not message.get("more_body", False):
                        return b"".join(parts)
        except TimeoutError:
            seconds = self.settings.body_seconds
            raise _Refused(
                408, "body_too_slow", f"a body must arrive within {seconds:g} s"
            ) from None


class _Sent:
    """The sending side of one answer, which notes its code."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.code = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.code = message["status"]
        await self._send(message)

    async def refuse(self, refused: _Refused) -> None:
        if self.code:
            return  # the answer has begun; nothing can be said any more
        body = json.dumps({"error": {"code": refused.kind, "message": refused.message}}).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            # What is left of the body is not read, so the connection cannot be used again.
            (b"connection", b"close"),
        ]
        if refused.code == 401:
            headers.append((b"www-authenticate", b"Bearer"))
        await self({"type": "http.response.start", "status": refused.code, "headers": headers})
        await self({"type": "http.response.body", "body": body})


def _header(scope: MutableMapping[str, Any], name: bytes) -> bytes | None:
    return next((value for key, value in scope["headers"] if key.lower() == name), None)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
