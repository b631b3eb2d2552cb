"""Threads keep the order of items, and one loop serves a process and its children."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import textwrap
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import reward, score
from rewardkit.engine.concurrency import PrivateLoop, drive, fan_out, in_thread


async def double(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


@given(st.lists(st.integers(), max_size=30), st.integers(1, 9))
def test_results_come_in_the_order_of_items(items: list[int], width: int) -> None:
    assert fan_out(lambda item: item * 2, items, width) == [item * 2 for item in items]


def test_an_exception_in_a_thread_is_raised_here_and_ends_the_rest() -> None:
    begun = []

    def call(item: int) -> int:
        begun.append(item)
        if item == 3:
            raise ValueError("three")
        time.sleep(0.001)
        return item

    with pytest.raises(ValueError, match="three"):
        fan_out(call, range(1000), 4)
    assert len(begun) < 1000


def test_no_more_threads_run_than_asked_for() -> None:
    threads = set()

    def call(item: int) -> None:
        threads.add(threading.get_ident())
        time.sleep(0.001)

    fan_out(call, range(50), 3)
    assert 1 <= len(threads) <= 3


def test_what_never_waits_needs_no_loop() -> None:
    async def inner() -> int:
        return 1

    async def outer() -> int:
        return await inner() + 1

    assert drive(outer()) == 2
    with pytest.raises(RuntimeError, match="has waited for one"):
        drive(double(1))


def test_a_thread_is_awaited_with_its_result_or_its_exception() -> None:
    def fail() -> None:
        raise ValueError("on purpose")

    async def both() -> int:
        with pytest.raises(ValueError, match="on purpose"):
            await in_thread(fail)
        return await in_thread(lambda: 7)

    assert asyncio.run(both()) == 7


def test_the_loop_can_be_asked_from_threads_and_from_itself() -> None:
    loop = PrivateLoop()

    async def nested() -> int:
        return loop.run(double(3))

    assert loop.run(nested()) == 6
    assert fan_out(lambda item: loop.run(double(item)), range(20), 5) == list(range(0, 40, 2))
    loop.stop()
    assert loop.run(double(4)) == 8
    loop.stop()
    loop.stop()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_has_a_loop_of_its_own() -> None:
    code = textwrap.dedent("""
        import os
        from rewardkit import reward, score
        @reward
        async def one(completion: str) -> float:
            return 1.0
        rows = [{"completion": "x"}] * 3
        before = score(one, rows)
        child = os.fork()
        if child == 0:
            os._exit(0 if score(one, rows) == before else 1)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), score(one, rows) == before)
    """)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("0 True", "")


def test_a_reward_that_never_ends_does_not_keep_the_interpreter() -> None:
    code = textwrap.dedent("""
        import asyncio, threading, time
        from rewardkit import reward, score
        @reward(timeout=0.1)
        async def stubborn(completion: str) -> float:
            while True:
                try:
                    await asyncio.sleep(1)
                except asyncio.CancelledError:
                    pass
        @reward
        def slow(completion: str) -> float:
            time.sleep(1000)
            return 1.0
        print(stubborn.score(completion="x").status)
        threading.Thread(target=score, args=(slow, [{"completion": "x"}]), daemon=True).start()
    """)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "timeout")


def test_an_async_reward_that_interrupts_or_stops_the_loop_costs_its_own_row() -> None:
    @reward(timeout=5.0)
    async def odd(completion: str) -> float:
        if completion == "interrupt":
            raise KeyboardInterrupt
        if completion == "stop":
            asyncio.get_running_loop().stop()
        return 1.0

    rows = [{"completion": text} for text in ("a", "interrupt", "b", "stop", "c")]
    found = score(odd, rows)
    assert [one.value for one in found] == [1.0, None, 1.0, 1.0, 1.0]
    assert (found[1].reason, "KeyboardInterrupt" in found[1].detail) == ("exception", True)
    assert score(odd, rows[:1])[0].value == 1.0


def test_a_cancelled_wait_leaves_the_thread_to_end_in_peace(
    capfd: pytest.CaptureFixture[str],
) -> None:
    ended = threading.Event()

    def slow() -> int:
        time.sleep(0.2)
        ended.set()
        return 1

    async def given_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(in_thread(slow), 0.02)

    asyncio.run(given_up())
    assert ended.wait(5)
    time.sleep(0.05)
    assert "InvalidStateError" not in capfd.readouterr().err
