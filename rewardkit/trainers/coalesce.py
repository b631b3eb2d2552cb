"""Single calls that wait at the same time, scored as one batch."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from rewardkit.trainers.outcome import Outcome

Batch = Callable[[Sequence[Any]], Awaitable[Sequence[Outcome]]]
WINDOW = 0.002
"""Seconds that a call waits for others before its batch is scored."""


class Coalescer:
    """A queue in front of a batch function, one for each event loop.

    Args:
        batch: Scores a list of rows; one outcome for each.
        at_most: How many rows make a batch that waits no longer.
    """

    def __init__(self, batch: Batch, at_most: int = 256) -> None:
        self.batch = batch
        self.at_most = at_most
        self._waiting: weakref.WeakKeyDictionary[
            asyncio.AbstractEventLoop, list[tuple[Any, asyncio.Future[Outcome]]]
        ] = weakref.WeakKeyDictionary()
        # A task without a reference may be collected while it runs.
        self._running: set[asyncio.Task[None]] = set()

    async def __call__(self, row: Any) -> Outcome:
        """Return the outcome of one row, scored with the others that came within the window."""
        loop = asyncio.get_running_loop()
        waiting = self._waiting.setdefault(loop, [])
        done: asyncio.Future[Outcome] = loop.create_future()
        waiting.append((row, done))
        if len(waiting) == 1:
            loop.call_later(WINDOW, self._start, loop, waiting)
        elif len(waiting) >= self.at_most:
            self._start(loop, waiting)
        return await done

    def _start(self, loop: asyncio.AbstractEventLoop, waiting: list[Any]) -> None:
        if self._waiting.get(loop) is not waiting:
            return  # the batch was full before its window ended
        self._waiting[loop] = []
        task = loop.create_task(self._score(waiting))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _score(self, waiting: list[tuple[Any, asyncio.Future[Outcome]]]) -> None:
        # A call that was cancelled while it waited has nobody to answer.
        wanted = [(row, done) for row, done in waiting if not done.done()]
        if not wanted:
            return
        try:
            found = await self.batch([row for row, _ in wanted])
        except BaseException as error:
            for _, done in wanted:
                if not done.done():
                    done.set_exception(error)
            if not isinstance(error, Exception):
                raise
            return
        for (_, done), outcome in zip(wanted, found, strict=True):
            if not done.done():
                done.set_result(outcome)
