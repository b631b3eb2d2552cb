"""The progress of several runs on standard error: how many are done, and the time left."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


class Countdown:
    """A bar on a terminal; in a log file a line for each run.

    Args:
        console: Where it is drawn; standard error by default.
    """

    def __init__(self, console: Console | None = None) -> None:
        self._console = Console(stderr=True) if console is None else console
        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.description}"),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task("", total=None)
        self._total = self._done = self._ran = 0
        self._started = time.monotonic()

    def begin(self, total: int) -> None:
        """Set the number of runs."""
        self._total = total
        self._bar.update(self._task, total=total)

    def read(self, text: str) -> None:
        """Count a run whose result was read; it says nothing about the time left."""
        self._done += 1
        self._say(text, "read")

    def ran(self, text: str) -> None:
        """Count a run that has ended now."""
        self._done += 1
        self._ran += 1
        self._say(text, self.left())

    def left(self) -> str:
        """Return the time left, by the pace of the runs so far."""
        if not self._ran:
            return ""
        seconds = (time.monotonic() - self._started) / self._ran * (self._total - self._done)
        return f"about {seconds / 60:.0f} min left"

    def _say(self, text: str, note: str) -> None:
        self._bar.update(self._task, completed=self._done, description=note)
        line = f"[{self._done}/{self._total}] {text}; {note}"
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()
