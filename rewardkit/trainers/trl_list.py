"""A list of rewards in TRL: scored together, so that a failure of one is a failure of the row.

TRL adds the rewards of a list and takes a missing one for 0: an outage of one reward would be
its zero, or better than its penalty. So every reward of the list gives None for such a row.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Hashable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from rewardkit.engine.concurrency import private_loop
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.outcome import Outcome
from rewardkit.trainers.trl_call import Call

if TYPE_CHECKING:
    Results = dict[int, list[Outcome]]


class Together:
    """The rewards of one list; those of one step are scored once, at the first call of any.

    Args:
        bridges: The bridge of each reward, in the order of the list.
    """

    def __init__(self, bridges: Sequence[Bridge]) -> None:
        self.bridges = list(bridges)
        self._lock = threading.Lock()
        self._step: tuple[Any, Future[Results], set[int]] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.bridges,)

    def outcomes(
        self, bridge: Bridge, call: Call, groups: Sequence[Hashable] | None
    ) -> list[list[Outcome]]:
        """Return the outcomes of `bridge` for the rows of a call, then those of other rewards.

        The others are those that leave a row without a number unknown.
        """
        first, done = self._begin(bridge, call)
        if first:
            try:
                done.set_result(self._score(call, groups))
            except BaseException as error:
                self._fail(done, error)
                raise
        return self._ordered(bridge, done.result())

    async def aoutcomes(
        self, bridge: Bridge, call: Call, groups: Sequence[Hashable] | None
    ) -> list[list[Outcome]]:
        """Return the same as `outcomes`, without blocking the running event loop."""
        first, done = self._begin(bridge, call)
        if first:
            try:
                done.set_result(await self._ascore(call, groups))
            except BaseException as error:
                self._fail(done, error)
                raise
        return self._ordered(bridge, await asyncio.wrap_future(done))

    def _begin(self, bridge: Bridge, call: Call) -> tuple[bool, Future[Results]]:
        with self._lock:
            if self._step is not None and len(self.bridges) > 1:
                completions, done, taken = self._step
                # The same list again for the same reward is another step, or a test.
                if completions is call.completions and id(bridge) not in taken:
                    taken.add(id(bridge))
                    return False, done
            fresh: Future[Results] = Future()
            self._step = (call.completions, fresh, {id(bridge)})
            return True, fresh

    def _fail(self, done: Future[Results], error: BaseException) -> None:
        with self._lock:
            self._step = None
        done.set_exception(error)

    def _score(self, call: Call, groups: Sequence[Hashable] | None) -> Results:
        if len(self.bridges) > 1 and any(bridge.waits for bridge in self.bridges):
            return private_loop.run(self._ascore(call, groups))
        with self._evaluation(call):
            return {id(one): one.outcomes(call.rows, groups) for one in self.bridges}

    async def _ascore(self, call: Call, groups: Sequence[Hashable] | None) -> Results:
        with self._evaluation(call):
            jobs = [bridge.aoutcomes(call.rows, groups) for bridge in self.bridges]
            found = await asyncio.gather(*jobs)
        return {id(one): outcomes for one, outcomes in zip(self.bridges, found, strict=True)}

    def _evaluation(self, call: Call) -> ExitStack:
        stack = ExitStack()
        for bridge in self.bridges:
            stack.enter_context(bridge.evaluation(call.evaluating))
        return stack

    def _ordered(self, bridge: Bridge, found: Results) -> list[list[Outcome]]:
        # A reward with another policy gives a number to every row.
        others = [one for one in self.bridges if one is not bridge and one.missing == "unknown"]
        return [found[id(bridge)], *(found[id(one)] for one in others)]
