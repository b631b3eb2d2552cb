"""Calls of async rewards that block the event loop beyond their deadline.

A call that awaits is cancelled at its deadline by the loop. One that blocks the loop cannot be: the
thread that waits for the run then leaves the loop behind, and the rest is scored in another one.
What had been scored until then is kept, so nothing that ended is asked again.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Hashable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from rewardkit.data.score import Score
from rewardkit.rewards.function import FunctionReward

Found = Sequence[Score] | Score
GRACE = 1.0
"""Seconds beyond its deadline after which a call may be blamed for a loop that does not turn."""
# A reward that blocks so often in one call of score is not tried with the other samples.
_MOST = 8


class LoopBlocked(Exception):
    """The event loop of a run was left behind; the run is begun again in another one."""


@dataclass(frozen=True, slots=True)
class _Call:
    leaf: FunctionReward
    key: Hashable
    mark: Hashable
    start: float

    def overdue(self, now: float) -> bool:
        return self.leaf.timeout is not None and now - self.start > self.leaf.timeout + GRACE


class Overdue:
    """The calls that run now and those that have ended, of one chunk."""

    def __init__(self) -> None:
        self._running: dict[asyncio.Task[Any], _Call] = {}
        self._ended: dict[Hashable, Found] = {}
        self._blocks: Counter[Hashable] = Counter()

    def next_batch(self) -> None:
        """Forget the calls that have ended; the samples of a chunk are kept until then."""
        self._running.clear()
        self._ended.clear()

    def ended(self, leaf: FunctionReward, key: Hashable, mark: Hashable) -> Found | None:
        """Return the result of an earlier try of this chunk; None for a call still to be made."""
        if self._blocks[key] >= _MOST and mark not in self._ended:
            detail = f"{self._blocks[key]} calls of {leaf.name!r} blocked the event loop"
            return Score.error("given_up", f"not tried: {detail}; isolated=True can be stopped")
        return self._ended.get(mark)

    async def watched(
        self, leaf: FunctionReward, key: Hashable, mark: Hashable, call: Awaitable[Found]
    ) -> Found:
        """Await a call, known as running meanwhile."""
        task = asyncio.current_task()
        assert task is not None
        start = perf_counter()
        self._running[task] = _Call(leaf, key, mark, start)
        try:
            found = await call
        finally:
            self._running.pop(task, None)
        # A list has the mark of its leaf, which several lists share.
        if mark != key and (leaf.timeout is None or perf_counter() - start <= leaf.timeout):
            self._ended[mark] = found
        return found

    def blame(self, current: asyncio.Task[Any] | None) -> bool:
        """Give the call that blocks the loop its score; False if none is overdue.

        Args:
            current: The task that the loop runs, if it runs one.
        """
        now = perf_counter()
        running = dict(self._running)
        call = running.get(current) if current is not None else None
        if call is None or not call.overdue(now):
            # It runs in a task or a callback of the reward's own.
            late = [one for one in running.values() if one.overdue(now)]
            if not late:
                return False
            call = min(late, key=lambda one: one.start)
        detail = f"stopped after {now - call.start:.3g} s, for it blocked the event loop"
        self._ended[call.mark] = Score(None, "timeout", "deadline", detail, now - call.start)
        self._blocks[call.key] += 1
        self._running.clear()
        return True
