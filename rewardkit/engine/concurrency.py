"""Threads and event loops for calls that wait, beside the calling thread.

All threads here are daemons: a function that never returns occupies its thread but does not keep
the interpreter from exiting.
"""

from __future__ import annotations

import asyncio
import atexit
import concurrent.futures
import contextvars
import itertools
import logging
import os
import threading
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
_STOP_SECONDS = 1.0
log = logging.getLogger("rewardkit")


def drive(job: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine that never waits to its end, without any event loop.

    Raises:
        RuntimeError: The coroutine waited, which is a bug of the engine.
    """
    try:
        job.send(None)
    except StopIteration as stop:
        result: Result = stop.value
        return result
    job.close()
    raise RuntimeError("a coroutine that was to run without an event loop has waited for one")


def fan_out(call: Callable[[Item], Result], items: Sequence[Item], width: int) -> list[Result]:
    """Call a function on every item from several threads; results are in the order of items.

    An exception stops the remaining calls and is raised here.
    """
    width = min(width, len(items))
    if width <= 1:
        return [call(item) for item in items]
    results: dict[int, Result] = {}
    failures: list[BaseException] = []
    turns = itertools.count()

    def work() -> None:
        while (turn := next(turns)) < len(items) and not failures:
            try:
                results[turn] = call(items[turn])
            except BaseException as error:  # noqa: BLE001 - raised again in the calling thread
                failures.append(error)

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(work,), daemon=True)
        for _ in range(width)
    ]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except BaseException as error:
        failures.append(error)  # the threads take no further item
        raise
    if failures:
        raise failures[0]
    return [results[turn] for turn in range(len(items))]


def start(call: Callable[[], Result]) -> concurrent.futures.Future[Result]:
    """Start a blocking call in a thread of its own."""
    done: concurrent.futures.Future[Result] = concurrent.futures.Future()

    def work() -> None:
        # Whoever waited may have been cancelled meanwhile; the future then takes no result.
        if not done.set_running_or_notify_cancel():
            return
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            done.set_exception(error)
        else:
            done.set_result(result)

    threading.Thread(target=contextvars.copy_context().run, args=(work,), daemon=True).start()
    return done


async def in_thread(call: Callable[[], Result]) -> Result:
    """Await a blocking call in a thread of its own."""
    return await asyncio.wrap_future(start(call))


class PrivateLoop:
    """An event loop in its own thread, for callers that cannot block their own loop.

    There is one for the process, started at first use and kept: connections that an async reward
    opened in an earlier call belong to their loop and stay usable in the next.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._inherited: asyncio.AbstractEventLoop | None = None

    def run(self, job: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine to its end, from any thread, inside or outside a running loop."""
        loop = self._started()
        if threading.current_thread() is self._thread:
            # An async reward that itself scores: waiting for this loop inside it would deadlock.
            return start(lambda: asyncio.run(job)).result()
        future = asyncio.run_coroutine_threadsafe(job, loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=self._run_on, args=(self._loop,), name="rewardkit-loop", daemon=True
                )
                self._thread.start()
            return self._loop

    def _run_on(self, loop: asyncio.AbstractEventLoop) -> None:
        # An async reward may stop the loop that it runs in, or raise through it: whoever waits
        # for other calls would wait for ever.
        while self._loop is loop:
            try:
                loop.run_forever()
            except BaseException as error:  # noqa: BLE001 - the loop outlives what runs in it
                log.warning("an async reward ended its event loop: %s", type(error).__name__)

    def stop(self) -> None:
        """End the loop; a later `run` starts another."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_STOP_SECONDS)
        if not thread.is_alive():
            loop.close()

    def forget(self) -> None:
        """Drop the loop in a forked child, in which its thread does not exist."""
        self._lock = threading.Lock()
        # Kept: a loop that is collected while marked as running emits a ResourceWarning.
        self._inherited = self._loop
        self._loop = self._thread = None


private_loop = PrivateLoop()
atexit.register(private_loop.stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=private_loop.forget)
