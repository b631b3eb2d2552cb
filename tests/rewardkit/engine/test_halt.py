"""A run that is cancelled leaves nothing behind that holds workers, threads or the next run."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest

from rewardkit import ascore, reward, score, weighted
from rewardkit.engine.concurrency import fan_out
from rewardkit.engine.halt import Halt
from rewardkit.engine.workers.pool import pool


@reward(isolated=True, timeout=60)
def sleeps(completion: str) -> bool:
    """Leave a mark, then sleep for so many seconds."""
    folder, seconds = completion.split(":")
    (Path(folder) / f"{time.monotonic_ns()}").touch()
    time.sleep(float(seconds))
    return True


@reward(isolated=True, timeout=60, batched=True)
def sleeps_in_lists(completion: list[str]) -> list[bool]:
    """Sleep as the first row says."""
    time.sleep(float(completion[0].split(":")[1]))
    return [True] * len(completion)


@reward(isolated=True, timeout=60, grouped=True)
def sleeps_in_groups(completion: list[str]) -> list[bool]:
    """Sleep as the first row says."""
    time.sleep(float(completion[0].split(":")[1]))
    return [True] * len(completion)


@reward
def waits(completion: str) -> bool:
    """Wait in this process."""
    time.sleep(0.05)
    return True


async def cancelled_soon(kind: object, rows: list[dict[str, str]], folder: Path) -> None:
    task = asyncio.ensure_future(ascore(kind, rows, workers=2))  # type: ignore[arg-type]
    for _ in range(2000):
        await asyncio.sleep(0.01)
        if pool(2).busy:
            break
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("kind", [sleeps, sleeps_in_lists, sleeps_in_groups])
def test_a_cancelled_run_frees_its_workers(kind: object, tmp_path: Path) -> None:
    rows = [{"prompt": "p", "completion": f"{tmp_path}:50"} for _ in range(20)]

    async def both() -> list[float | None]:
        await cancelled_soon(kind, rows, tmp_path)
        # The next run is not behind the sleepers: it would take 500 seconds and be killed.
        found = await ascore(sleeps, [{"completion": f"{tmp_path}:0"}] * 2, workers=2)
        return [one.value for one in found]

    assert asyncio.run(both()) == [1.0, 1.0]
    assert len(list(tmp_path.iterdir())) <= 4  # nothing more was begun


def test_a_cancelled_run_stops_calls_in_threads() -> None:
    async def run() -> int:
        before = threading.active_count()
        task = asyncio.ensure_future(ascore(waits, [{"completion": "x"}] * 5000, concurrency=4))
        await asyncio.sleep(0.4)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        for _ in range(500):
            await asyncio.sleep(0.01)
            if threading.active_count() <= before:
                break
        return threading.active_count() - before

    assert asyncio.run(run()) <= 0


def test_a_run_that_is_not_cancelled_is_as_ever(tmp_path: Path) -> None:
    both = weighted(a=(0.5, sleeps), b=(0.5, waits))
    rows = [{"completion": f"{tmp_path}:0"}] * 4
    assert [one.value for one in score(both, rows, workers=2)] == [1.0] * 4


def test_a_switch_pulled_before_a_call_ends_it_at_once() -> None:
    halt, ended = Halt(), []
    halt.pull()
    with halt.ending(lambda: ended.append(1)):
        assert ended == [1]
    halt.pull()
    assert ended == [1]


def test_what_has_left_the_block_is_not_ended() -> None:
    halt, ended = Halt(), []
    with halt.ending(lambda: ended.append(1)):
        pass
    halt.pull()
    assert ended == []


def test_no_item_is_begun_after_the_switch() -> None:
    halt, begun = Halt(), []

    def call(item: int) -> int:
        begun.append(item)
        halt.pull()
        return item

    for width in (1, 2):
        begun.clear()
        with pytest.raises(asyncio.CancelledError):
            fan_out(call, range(100), width, halt)
        assert len(begun) <= width
