"""Chunks scored by actors of a Ray cluster; the results come back in input order, each once.

An actor holds the reward with its worker pools, sandboxes and judge clients for as long as the
driver lives. The driver alone writes results down, so a node that dies loses nothing: the chunks
that were there are sent elsewhere, and none is counted twice.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, field, replace
from typing import Any

from rewardkit.data.score import Breakdown, Score
from rewardkit.engine.chunk_scoring import bind_first, score_rows
from rewardkit.engine.chunks import Read, Row, batches
from rewardkit.engine.concurrency import drive, private_loop
from rewardkit.engine.leaf_calls import waits
from rewardkit.engine.options import Plan
from rewardkit.errors import DefinitionError, MissingExtra, ScoringError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.running_states import state_of

# Chunks that an actor has at a time: one that runs, and one that is already there when it ends.
_EACH = 2
# How far beyond the next result to hand out chunks may be scored; a slow one holds up the rest.
_AHEAD = 4
# After so many deaths of its actors a row is given up; a chunk is divided one earlier, to find the
# row that kills them.
_DEATHS = 3
_START_SECONDS = 120.0
_TURN_SECONDS = 5.0
_POOLS_AT_MOST = 4


class ChunkScorer:
    """The actor: one reward, warm, under the options of one call."""

    def __init__(self, reward: Reward, options: Mapping[str, Any]) -> None:
        self.reward = reward
        self.parallel = waits(reward)
        self._opened = Plan(**options).opened()
        cache = self._opened.__enter__()
        self.calls = Plan(**options).calls(reward, cache, self.parallel)

    def ready(self) -> bool:
        """Answer once the reward is loaded."""
        return True

    def score(self, rows: Sequence[Read]) -> list[Breakdown]:
        """Return one breakdown for each row."""
        self.calls.next_batch()
        job = score_rows(self.reward, rows, self.calls)
        return private_loop.run(job) if self.parallel else drive(job)


@dataclass(slots=True, eq=False)
class _Job:
    """A chunk on its way, or a part of one."""

    index: int
    rows: Sequence[Read]
    deaths: int = 0
    parts: list[_Job] = field(default_factory=list)
    found: list[Breakdown] | None = None

    def result(self) -> list[Breakdown] | None:
        """Return the results of the rows, None while one is missing."""
        if not self.parts:
            return self.found
        each = [part.result() for part in self.parts]
        known = [one for one in each if one is not None]
        return [row for one in known for row in one] if len(known) == len(each) else None


def ray_chunks(
    reward: Reward, samples: Iterable[Row], plan: Plan
) -> Iterator[tuple[Sequence[Read], list[Breakdown]]]:
    """Yield each chunk with its results, in input order.

    Raises:
        MissingExtra: Ray is not installed.
        DefinitionError: The reward keeps a state of everything scored before, or the actors
            cannot load it.
        ScoringError: No actor can be started any more.
    """
    if any(state_of(part) is not None for part in reward.walk()):
        raise DefinitionError(
            f"reward {reward.name!r} is normalised by everything scored before, which several "
            "processes cannot share. Use scale='static', or score without executor='ray'."
        )
    key, pool = _taken(reward, plan)
    try:
        yield from _in_order(reward, samples, plan, pool)
    except BaseException:
        # An error, or a caller that wants no more: what runs is of no use to anyone.
        pool.close()
        raise
    _kept(key, pool)


def _in_order(
    reward: Reward, samples: Iterable[Row], plan: Plan, pool: _Pool
) -> Iterator[tuple[Sequence[Read], list[Breakdown]]]:
    size = plan.chunk
    if isinstance(samples, Sized):
        size = max(1, min(size, math.ceil(len(samples) / (2 * _EACH * pool.wanted))))
    chunks = enumerate(batches(samples, size, reward.needs_groups))
    waiting: dict[int, _Job] = {}
    turn, more = 0, True
    while True:
        while more and len(waiting) < _AHEAD * pool.wanted and pool.room():
            index, rows = next(chunks, (-1, []))
            if more := index >= 0:
                if index == 0:
                    bind_first(reward, rows, samples)
                waiting[index] = _Job(index, rows)
                pool.send(waiting[index])
        while turn in waiting and (found := waiting[turn].result()) is not None:
            yield waiting.pop(turn).rows, found
            turn += 1
        if not waiting and not more:
            return
        if turn in waiting or not pool.room():
            pool.wait()


class _Pool:
    """The actors of one reward, and the chunks that they have."""

    def __init__(self, ray: Any, reward: Reward, plan: Plan) -> None:
        self.ray = ray
        self.reward = reward
        self.wanted = plan.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        self.options = {"workers": 1, "concurrency": plan.concurrency, "cache": plan.cache}
        self.loads: dict[Any, int] = {}
        self.starting: dict[Any, Any] = {}
        self.sent: dict[Any, tuple[_Job, Any]] = {}
        self.unsent: list[_Job] = []
        self._class = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(ChunkScorer)
        self._reward = ray.put(reward)
        self._start(self.wanted)
        self._wait_for_one()

    def room(self) -> bool:
        """Return True if an actor could take another chunk now."""
        return not self.unsent and any(load < _EACH for load in self.loads.values())

    def send(self, job: _Job) -> None:
        """Send a chunk to the actor with the fewest; one that may kill its actor is sent alone."""
        actor = min(self.loads, key=lambda one: self.loads[one], default=None)
        if actor is None or self.loads[actor] > (0 if job.deaths else _EACH - 1):
            self.unsent.append(job)
            return
        # Two chunks of one actor die together, and nobody could tell which of them did it.
        self.loads[actor] += _EACH if job.deaths else 1
        self.sent[actor.score.remote(job.rows)] = (job, actor)

    def wait(self) -> None:
        """Wait for a result, the death of an actor, or the start of one."""
        if not self.loads:
            self._start(max(0, 1 - len(self.starting)))
            self._wait_for_one()
        unsent, self.unsent = self.unsent, []
        for job in unsent:
            self.send(job)
        refs = [*self.sent, *self.starting]
        if not refs:
            return
        done, _ = self.ray.wait(refs, num_returns=1, timeout=_TURN_SECONDS)
        for ref in done:
            if ref in self.starting:
                self._started(ref)
            else:
                self._arrived(ref)

    def close(self) -> None:
        """Kill the actors."""
        for actor in (*self.loads, *self.starting.values()):
            self.ray.kill(actor)
        self.loads.clear()
        self.starting.clear()

    def _arrived(self, ref: Any) -> None:
        job, actor = self.sent.pop(ref)
        errors = self.ray.exceptions
        try:
            job.found = self.ray.get(ref)
        except errors.RayTaskError as error:
            raise error.as_instanceof_cause() from None
        except (errors.RayActorError, errors.RaySystemError, errors.ObjectLostError) as error:
            self._died(actor)
            self._again(job, str(error).splitlines()[0])
        else:
            if actor in self.loads:
                self.loads[actor] -= _EACH if job.deaths else 1

    def _again(self, job: _Job, why: str) -> None:
        job.deaths += 1
        divisible = len(job.rows) > 1 and not self.reward.needs_groups
        if job.deaths < (_DEATHS - 1 if divisible else _DEATHS):
            self.send(job)
        elif divisible:
            # One of these rows may kill whatever scores it; the others must not pay for that.
            half = len(job.rows) // 2
            job.parts = [
                _Job(job.index, rows, deaths=1) for rows in (job.rows[:half], job.rows[half:])
            ]
            for part in job.parts:
                self.send(part)
        else:
            detail = f"the processes that scored it died {job.deaths} times; the last: {why[:200]}"
            died = replace(self.reward.skipped(), score=Score.error("worker_died", detail))
            job.found = [died for _ in job.rows]

    def _died(self, actor: Any) -> None:
        if self.loads.pop(actor, None) is not None:
            self._start(1)

    def _start(self, count: int) -> None:
        for _ in range(count):
            actor = self._class.remote(self._reward, self.options)
            self.starting[actor.ready.remote()] = actor

    def _started(self, ref: Any) -> None:
        actor = self.starting.pop(ref)
        try:
            self.ray.get(ref)
        except self.ray.exceptions.RayActorError as error:
            if "creation task" in str(error) or "__init__" in str(error):
                last = [line for line in str(error).splitlines() if line.strip()][-1]
                raise DefinitionError(
                    f"reward {self.reward.name!r} cannot be loaded by an actor: {last.strip()}. "
                    "Every node needs the same packages and modules."
                ) from None
            self._start(1)
        else:
            self.loads[actor] = 0

    def _wait_for_one(self) -> None:
        """Wait until an actor runs; the others join when they are there."""
        patience = _START_SECONDS
        while not self.loads:
            done, _ = self.ray.wait(list(self.starting), num_returns=1, timeout=_TURN_SECONDS)
            for ref in done:
                self._started(ref)
            if not done:
                # A node that has just died may still be counted as free.
                _make_room()
                patience -= _TURN_SECONDS
            if patience <= 0:
                raise ScoringError(
                    f"no actor could be started within {_START_SECONDS:g} s: the cluster has no "
                    "free processor"
                )


_Key = tuple[Any, ...]
_idle: dict[_Key, _Pool] = {}


def _taken(reward: Reward, plan: Plan) -> tuple[_Key, _Pool]:
    """Return a pool of the reward that nobody else uses: a warm one, or a new one."""
    try:
        import ray
    except ImportError:
        raise MissingExtra("scoring on a cluster", "ray") from None
    if not ray.is_initialized():
        _idle.clear()
        address = address_of(plan.executor)
        ray.init(address=address, log_to_driver=False, logging_level="ERROR")
    key = (reward.fingerprint, reward.name, plan.workers, plan.concurrency, str(plan.cache))
    found = _idle.pop(key, None)
    if found is None:
        wanted = plan.workers or int(ray.cluster_resources().get("CPU", 1))
        # Warm actors hold their processors; those of other rewards make room.
        while _idle and ray.available_resources().get("CPU", 0) < wanted:
            _make_room()
        found = _Pool(ray, reward, plan)
    return key, found


def _kept(key: _Key, pool: _Pool) -> None:
    """Keep an idle pool for the next call; the one that was unused for longest makes room."""
    if key in _idle:
        pool.close()
        return
    _idle[key] = pool
    while len(_idle) > _POOLS_AT_MOST:
        _make_room()


def _make_room() -> None:
    """End the actors of the pool that was unused for longest, if there is one."""
    if _idle:
        _idle.pop(next(iter(_idle))).close()


def address_of(executor: str) -> str:
    """Return the address of the cluster that an `executor` names.

    `ray` alone is a cluster of this process on this machine, or the one of the environment
    variable `RAY_ADDRESS`, which Ray sets for jobs. It is never one that happens to run here: that
    belongs to somebody else, who may end it.

    Example:
        >>> address_of("ray:local"), address_of("ray:auto"), address_of("ray://head:10001")
        ('local', 'auto', 'ray://head:10001')
    """
    if executor.startswith("ray://"):
        return executor
    return executor.partition(":")[2] or os.environ.get("RAY_ADDRESS") or "local"
