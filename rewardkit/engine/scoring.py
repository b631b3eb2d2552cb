"""Scoring of any number of samples, in input order; a failed sample does not stop the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Score
from rewardkit.engine.chunk_scoring import bind_first, score_rows
from rewardkit.engine.chunks import Read, Row, batches
from rewardkit.engine.concurrency import drive, in_thread, private_loop
from rewardkit.engine.evaluate import evaluate
from rewardkit.engine.leaf_calls import LeafCalls, waits
from rewardkit.engine.options import ErrorWatch, Plan, check_arguments, plan_of
from rewardkit.engine.overdue import LoopBlocked
from rewardkit.engine.progress import (
    Advance,
    first_interrupt_waits,
    progress_shown,
    tell_interrupted,
)
from rewardkit.rewards.base import Reward
from rewardkit.rewards.function import FunctionReward
from rewardkit.rewards.ports import ScoreOptions
from rewardkit.rewards.tree import Samples

if TYPE_CHECKING:
    from rewardkit.data.store import Store
    from rewardkit.engine.verdict_cache import VerdictCache


def score(
    reward: Reward,
    samples: Iterable[Row],
    *,
    workers: int | None = None,
    concurrency: int = 64,
    on_error: str = "keep",
    cache: str | Path | VerdictCache | None = None,
    progress: bool = False,
    chunk: int = 1024,
    breaker_share: float = 0.2,
    breaker_after: int = 50,
    store: str | Path | Store | None = None,
    executor: str = "local",
) -> list[Breakdown]:
    """Score samples; the results are in input order and equal for any number of workers.

    Args:
        reward: The reward.
        samples: Samples or dataset rows, in a list or any other iterable.
        workers: How many worker processes `isolated` rewards may use; the number of processors
            by default.
        concurrency: How many async calls, or slow plain ones in threads, may wait at once.
        on_error: `keep` returns errors as values; `raise` stops at the first; `breaker` stops when
            too many of the samples have no number.
        cache: A file of verdicts, or a `VerdictCache`; nothing is kept without it.
        progress: Whether to show progress on standard error.
        chunk: How many samples are scored at a time. Groups are never cut. It is also the
            batch of a running normaliser.
        breaker_share: The share of failures that trips the breaker when it is exceeded.
        breaker_after: How many samples must be scored before it can trip.
        store: A folder of scored rollouts to append to, or a `Store`; see `rewardkit replay`.
        executor: `local`, or `ray` for actors of a Ray cluster: one of this machine, or
            `ray:ADDRESS`. `workers` is then the number of actors.

    Raises:
        BindError: A reward asks for a field that the data lacks; nothing has been scored then.
        InputError: No row of the first chunk can be read.
        ScoringError: `on_error` said to stop.
        DefinitionError: An isolated reward cannot be found by another process.

    Example:
        >>> from rewardkit import reward, score
        >>> @reward
        ... def polite(completion: str) -> bool:
        ...     return "please" in completion
        >>> [one.value for one in score(polite, [{"completion": "now!"}, {"completion": "please"}])]
        [0.0, 1.0]
    """
    plan = Plan(
        workers,
        concurrency,
        on_error,
        cache,
        progress,
        chunk,
        breaker_share,
        breaker_after,
        store,
        executor,
    )
    return list(_scored(reward, samples, plan))


def score_one(reward: Reward, sample: Sample) -> Breakdown:
    """Score one sample as `score` does, without the set-up that only a batch needs.

    Raises:
        BindError: The reward asks for a field that the sample lacks.
        DefinitionError: The reward still needs a setting.
    """
    plain = reward.__dict__.get("_runs_here")
    if plain is None:
        plain = reward.__dict__["_runs_here"] = _runs_here(reward)
    if not plain:
        return score(reward, [sample])[0]
    samples = (sample,)
    reward.bind(samples)
    return drive(evaluate(reward, samples, _run_here))[0]


def _runs_here(reward: Reward) -> bool:
    """Return True if each leaf is a plain function that occurs once in the tree."""
    leaves = [part for part in reward.walk() if isinstance(part, FunctionReward)]
    return not any(
        leaf.is_async or leaf.isolated or leaf.batched or leaf.grouped or leaf.missing_settings
        for leaf in leaves
    ) and len({(id(leaf.fn), leaf.fingerprint) for leaf in leaves}) == len(leaves)


async def _run_here(leaf: FunctionReward, samples: Samples) -> list[Score]:
    return [leaf.run(sample) for sample in samples]


def stream(
    reward: Reward, samples: Iterable[Row], **options: Unpack[ScoreOptions]
) -> Iterator[Breakdown]:
    """Score samples one chunk at a time, reading no further than the results are taken.

    Options and errors are those of `score`. In a stream, the completions of a group must be
    adjacent.

    Example:
        >>> from itertools import count, islice
        >>> from rewardkit import reward, stream
        >>> @reward
        ... def even(completion: str) -> bool:
        ...     return int(completion) % 2 == 0
        >>> endless = ({"completion": str(number)} for number in count())
        >>> [one.value for one in islice(stream(even, endless, chunk=10), 3)]
        [1.0, 0.0, 1.0]
    """
    return _scored(reward, samples, plan_of(options))


async def ascore(
    reward: Reward, samples: Iterable[Row], **options: Unpack[ScoreOptions]
) -> list[Breakdown]:
    """Score samples without blocking the running event loop; options are those of `score`."""
    return await _ascored(reward, samples, plan_of(options))


def _scored(reward: Reward, samples: Iterable[Row], plan: Plan) -> Iterator[Breakdown]:
    check_arguments(reward, samples)
    return _chunks(reward, samples, plan)


def _chunks(reward: Reward, samples: Iterable[Row], plan: Plan) -> Iterator[Breakdown]:
    if plan.executor != "local":
        yield from _elsewhere(reward, samples, plan)
        return
    parallel = waits(reward)
    total = len(samples) if isinstance(samples, Sized) else None
    watch, recorder = ErrorWatch(plan), plan.recorder(reward)
    with plan.opened() as cache, progress_shown(plan.progress, total) as advance:
        calls = plan.calls(reward, cache, parallel)
        for rows in batches(samples, plan.chunk, reward.needs_groups):
            if not watch.done:
                bind_first(reward, rows, samples)
            calls.next_batch()
            with first_interrupt_waits(len(rows)) as interrupt:
                if parallel:
                    found = _in_private_loop(reward, rows, calls)
                else:
                    found = drive(score_rows(reward, rows, calls))
            if recorder is not None:
                recorder.keep(rows, found)
            _advance(advance, found)
            for row, breakdown in zip(rows, found, strict=True):
                watch.see(row, breakdown)
                yield breakdown
            if interrupt.pressed:
                tell_interrupted(watch.done, total, str(cache.path) if cache else None)
                raise KeyboardInterrupt


def _in_private_loop(reward: Reward, rows: Sequence[Read], calls: LeafCalls) -> list[Breakdown]:
    """Score one chunk in the loop beside this thread, and in another if a call blocks it."""
    while True:
        try:
            return private_loop.run(score_rows(reward, rows, calls), calls.overdue)
        except LoopBlocked:
            calls.start_over()


def _elsewhere(reward: Reward, samples: Iterable[Row], plan: Plan) -> Iterator[Breakdown]:
    """Score on a cluster; policies for errors, progress and the store are those of this process."""
    from rewardkit.engine.executors.ray import ray_chunks

    total = len(samples) if isinstance(samples, Sized) else None
    watch, recorder = ErrorWatch(plan), plan.recorder(reward)
    with progress_shown(plan.progress, total) as advance:
        for rows, found in ray_chunks(reward, samples, plan):
            if recorder is not None:
                recorder.keep(rows, found)
            _advance(advance, found)
            for row, breakdown in zip(rows, found, strict=True):
                watch.see(row, breakdown)
                yield breakdown


async def _ascored(reward: Reward, samples: Iterable[Row], plan: Plan) -> list[Breakdown]:
    check_arguments(reward, samples)
    if plan.executor != "local":
        return await in_thread(lambda: list(_elsewhere(reward, samples, plan)))
    total = len(samples) if isinstance(samples, Sized) else None
    watch, recorder = ErrorWatch(plan), plan.recorder(reward)
    out: list[Breakdown] = []
    with plan.opened() as cache, progress_shown(plan.progress, total) as advance:
        calls = plan.calls(reward, cache, parallel=True)
        for rows in batches(samples, plan.chunk, reward.needs_groups):
            if not watch.done:
                bind_first(reward, rows, samples)
            calls.next_batch()
            found = await score_rows(reward, rows, calls)
            if recorder is not None:
                await in_thread(partial(recorder.keep, rows, found))
            _advance(advance, found)
            for row, breakdown in zip(rows, found, strict=True):
                watch.see(row, breakdown)
            out += found
    return out


def _advance(advance: Advance, found: Sequence[Breakdown]) -> None:
    advance(len(found), sum(one.value is None for one in found))
