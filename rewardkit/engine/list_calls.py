"""Calls of rewards that take lists: batched ones, and grouped ones once per group."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from rewardkit.data.groups import group_keys
from rewardkit.data.sample import Sample
from rewardkit.data.score import Score
from rewardkit.errors import describe
from rewardkit.rewards.binding import BadField
from rewardkit.rewards.function import FunctionReward

Arguments = dict[str, Any]
# Runs one call and returns a score for each row, or one failure for all of them.
Call = Callable[[Arguments, int], Awaitable[Sequence[Score] | Score]]
# After this many failures without a success, halving is given up: only single rows may succeed.
HOPELESS = 32
# Single rows are then tried for this many seconds: a service that is down may fail slowly.
PATIENCE = 60.0
_UNTRIED = Score.error("given_up", "not tried alone")


def bound(leaf: FunctionReward, sample: Sample) -> Arguments | Score:
    """Return the arguments of a reward for one sample, or a Score that says why there are none."""
    try:
        return leaf.signature.arguments(sample)
    except BadField as bad:
        return Score.error(bad.reason, bad.detail)
    except Exception as error:  # noqa: BLE001 - a malformed chat can break the reading of it
        return Score.error("bad_sample", describe(error))


async def run_lists(
    leaf: FunctionReward, samples: Sequence[Sample], call: Call, parallel: bool = False
) -> list[Score]:
    """Score samples with a reward that takes lists; groups may be `parallel` in an event loop.

    A sample whose fields cannot be read gets an error and is left out of the list; the rest of its
    group is compared without it. When a batch fails it is halved until the failing rows are
    isolated; a group is never cut, so its members fail together. If every call fails, each row is
    called about once more, for at most `PATIENCE` seconds.
    """
    out: list[Score | None] = [None] * len(samples)
    keys = group_keys(samples) if leaf.grouped else [None] * len(samples)
    groups: dict[Any, list[tuple[int, Arguments]]] = {}
    for row, (key, sample) in enumerate(zip(keys, samples, strict=True)):
        arguments = bound(leaf, sample)
        if isinstance(arguments, Score):
            out[row] = arguments
        else:
            groups.setdefault(key, []).append((row, arguments))
    jobs = [
        _whole(rows, call) if leaf.grouped else _searched(rows, call) for rows in groups.values()
    ]
    results = await asyncio.gather(*jobs) if parallel else [await job for job in jobs]
    for rows, scores in zip(groups.values(), results, strict=True):
        for (row, _), score in zip(rows, scores, strict=True):
            out[row] = score
    return [score for score in out if score is not None]


async def _whole(rows: Sequence[tuple[int, Arguments]], call: Call) -> Sequence[Score]:
    return _spread(await call(_columns(rows), len(rows)), len(rows))


@dataclass(slots=True)
class _Tally:
    failures: int = 0
    succeeded: bool = False


async def _searched(rows: Sequence[tuple[int, Arguments]], call: Call) -> Sequence[Score]:
    tally = _Tally()
    out = list(await _halving(rows, call, tally))
    left = [index for index, score in enumerate(out) if score is _UNTRIED]
    end = monotonic() + PATIENCE
    while left and not tally.succeeded and monotonic() < end:
        index = left.pop(0)
        [out[index]] = await _halving([rows[index]], call, tally)
    if not tally.succeeded:
        detail = f"not tried alone: {tally.failures} calls failed and not one row succeeded"
        again: Sequence[Score] = [Score.error("given_up", detail)] * len(left)
    else:
        # Another row was scored, so these may be too; none is given up any more.
        again = await _halving([rows[index] for index in left], call, tally) if left else ()
    for index, score in zip(left, again, strict=True):
        out[index] = score
    return out


async def _halving(
    rows: Sequence[tuple[int, Arguments]], call: Call, tally: _Tally
) -> Sequence[Score]:
    found = await call(_columns(rows), len(rows))
    if not isinstance(found, Score):
        tally.succeeded = True
        return found
    tally.failures += 1
    # A list of the wrong length is a bug of the function, and a call past its deadline would be
    # again: only a failure that one row can cause is worth another call.
    if len(rows) == 1 or found.reason not in ("exception", "worker_died", "out_of_memory"):
        return _spread(found, len(rows))
    if tally.failures >= HOPELESS and not tally.succeeded:
        return [_UNTRIED] * len(rows)
    middle = len(rows) // 2
    left = await _halving(rows[:middle], call, tally)
    return [*left, *await _halving(rows[middle:], call, tally)]


def _spread(found: Sequence[Score] | Score, count: int) -> Sequence[Score]:
    return [found] * count if isinstance(found, Score) else found


def _columns(rows: Sequence[tuple[int, Arguments]]) -> Arguments:
    # A column that only some samples have is None for the others; for one that none has, the
    # function's default is used.
    names = dict.fromkeys(name for _, arguments in rows for name in arguments)
    return {name: [arguments.get(name) for _, arguments in rows] for name in names}


def judge_list(
    leaf: FunctionReward, result: Any, count: int, seconds: float
) -> list[Score] | Score:
    """Convert the return value of a function called with lists to a score for each row."""
    if isinstance(result, (str, bytes, Mapping)) or not hasattr(result, "__len__"):
        return Score.error(
            "bad_return", f"{leaf.name!r} returned {type(result).__name__}, not a list"
        )
    if len(result) != count:
        return Score.error(
            "bad_length", f"{leaf.name!r} returned {len(result)} results for {count} samples"
        )
    return [leaf.judge(one, seconds / count) for one in result]
