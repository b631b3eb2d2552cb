"""Calls of leaves: in the calling thread, in threads, awaited together, or in worker processes.

The way a leaf runs changes its time and nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable, Sequence
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any, TypeVar

from rewardkit.data.sample import Sample
from rewardkit.data.score import Score
from rewardkit.engine.concurrency import fan_out, in_thread
from rewardkit.engine.halt import Halt
from rewardkit.engine.list_calls import Arguments, bound, judge_list, run_lists
from rewardkit.engine.overdue import Overdue
from rewardkit.errors import describe
from rewardkit.rewards.base import Reward
from rewardkit.rewards.function import FunctionReward

if TYPE_CHECKING:
    from rewardkit.engine.verdict_cache import VerdictCache
    from rewardkit.engine.workers.job import Job

Samples = Sequence[Sample]
Result = TypeVar("Result")
# A plain function is worth threads when a call takes this long and mostly waits.
_SLOW = 0.001
_WAITING = 0.5
_BLOCK = 256


def waits(reward: Reward) -> bool:
    """Return True if a leaf gains from an event loop, since its calls can wait concurrently."""
    return any(
        isinstance(leaf, FunctionReward) and (leaf.is_async or (leaf.isolated and leaf.grouped))
        for leaf in reward.walk()
    )


class LeafCalls:
    """The calls of one reward's leaves during one call of `score`.

    Args:
        reward: The reward.
        concurrency: How many calls may wait at the same time in this process.
        workers: How many worker processes isolated rewards may use.
        cache: The cache of verdicts.
        parallel: Whether an event loop runs, which must not be blocked.

    Raises:
        DefinitionError: An isolated reward cannot be found by another process.
    """

    def __init__(
        self,
        reward: Reward,
        *,
        concurrency: int,
        workers: int,
        cache: VerdictCache | None = None,
        parallel: bool = False,
    ) -> None:
        self.concurrency = concurrency
        self.workers = workers
        self.cache = cache
        self.parallel = parallel
        leaves = [node for node in reward.walk() if isinstance(node, FunctionReward)]
        count = Counter(_key(leaf) for leaf in leaves)
        self._jobs: dict[Hashable, Job] = {}
        self._repeated: dict[Hashable, asyncio.Lock] = {}
        self._known: dict[Hashable, dict[int, Score]] = {}
        for leaf in leaves:
            if leaf.isolated:
                from rewardkit.engine.workers.job import job_for

                self._jobs[_key(leaf)] = job_for(leaf)
            # The scores of a grouped reward depend on the other members of the group.
            if count[_key(leaf)] > 1 and leaf.deterministic and not leaf.grouped:
                self._repeated[_key(leaf)] = asyncio.Lock()
        self._turns = asyncio.Semaphore(concurrency)
        self.overdue = Overdue()

    def next_batch(self) -> None:
        """Forget the verdicts that repeated leaves share; the samples of a batch are kept."""
        self.overdue.next_batch()
        self.start_over()

    def start_over(self) -> None:
        """Begin a batch again in another event loop; calls that have ended are not repeated."""
        self._known = {key: {} for key in self._repeated}
        self._repeated = {key: asyncio.Lock() for key in self._repeated}
        self._turns = asyncio.Semaphore(self.concurrency)

    async def __call__(self, leaf: FunctionReward, samples: Samples) -> Sequence[Score]:
        """Return one score for each sample; never raises for a sample."""
        if not self._repeated or (key := _key(leaf)) not in self._repeated:
            return await self._recalled(leaf, samples)
        async with self._repeated[key]:
            known = self._known[key]
            fresh = [sample for sample in samples if id(sample) not in known]
            if fresh:
                scores = await self._recalled(leaf, fresh)
                known.update(zip(map(id, fresh), scores, strict=True))
            return [known[id(sample)] for sample in samples]

    # --- the cache ----------------------------------------------------------------
    async def _recalled(self, leaf: FunctionReward, samples: Samples) -> Sequence[Score]:
        cache = self.cache
        if cache is None or not samples or (stamp := cache.stamp(leaf)) is None:
            return await self._run(leaf, samples)
        keys = [cache.key(stamp, leaf, sample) for sample in samples]
        known = await self._blocking(lambda: cache.recall(keys, leaf.range))
        rows = [row for row, key in enumerate(keys) if key not in known]
        scores = await self._run(leaf, [samples[row] for row in rows]) if rows else []
        fresh = dict(zip(rows, scores, strict=True))
        kept = {key: score for row, score in fresh.items() if (key := keys[row]) is not None}
        if kept:
            await self._blocking(lambda: cache.keep(kept))
        return [fresh[row] if row in fresh else known[key] for row, key in enumerate(keys)]

    async def _blocking(self, call: Callable[[], Result], halt: Halt | None = None) -> Result:
        return await in_thread(call, halt) if self.parallel else call()

    # --- the kinds ----------------------------------------------------------------
    async def _run(self, leaf: FunctionReward, samples: Samples) -> Sequence[Score]:
        if leaf.batched or leaf.grouped:
            parallel = self.parallel and (leaf.is_async or leaf.isolated)
            return await run_lists(leaf, samples, self._list_call(leaf), parallel)
        if leaf.is_async:
            return await asyncio.gather(*(self._await_one(leaf, sample) for sample in samples))
        halt = Halt()
        if leaf.isolated:
            job = self._jobs[_key(leaf)]
            return await self._blocking(lambda: self._isolated(leaf, job, samples, halt), halt)
        return await self._blocking(lambda: run_plain(leaf, samples, self.concurrency, halt), halt)

    async def _await_one(self, leaf: FunctionReward, sample: Sample) -> Score:
        arguments = bound(leaf, sample)
        if isinstance(arguments, Score):
            return arguments
        found = await self._await(leaf, arguments, None, (_key(leaf), id(sample)))
        return found if isinstance(found, Score) else found[0]

    async def _await(
        self, leaf: FunctionReward, arguments: Arguments, count: int | None, mark: Hashable
    ) -> Sequence[Score] | Score:
        async with contextlib.nullcontext() if leaf.takes_turns else self._turns:
            if (ended := self.overdue.ended(leaf, _key(leaf), mark)) is not None:
                return ended
            start = perf_counter()
            call = _guarded(leaf, arguments, count, start)
            call = self.overdue.watched(leaf, _key(leaf), mark, call)
            if leaf.timeout is None:
                return await call
            found = await within(call, leaf.timeout)
            # A call that blocks the loop cannot be stopped and has ended when its deadline is
            # checked: a late result does not count, whichever call blocked.
            if found is not None and perf_counter() - start <= leaf.timeout:
                return found
            detail = f"stopped after {leaf.timeout:g} s"
            return Score(None, "timeout", "deadline", detail, perf_counter() - start)

    def _isolated(
        self, leaf: FunctionReward, job: Job, samples: Samples, halt: Halt
    ) -> Sequence[Score]:
        from rewardkit.engine.workers.pool import pool

        workers = pool(self.workers)

        def one(sample: Sample) -> Score:
            arguments = bound(leaf, sample)
            if isinstance(arguments, Score):
                return arguments
            found = workers.run(job, arguments, halt=halt)
            return found if isinstance(found, Score) else found[0]

        return fan_out(one, samples, self.workers, halt)

    def _list_call(
        self, leaf: FunctionReward
    ) -> Callable[[Arguments, int], Awaitable[Sequence[Score] | Score]]:
        async def awaited(columns: Arguments, count: int) -> Sequence[Score] | Score:
            # A list that blocked the loop would again: its mark is that of the leaf.
            return await self._await(leaf, columns, count, _key(leaf))

        async def isolated(columns: Arguments, count: int) -> Sequence[Score] | Score:
            from rewardkit.engine.workers.pool import pool

            job, workers = self._jobs[_key(leaf)], pool(self.workers)
            halt = Halt()
            async with self._turns:
                return await self._blocking(lambda: workers.run(job, columns, count, halt), halt)

        async def plain(columns: Arguments, count: int) -> Sequence[Score] | Score:
            return await self._blocking(lambda: _called(leaf, columns, count))

        return awaited if leaf.is_async else isolated if leaf.isolated else plain


def run_plain(
    leaf: FunctionReward, samples: Samples, concurrency: int, halt: Halt | None = None
) -> Sequence[Score]:
    """Run a plain function on each sample, in threads once measurement shows that it waits.

    Threads gain nothing for a cheap function and cost more than it does. So rows run in this
    thread, in blocks of doubling size, until a block shows that calls are slow and mostly wait.

    Raises:
        asyncio.CancelledError: The switch was pulled.
    """
    run = leaf.run
    if concurrency == 1 or len(samples) == 1:
        return [run(sample) for sample in samples]
    out: list[Score] = []
    size = 1
    while len(out) < len(samples):
        if halt is not None and halt.pulled:
            raise asyncio.CancelledError
        block = samples[len(out) : len(out) + size]
        wall, busy = perf_counter(), thread_time()
        out.extend([run(sample) for sample in block])
        wall, busy = perf_counter() - wall, thread_time() - busy
        if wall > _SLOW * len(block) and busy < wall * _WAITING:
            return [*out, *fan_out(run, samples[len(out) :], concurrency, halt)]
        size = min(size * 2, _BLOCK)
    return out


def _called(leaf: FunctionReward, columns: Arguments, count: int) -> Sequence[Score] | Score:
    start = perf_counter()
    try:
        result = leaf.fn(**columns, **leaf.settings)
        return judge_list(leaf, result, count, perf_counter() - start)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - the boundary: any failure becomes a value
        return Score.error("exception", describe(error))


async def _guarded(
    leaf: FunctionReward, arguments: Arguments, count: int | None, start: float
) -> Sequence[Score] | Score:
    try:
        result: Any = await leaf.fn(**arguments, **leaf.settings)
        seconds = perf_counter() - start
        if count is None:
            return leaf.judge(result, seconds)
        return judge_list(leaf, result, count, seconds)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        return Score.error("cancelled", f"{leaf.name!r} cancelled itself")
    except BaseException as error:
        # Ctrl-C reaches the main thread alone; anywhere else it is the reward's own.
        if isinstance(error, KeyboardInterrupt) and _in_main_thread():
            raise
        return Score.error("exception", describe(error))


# Calls that were cancelled at their deadline and have not ended yet: a task without a reference may
# be garbage-collected while it runs.
_STRAYS: set[asyncio.Task[Any]] = set()


async def within(
    call: Awaitable[Sequence[Score] | Score], seconds: float
) -> Sequence[Score] | Score | None:
    """Await a call for at most that many seconds; return None if it has not ended by then.

    Unlike `asyncio.wait_for`, this does not wait for the cancellation to complete.
    """
    task = asyncio.ensure_future(call)
    _STRAYS.add(task)
    task.add_done_callback(_STRAYS.discard)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if done:
        return task.result()
    task.cancel()
    return None


def _key(leaf: FunctionReward) -> Hashable:
    # The function is part of the key beside the fingerprint: two closures of one factory share
    # their code and may differ in behaviour.
    kind = (leaf.isolated, leaf.timeout, leaf.batched, leaf.grouped, leaf.deterministic)
    return id(leaf.fn), leaf.fingerprint, leaf.range, kind


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
