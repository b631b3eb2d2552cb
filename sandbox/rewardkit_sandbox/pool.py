"""A warm pool of agents: lends them, replaces them, and gets well again by itself."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from rewardkit_sandbox.backends import rootfs
from rewardkit_sandbox.channel.link import FLOOR, Agent, AgentLost
from rewardkit_sandbox.slots import slots_of
from rewardkit_sandbox.types import SandboxUnavailable


class Backend(Protocol):
    """What starts agents."""

    name: str
    engine: str
    """A word that is equal for all whose agents run on the same processors."""

    def start(self) -> Agent:
        """Start an agent, or raise AgentLost."""

    def describe(self) -> dict[str, Any]:
        """What an agent of this backend is made with."""

    def processes(self) -> list[int]:
        """Process ids of the living agents, where they are processes of this machine."""

    def close(self) -> None:
        """Remove what is left of this backend's agents."""


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """How a pool behaves.

    Args:
        size: Agents, and so jobs, at one time.
        recycle_after: Jobs after which an agent is replaced, used up or not.
        patience_s: How long a job waits for agents to start again once they stopped starting,
            because a daemon is being restarted, say. After that jobs end as `sandbox_error`
            until an agent starts again.
        capacity: Jobs at one time in all processes of this user that share the engine; by default
            the number of processors, or `size` if that is more.
        isolation: `full` refuses to run anything behind less than the stated floor; `none`
            names the risk and runs it all the same.
    """

    size: int
    recycle_after: int = 5000
    patience_s: float = 30.0
    isolation: str = "full"
    capacity: int = 0


class Turns:
    """A semaphore that serves in the order of coming: nobody waits for a second for a slot.

    `threading.Semaphore` lets a thread that has just given a slot back take it again at once.
    """

    def __init__(self, free: int) -> None:
        self._free = free
        self._lock = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


class Pool:
    """Agents that are idle, and the right to use one."""

    def __init__(self, backend: Backend, settings: PoolSettings) -> None:
        self.backend = backend
        self.settings = settings
        self._reset()

    def _reset(self) -> None:
        self._owner = os.getpid()
        self._slots = Turns(self.settings.size)
        self._turns = slots_of(rootfs.home() / "turns" / self.backend.engine)
        capacity = self.settings.capacity or os.cpu_count() or 1
        self._capacity = max(capacity, self.settings.size)
        self._lock = threading.Lock()
        self._idle: list[Agent] = []
        self._failing_since: float | None = None
        self._closed = False

    @contextmanager
    def lend(self) -> Iterator[Agent]:
        """Lend an agent for one job.

        Raises:
            AgentLost: None can be had.
            SandboxUnavailable: Agents start, but behind less than the floor.
        """
        if self._owner != os.getpid():
            self._reset()  # forked: the agents belong to the parent
        with self._slots, self._turns.turn(self._capacity):
            agent = self._take()
            try:
                yield agent
            except AgentLost:
                agent.tainted = agent.tainted or "lost"
                raise
            finally:
                self._give_back(agent)

    def _take(self) -> Agent:
        while True:
            with self._lock:
                if self._closed:
                    raise AgentLost("the sandbox is closed")
                agent = self._idle.pop() if self._idle else None
            if agent is None:
                return self._start()
            if agent.idle:
                return agent
            with contextlib.suppress(AgentLost, OSError):
                agent.close()  # it died while nobody looked: no job shall pay for that

    def _give_back(self, agent: Agent) -> None:
        worn = agent.jobs >= self.settings.recycle_after
        with self._lock:
            if not (agent.tainted or worn or self._closed):
                self._idle.append(agent)
                return
        with contextlib.suppress(AgentLost, OSError):
            agent.close()

    def _start(self) -> Agent:
        """Start an agent, patiently: the other end may be on its way back."""
        pause = 0.1
        while True:
            try:
                agent = self.backend.start()
                break
            except AgentLost:
                now = time.monotonic()
                with self._lock:
                    self._failing_since = self._failing_since or now
                    over = now - self._failing_since > self.settings.patience_s
                if over or self._closed:
                    raise
            time.sleep(pause)
            pause = min(2.0, pause * 1.6)
        with self._lock:
            self._failing_since = None
        self._check_floor(agent)
        return agent

    def _check_floor(self, agent: Agent) -> None:
        if agent.missing and self.settings.isolation != "none":
            trouble = agent.hello.get("trouble", "")
            agent.close()
            raise SandboxUnavailable(
                f"this {self.backend.name} sandbox cannot give programs their own "
                f"{', '.join(agent.missing)} (needed: {', '.join(FLOOR)}); {trouble}. "
                "`rewardkit sandbox doctor` says more; isolation='none' runs them all the same"
            )

    def warm(self) -> None:
        """Start every agent now."""
        agents = []
        try:
            agents = [self._start() for _ in range(self.settings.size - len(self._idle))]
        finally:
            with self._lock:
                self._idle += agents

    def close(self) -> None:
        """End every agent; those at work end after their job."""
        if self._owner != os.getpid():
            return
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for agent in idle:
            with contextlib.suppress(AgentLost, OSError):
                agent.close()
        self.backend.close()
