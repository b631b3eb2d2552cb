"""Display of a run of scoring: a bar, breakdowns, and a note when no row is finished."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

import typer

from rewardkit.data.sample_files import Row
from rewardkit.data.score import Breakdown
from rewardkit.data.terminal import harmless

SILENT_SECONDS = 30.0


class RowWatch:
    """Progress on a terminal, and breakdowns where nothing else shows them.

    Args:
        breakdowns: Whether to print the breakdown of each row.
        total: The number of rows, for the bar; None where it is not known.
        silent_seconds: After so long without a row, a note names the option that bounds a call.
    """

    def __init__(
        self, breakdowns: bool, total: int | None, silent_seconds: float = SILENT_SECONDS
    ) -> None:
        self.breakdowns = breakdowns
        self.total = total
        self.rows = 0
        self.bar: Any = None
        self._silent_seconds = silent_seconds
        self._over = threading.Event()

    def __enter__(self) -> Callable[[Row, Breakdown | None], None]:
        if sys.stderr.isatty() and not self.breakdowns:
            self._start_bar()
        threading.Thread(target=self._note_silence, daemon=True).start()
        return self.row

    def _start_bar(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self.bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.completed:,.0f} rows"),
            *((BarColumn(), TimeRemainingColumn()) if self.total else ()),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.bar.start()
        self.task = self.bar.add_task("scoring", total=self.total)

    def _note_silence(self) -> None:
        """Say once that no row was finished for a while: a reward may never return."""
        seen = self.rows
        while not self._over.wait(self._silent_seconds):
            if self.rows == seen:
                typer.echo(
                    f"note: no row was finished for {self._silent_seconds:g} s. --timeout SECONDS "
                    "ends a call of your reward that does not return.",
                    err=True,
                )
                return
            seen = self.rows

    def row(self, row: Row, found: Breakdown | None) -> None:
        """Count one row, and print its breakdown where that is asked for."""
        self.rows += 1
        if self.bar is not None:
            self.bar.advance(self.task)
        if self.breakdowns:
            said = "cannot be read" if found is None else str(found)
            typer.echo(harmless(f"--- {row.id}\n{said}"))
            for name, leaf in found.leaves().items() if found is not None else ():
                if leaf.score.extra:
                    seen = ", ".join(f"{key}={value!r}" for key, value in leaf.score.extra.items())
                    typer.echo(harmless(f"    {name} saw {seen}"))

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self.bar is not None:
            self.bar.stop()
