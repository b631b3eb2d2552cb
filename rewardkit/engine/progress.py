"""Progress on standard error while a batch is scored, and the handling of Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from types import FrameType

# Called with the number of rows scored since the last call, and how many have no number.
Advance = Callable[[int, int], None]
_LINE_EVERY_SECONDS = 10.0
_hints = ContextVar("hints", default=True)


@contextmanager
def progress_shown(wanted: bool, total: int | None) -> Iterator[Advance]:
    """Show progress on standard error: a bar on a terminal, a line now and then elsewhere."""
    if not wanted:
        yield lambda rows, failed: None
    elif sys.stderr.isatty():
        with _bar(total) as advance:
            yield advance
    else:
        yield _lines(total)


@contextmanager
def _bar(total: int | None) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (
        TextColumn("scored"),
        BarColumn(),
        MofNCompleteColumn(),
        Remaining(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total, note="")
        without = 0

        def advance(rows: int, failed: int) -> None:
            nonlocal without
            without += failed
            bar.update(task, advance=rows, note=f"{without} without a value" if without else "")

        yield advance


def _lines(total: int | None) -> Advance:
    started = said = monotonic()
    done = without = 0

    def advance(rows: int, failed: int) -> None:
        nonlocal said, done, without
        done, without = done + rows, without + failed
        now = monotonic()
        if done != total and now - said < _LINE_EVERY_SECONDS:
            return
        said = now
        of = "" if total is None else f" of {total}"
        rate = done / max(now - started, 1e-9)
        text = f"scored {done}{of} rows, {rate:.0f} a second, {without} without a value"
        print(text, file=sys.stderr, flush=True)

    return advance


class Interrupted:
    """A flag that is set when Ctrl-C was pressed while a batch ran."""

    def __init__(self) -> None:
        self.pressed = False


@contextmanager
def first_interrupt_waits(rows: int) -> Iterator[Interrupted]:
    """Let the first Ctrl-C wait for the batch that runs; the second stops it at once.

    Does nothing for a single row, where there is nothing to lose, outside
    the main thread, which never sees Ctrl-C, and where the program has a handler of its own.
    """
    state = Interrupted()
    main = threading.current_thread() is threading.main_thread()
    if rows == 1 or not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield state
        return

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        if state.pressed:
            signal.default_int_handler(number, frame)
        state.pressed = True
        # Not print: the signal may have interrupted another print.
        os.write(2, b"\nfinishing the rows that are running; Ctrl-C again stops at once\n")

    signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield state
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def without_hints() -> Iterator[None]:
    """Suppress the hint about `cache=`; the command line prints its own."""
    token = _hints.set(False)
    try:
        yield
    finally:
        _hints.reset(token)


def tell_interrupted(done: int, total: int | None, cached: str | None) -> None:
    """Print to standard error how many rows were scored, and how to resume."""
    if not _hints.get():
        return
    of = "" if total is None else f" of {total}"
    how = (
        f"their verdicts are kept in {cached}: run it again and it goes on from here"
        if cached
        else "give cache=PATH to be able to go on from such a point"
    )
    print(f"interrupted after {done}{of} rows; {how}", file=sys.stderr, flush=True)
