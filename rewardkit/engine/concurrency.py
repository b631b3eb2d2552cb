"""Threads and event loops for calls that wait, beside the calling thread.

All threads here are daemons: a function that never returns occupies its thread but does not keep
the interpreter from exiting.
"""

from __future__ import annotations

import asyncio
import atexit
import concurrent.futures
import contextvars
import ctypes
import itertools
import logging
import os
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any, TypeVar

from rewardkit.engine.halt import Halt
from rewardkit.engine.overdue import LoopBlocked, Overdue

Item = TypeVar("Item")
Result = TypeVar("Result")
_STOP_SECONDS = 1.0
# How long a loop may stand before its calls are looked at.
_BEAT = 0.5
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


def fan_out(
    call: Callable[[Item], Result], items: Sequence[Item], width: int, halt: Halt | None = None
) -> list[Result]:
    """Call a function on every item from several threads; results are in the order of items.

    An exception stops the remaining calls and is raised here.

    Args:
        call: The function.
        items: The items.
        width: How many threads.
        halt: A switch that stops the remaining calls, and is pulled when this one is interrupted.

    Raises:
        asyncio.CancelledError: The switch was pulled.
    """
    halt = halt or Halt()
    try:
        return _fanned_out(call, items, min(width, len(items)), halt)
    except BaseException:
        halt.pull()
        raise


def _fanned_out(
    call: Callable[[Item], Result], items: Sequence[Item], width: int, halt: Halt
) -> list[Result]:
    if width <= 1:
        return [call(item) for item in _until(halt, items)]
    results: dict[int, Result] = {}
    failures: list[BaseException] = []
    turns = itertools.count()

    def work() -> None:
        while (turn := next(turns)) < len(items) and not failures and not halt.pulled:
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
    if halt.pulled:
        raise asyncio.CancelledError
    return [results[turn] for turn in range(len(items))]


def _until(halt: Halt, items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        if halt.pulled:
            raise asyncio.CancelledError
        yield item


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


async def in_thread(call: Callable[[], Result], halt: Halt | None = None) -> Result:
    """Await a blocking call in a thread of its own; when cancelled, pull the switch it obeys."""
    try:
        return await asyncio.wrap_future(start(call))
    except asyncio.CancelledError:
        if halt is not None:
            halt.pull()
        raise


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
        self._left: list[asyncio.AbstractEventLoop] = []

    def run(self, job: Coroutine[Any, Any, Result], overdue: Overdue | None = None) -> Result:
        """Run a coroutine to its end, from any thread, inside or outside a running loop.

        Args:
            job: The coroutine.
            overdue: The calls in it, one of which may block the loop.

        Raises:
            LoopBlocked: A call has blocked the loop beyond its deadline, and was blamed for it.
        """
        loop = self._started()
        if threading.current_thread() is self._thread:
            # An async reward that itself scores: waiting for this loop inside it would deadlock.
            return start(lambda: asyncio.run(job)).result()
        future = asyncio.run_coroutine_threadsafe(job, loop)
        try:
            while overdue is not None and not self._done(future, loop):
                if overdue.blame(asyncio.current_task(loop)):
                    self._leave(loop)
                    raise LoopBlocked
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def _done(
        self, future: concurrent.futures.Future[Any], loop: asyncio.AbstractEventLoop
    ) -> bool:
        """Wait for a result as long as the loop turns; False when it stands still."""
        while True:
            turned = threading.Event()
            loop.call_soon_threadsafe(turned.set)
            if concurrent.futures.wait([future], timeout=_BEAT).done:
                return True
            if not turned.is_set():
                return False

    def _leave(self, loop: asyncio.AbstractEventLoop) -> None:
        """Leave a loop whose thread does not return, and end the thread if it runs Python code."""
        with self._lock:
            if self._loop is not loop:
                return
            thread, self._loop, self._thread = self._thread, None, None
        loop.call_soon_threadsafe(loop.stop)  # should the call return one day
        self._left.append(loop)  # a loop that is collected while it runs emits a ResourceWarning
        if thread is not None and thread.ident is not None:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit)
            )

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
