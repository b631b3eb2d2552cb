"""Batches: run the leaves of a reward over many samples."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import Any, TypeVar

from rewardkit.binding import BadField
from rewardkit.evaluate import check_binding, evaluate, group_keys
from rewardkit.function import FunctionReward, describe
from rewardkit.reward import Reward, as_samples
from rewardkit.sample import Sample
from rewardkit.score import Breakdown, Score

Result = TypeVar("Result")


def score(
    reward: Reward, samples: Iterable[Sample | Mapping[str, Any]], **options: Any
) -> list[Breakdown]:
    """Score samples in input order."""
    return list(stream(reward, samples, **options))


def stream(
    reward: Reward, samples: Iterable[Sample | Mapping[str, Any]], **options: Any
) -> Iterator[Breakdown]:
    """Score samples in input order, lazily."""
    batch = as_samples(list(samples))
    check_binding(reward, batch)
    yield from drive(evaluate(reward, batch, _run_leaf))


async def ascore(
    reward: Reward, samples: Iterable[Sample | Mapping[str, Any]], **options: Any
) -> list[Breakdown]:
    """Score samples without blocking the running event loop."""
    batch = as_samples(list(samples))
    check_binding(reward, batch)
    return await evaluate(reward, batch, _run_leaf)


def drive(job: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end from any thread, inside or outside a running event loop."""
    box: list[Any] = []
    worker = threading.Thread(target=lambda: box.append(asyncio.run(job)))
    worker.start()
    worker.join()
    result: Result = box[0]
    return result


async def _run_leaf(leaf: FunctionReward, samples: Sequence[Sample]) -> Sequence[Score]:
    if leaf.grouped or leaf.batched:
        return _run_lists(leaf, samples)
    if leaf.is_async:
        return await asyncio.gather(*(_run_async(leaf, sample) for sample in samples))
    return [leaf.run(sample) for sample in samples]


async def _run_async(leaf: FunctionReward, sample: Sample) -> Score:
    start = perf_counter()
    try:
        arguments = leaf.signature.arguments(sample)
        result = await leaf.fn(**arguments, **leaf.settings)
    except BadField as bad:
        return Score.error(bad.reason, bad.detail)
    except Exception as error:  # noqa: BLE001 - the boundary: any failure becomes a value
        return Score.error("exception", describe(error))
    return leaf.judge(result, perf_counter() - start)


def _run_lists(leaf: FunctionReward, samples: Sequence[Sample]) -> Sequence[Score]:
    keys = group_keys(samples) if leaf.grouped else [0] * len(samples)
    out: list[Score | None] = [None] * len(samples)
    for key in dict.fromkeys(keys):
        rows = [row for row, other in enumerate(keys) if other == key]
        bound = [leaf.signature.arguments(samples[row]) for row in rows]
        columns = {name: [one[name] for one in bound] for name in bound[0]}
        for row, result in zip(rows, leaf.fn(**columns, **leaf.settings), strict=True):
            out[row] = leaf.judge(result)
    return [one for one in out if one is not None]
