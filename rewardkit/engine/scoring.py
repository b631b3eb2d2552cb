"""Scoring of any number of samples, in input order; a failed sample does not stop the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Score
from rewardkit.engine.chunks import Read, Row, batches, read_row
from rewardkit.engine.concurrency import drive, private_loop
from rewardkit.engine.evaluate import evaluate, with_groups
from rewardkit.engine.leaf_calls import LeafCalls, waits
from rewardkit.engine.options import ErrorWatch, Plan, check_arguments, plan_of
from rewardkit.engine.overdue import LoopBlocked
from rewardkit.engine.progress import (
    Advance,
    first_interrupt_waits,
    progress_shown,
    tell_interrupted,
)
from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.function import FunctionReward
from rewardkit.rewards.ports import ScoreOptions
from rewardkit.rewards.tree import Samples

if TYPE_CHECKING:
    from rewardkit.engine.verdict_cache import VerdictCache

LOOK_AHEAD = 1024
"""The number of samples of a list that are checked for the fields of the data."""


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
        workers, concurrency, on_error, cache, progress, chunk, breaker_share, breaker_after
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
    parallel = waits(reward)
    total = len(samples) if isinstance(samples, Sized) else None
    watch = ErrorWatch(plan)
    with plan.opened() as cache, progress_shown(plan.progress, total) as advance:
        calls = plan.calls(reward, cache, parallel)
        for rows in batches(samples, plan.chunk, reward.needs_groups):
            every = None if watch.done else samples
            with first_interrupt_waits(len(rows)) as interrupt:
                if parallel:
                    found = _in_private_loop(reward, rows, calls, every)
                else:
                    calls.next_batch()
                    found = drive(_batch(reward, rows, calls, every))
            _advance(advance, found)
            for row, breakdown in zip(rows, found, strict=True):
                watch.see(row, breakdown)
                yield breakdown
            if interrupt.pressed:
                tell_interrupted(watch.done, total, str(cache.path) if cache else None)
                raise KeyboardInterrupt


def _in_private_loop(
    reward: Reward, rows: Sequence[Read], calls: LeafCalls, every: Iterable[Row] | None
) -> list[Breakdown]:
    """Score one chunk in the loop beside this thread, and in another if a call blocks it."""
    calls.next_batch()
    while True:
        try:
            return private_loop.run(_batch(reward, rows, calls, every), calls.overdue)
        except LoopBlocked:
            calls.start_over()


async def _ascored(reward: Reward, samples: Iterable[Row], plan: Plan) -> list[Breakdown]:
    check_arguments(reward, samples)
    total = len(samples) if isinstance(samples, Sized) else None
    watch = ErrorWatch(plan)
    out: list[Breakdown] = []
    with plan.opened() as cache, progress_shown(plan.progress, total) as advance:
        calls = plan.calls(reward, cache, parallel=True)
        for rows in batches(samples, plan.chunk, reward.needs_groups):
            calls.next_batch()
            found = await _batch(reward, rows, calls, None if watch.done else samples)
            _advance(advance, found)
            for row, breakdown in zip(rows, found, strict=True):
                watch.see(row, breakdown)
            out += found
    return out


async def _batch(
    reward: Reward, rows: Sequence[Read], calls: LeafCalls, every: Iterable[Row] | None
) -> list[Breakdown]:
    """Score one chunk; `every` holds all samples before the first chunk, None after it."""
    samples = [row for row in rows if isinstance(row, Sample)]
    if every is not None:
        for row in rows[:1] if not samples else ():
            assert isinstance(row, InputError)
            raise row  # every row: the wrong file or column names
        reward.bind(_ahead(every) or samples)
    samples = list(with_groups(reward, samples))
    found = await evaluate(reward, samples, calls, calls.parallel)
    if len(samples) == len(rows):
        return found
    found_in_order = iter(found)
    blank = reward.skipped()
    return [
        next(found_in_order)
        if isinstance(row, Sample)
        else replace(blank, score=Score.error("bad_row", str(row)))
        for row in rows
    ]


def _ahead(samples: Iterable[Row]) -> list[Sample]:
    # A list can be checked beyond the first chunk, so that the chunk size does not decide whether a
    # column counts as missing. A stream is read no further than it is scored.
    rows = samples[:LOOK_AHEAD] if isinstance(samples, Sequence) else ()
    read = (read_row(row, index) for index, row in enumerate(rows))
    return [row for row in read if isinstance(row, Sample)]


def _advance(advance: Advance, found: Sequence[Breakdown]) -> None:
    advance(len(found), sum(one.value is None for one in found))
