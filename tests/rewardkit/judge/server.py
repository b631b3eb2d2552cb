"""A judge on the loopback interface that does as its script says, and keeps a log of calls."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

VERDICT = json.dumps({"reason": "stated", "score": 3})
# What a fault does to a call; every one of them must end as an error or be retried.
FAULTS = (
    "429",
    "429-after",
    "500",
    "503",
    "html",
    "garbage",
    "empty-choices",
    "none-content",
    "blank",
    "refusal",
    "truncated",
    "reasoning",
    "two-scores",
    "nan",
    "out-of-range",
    "prose",
    "reset",
    "half-body",
)


@dataclass
class Call:
    """One request as the server saw it."""

    path: str
    key: str
    fault: str
    body: dict[str, Any]
    done: bool = False
    name: str = ""


@dataclass
class JudgeServer:
    """A server in a thread of its own; `script` says for each call what goes wrong, or nothing."""

    script: Callable[[int, dict[str, Any]], str] = lambda number, body: ""
    reply: Callable[[dict[str, Any]], str] = lambda body: VERDICT
    usage: tuple[int, int] = (50, 10)
    delay: float = 0.0
    logprobs: dict[str, Any] | None = None
    calls: list[Call] = field(default_factory=list)
    log: str = ""

    def __enter__(self) -> JudgeServer:
        self._loop = asyncio.new_event_loop()
        started = threading.Event()

        def run() -> None:
            asyncio.set_event_loop(self._loop)
            self._server = self._loop.run_until_complete(
                asyncio.start_server(self._serve, "127.0.0.1", 0)
            )
            self.port = self._server.sockets[0].getsockname()[1]
            started.set()
            self._loop.run_forever()

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        started.wait(10)
        return self

    def __exit__(self, *error: object) -> None:
        async def stop() -> None:
            self._server.close()
            me = asyncio.current_task()
            others = [task for task in asyncio.all_tasks() if task is not me]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            self._loop.stop()

        asyncio.run_coroutine_threadsafe(stop(), self._loop)
        self._thread.join(10)
        self._loop.close()

    @property
    def url(self) -> str:
        """The base of the API."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def served(self) -> int:
        """How many requests came in."""
        return len(self.calls)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        path = lines[0].split(" ")[1]
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        body = json.loads(await reader.readexactly(int(headers.get("content-length", 0))) or b"{}")
        fault = self.script(len(self.calls), body)
        call = Call(path, headers.get("idempotency-key", ""), fault, body)
        call.name = headers.get("x-request-id", "")
        self.calls.append(call)
        self._write_log(call)
        if self.delay:
            await asyncio.sleep(self.delay)
        return await self._answer(call, writer)

    def _write_log(self, call: Call) -> None:
        if self.log:
            with open(self.log, "a") as file:
                file.write(json.dumps({"key": call.key, "fault": call.fault}) + "\n")

    async def _answer(self, call: Call, writer: asyncio.StreamWriter) -> bool:
        fault = call.fault
        if fault == "reset":
            writer.transport.abort()
            return False
        if fault == "never":
            await asyncio.sleep(3600)
        status, kind, text, extra = self._response(call)
        data = text.encode()
        head = (
            f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n"
            f"{extra}\r\n"
        )
        if fault == "slow":
            writer.write(head.encode())
            for byte in data:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0.05)
        elif fault == "half-body":
            writer.write(head.encode() + data[: len(data) // 2])
            await writer.drain()
            writer.transport.abort()
            return False
        else:
            writer.write(head.encode() + data)
        await writer.drain()
        call.done = True
        return True

    def _response(self, call: Call) -> tuple[int, str, str, str]:
        fault, ok = call.fault, "application/json"
        if fault.startswith("429"):
            extra = "Retry-After: 0.05\r\n" if fault == "429-after" else ""
            return 429, ok, '{"error": {"message": "slow down"}}', extra
        if fault in ("500", "503", "400", "401", "404"):
            return int(fault), ok, '{"error": {"message": "no"}}', ""
        if fault == "html":
            return 200, "text/html", "<html>502 Bad Gateway</html>", ""
        if fault == "garbage":
            return 200, ok, '{"choices": [', ""
        return 200, ok, self._completion(call), ""

    def _completion(self, call: Call) -> str:
        text: str | None = self.reply(call.body)
        message: dict[str, Any] = {"role": "assistant"}
        finish = "stop"
        fault = call.fault
        if fault == "none-content":
            text = None
        elif fault == "blank":
            text = " \n\n "
        elif fault == "refusal":
            text, message["refusal"] = None, "I cannot do that."
        elif fault == "truncated":
            text, finish = '{"reason": "it is', "length"
        elif fault == "reasoning":
            message["reasoning_content"], text = text, None
        elif fault == "two-scores":
            text = '{"reason": "x", "score": 1, "score": 5}'
        elif fault == "nan":
            text = '{"reason": "x", "score": NaN}'
        elif fault == "out-of-range":
            text = '{"reason": "x", "score": -1}'
        elif fault == "prose":
            text = "I would say a solid 5 out of 5."
        message["content"] = text
        choices: list[dict[str, Any]] = [
            {"index": 0, "finish_reason": finish, "message": message, "logprobs": self.logprobs}
        ]
        return json.dumps(
            {
                "id": "x",
                "object": "chat.completion",
                "created": 1,
                "model": "scripted",
                "choices": [] if fault == "empty-choices" else choices,
                "usage": {
                    "prompt_tokens": self.usage[0],
                    "completion_tokens": self.usage[1],
                    "total_tokens": sum(self.usage),
                },
            }
        )
