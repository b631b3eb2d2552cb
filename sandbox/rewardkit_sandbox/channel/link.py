"""The client's end of one agent: what is sent, what is believed of what comes back."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from typing import Any, Protocol

from rewardkit_sandbox.channel import wire
from rewardkit_sandbox.channel.bundle import first_words
from rewardkit_sandbox.protocol import frames
from rewardkit_sandbox.types import Job, JobResult, Limits, Program, RunResult

HELLO_S = 60.0
# Below this nothing untrusted is run: its own processes, files, user and system calls.
FLOOR = ("pid", "mount", "proc", "user")


Watch = Callable[[int, RunResult], bool]


class AgentLost(Exception):
    """An agent is gone, or talks nonsense: it must be replaced."""


class Channel(Protocol):
    """A byte stream to an agent, and the way to end that agent for certain."""

    def send(self, data: bytes) -> None:
        """Send all of it, or raise OSError."""

    def receive(self, count: int) -> bytes:
        """Return exactly `count` bytes, or raise OSError or StreamClosed."""

    def timeout(self, seconds: float) -> None:
        """Let the calls after this one fail when they take longer."""

    def quiet(self) -> bool:
        """Whether the stream is open and nothing waits to be read."""

    def close(self) -> str:
        """End the agent and everything of it; return what it said of its end."""


class Agent:
    """One agent, that does one job at a time.

    Attributes:
        hello: What the agent said of itself: `features`, `python`, `missing`, `trouble`.
        jobs: How many it has done.
        tainted: Why it must not be used again, or "".
    """

    def __init__(self, channel: Channel, config: dict[str, Any]) -> None:
        self._channel = channel
        self.jobs = 0
        self.tainted = ""
        try:
            channel.timeout(HELLO_S)
            self._send(first_words(config))
            header, _ = self._read()
            self.hello: dict[str, Any] = header.get("hello", {})
        except AgentLost as error:
            raise AgentLost(f"{error} {channel.close()}".strip()) from None

    @property
    def missing(self) -> list[str]:
        """What of the floor this agent could not build."""
        return [name for name in FLOOR if name not in self.hello.get("features", ())]

    @property
    def idle(self) -> bool:
        """Whether it waits for a job: an agent that died, or talks unasked, does not."""
        try:
            return self._channel.quiet()
        except (OSError, ValueError):
            return False

    def _send(self, data: bytes) -> None:
        try:
            self._channel.send(data)
        except OSError as error:
            raise AgentLost(f"the agent does not listen: {error}") from None

    def _read(self) -> tuple[dict[str, Any], list[bytes]]:
        try:
            return frames.read(self._channel.receive)
        except TimeoutError:
            raise AgentLost("the agent did not answer in time") from None
        except (OSError, frames.StreamClosed) as error:
            raise AgentLost(f"the agent is gone {error}".strip()) from None
        except frames.FrameError as error:
            raise AgentLost(f"the agent talks nonsense: {error}") from None

    def _ask(self, data: bytes, seconds: float) -> tuple[dict[str, Any], list[bytes]]:
        self._channel.timeout(seconds)
        try:
            self._send(data)
        except AgentLost as error:
            self.tainted = str(error)
            raise
        return self._hear()

    def _hear(self) -> tuple[dict[str, Any], list[bytes]]:
        try:
            header, blobs = self._read()
        except AgentLost as error:
            self.tainted = str(error)
            raise
        self.tainted = self.tainted or str(header.get("contaminated", ""))
        if "error" in header:
            raise AgentLost(str(header["error"]))
        return header, blobs

    def run(self, job: Job, frame: bytes, goes_on: Watch | None = None) -> JobResult:
        """Do a job.

        Args:
            job: What is to be done.
            frame: The same, packed; to be streamed if there is a `goes_on`.
            goes_on: Told each run as soon as it is done; False leaves out what comes after it.

        Raises:
            AgentLost: It could not be done; nothing is known of the program.
        """
        began = time.monotonic()
        header, blobs = self._ask(frame, wire.deadline(job))
        runs: list[RunResult] = []
        stopped = False
        while header.get("more") is True:
            runs += self._runs(header, blobs)
            if goes_on is not None and not stopped and not goes_on(len(runs) - 1, runs[-1]):
                stopped = True
                self._send(frames.pack({"stop": True}))
            header, blobs = self._hear()
        self.jobs += 1
        peaks = header.get("memory_kb") or [0] * len(runs)
        runs = [wire.with_memory(run, peak) for run, peak in zip(runs, peaks, strict=False)]
        return JobResult((*runs, *self._runs(header, blobs)), time.monotonic() - began)

    def _runs(self, header: dict[str, Any], blobs: list[bytes]) -> tuple[RunResult, ...]:
        try:
            return wire.unpack_runs(header, blobs)
        except (KeyError, ValueError, TypeError, StopIteration) as error:
            self.tainted = f"the agent talks nonsense: {error!r}"
            raise AgentLost(self.tainted) from None

    def open_session(self, program: Program, limits: Limits) -> RunResult | None:
        """Load a program for calls; return how loading it failed, or None."""
        header = wire.program_header(program, limits) | {"kind": "session", "stop_early": False}
        seconds = limits.wall_s + limits.waiting_s + HELLO_S
        reply, blobs = self._ask(frames.pack(header, wire.program_blobs(program)), seconds)
        runs = self._runs(reply, blobs)
        return None if reply.get("loaded") is True else runs[0]

    def call(self, call: dict[str, Any], wall_s: float) -> RunResult:
        """Make one call of an open session."""
        reply, blobs = self._ask(frames.pack(call), wall_s + HELLO_S)
        (run,) = self._runs(reply, blobs)
        return run

    def close_session(self) -> None:
        """End the session; the agent is then free for another job."""
        self._ask(frames.pack({"close": True}), HELLO_S)
        self.jobs += 1

    def close(self) -> None:
        """End the agent."""
        self._channel.close()


def is_quiet(connection: socket.socket) -> bool:
    """Whether a connection is open and nothing waits to be read from it."""
    if not hasattr(select, "poll"):  # Windows
        return not select.select([connection], [], [], 0)[0]
    look = select.poll()
    look.register(connection, select.POLLIN)
    return not look.poll(0)


class SocketChannel:
    """What every channel over a socket shares: exact reads and whole writes."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def send(self, data: bytes) -> None:
        """Send all of it."""
        self._connection.sendall(data)

    def receive(self, count: int) -> bytes:
        """Return exactly `count` bytes."""
        buffer = bytearray(count)
        view = memoryview(buffer)
        while view:
            got = self._connection.recv_into(view)
            if not got:
                raise frames.StreamClosed
            view = view[got:]
        return bytes(buffer)

    def timeout(self, seconds: float) -> None:
        """Let the calls after this one fail when they take longer."""
        self._connection.settimeout(seconds)

    def quiet(self) -> bool:
        """Whether the stream is open and nothing waits to be read."""
        return is_quiet(self._connection)
