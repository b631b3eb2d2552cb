"""The terminal screen: progress bars for supervised stages, a live table for GRPO."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

LIVE_ROWS = 24
# Left out first where a terminal is too narrow for all columns; metrics.jsonl has every one.
_SPARED = ("kl", "std", "trunc", "dead", "length", "entropy")
_GAP = 1


class RichScreen:
    """A screen on a terminal; in a log file it prints a line for each kept row instead.

    Args:
        console: The console to draw on.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self._kept: list[list[str]] = []
        self._live: Live | None = None
        self._bar: Progress | None = None
        self._headed = False

    def say(self, text: str) -> None:
        """Print a line above whatever is being redrawn."""
        wrap = self.console.is_terminal  # by words; a log file keeps whole lines
        self.console.print(text, markup=False, highlight=False, soft_wrap=not wrap)

    def supervised(self, stage: str, step: int, steps: int, loss: float) -> None:
        """Advance the bar of a stage; a log file gets one line at its end."""
        if not self.console.is_terminal:
            if step == steps:
                self.say(f"{stage}: {steps} steps, loss {loss:.3f}")
            return
        if self._bar is None:
            self._bar = Progress(
                TextColumn("{task.description:<8}"),
                BarColumn(),
                TextColumn("{task.completed}/{task.total}  loss {task.fields[loss]:.3f}"),
                TimeElapsedColumn(),
                console=self.console,
            )
            self._bar.add_task(stage, total=steps, completed=step, loss=loss)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=step, loss=loss)
        if step == steps:
            self._bar.stop()
            self._bar = None

    def step(self, row: Mapping[str, Any], *, keep: bool) -> None:
        """Show a step: the last one always, the kept ones for good."""
        cells = list(table_row(row).values())
        if not self.console.is_terminal:
            if keep:
                self._line(row)
            return
        if keep:
            self._kept.append(cells)
        shown = self._kept if keep else [*self._kept, cells]
        if self._live is None:
            self._live = Live(console=self.console, auto_refresh=False)
            self._live.start()
        table = draw(list(table_row(row)), shown[-LIVE_ROWS:], self.console.width)
        self._live.update(table, refresh=True)

    def close(self) -> None:
        """Leave the last drawing on the screen."""
        if self._live is not None:
            self._live.stop()
            self._live = None
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _line(self, row: Mapping[str, Any]) -> None:
        cells = table_row(row)
        if not self._headed:
            self.say("  ".join(f"{name:>{_width(name)}}" for name in cells))
            self._headed = True
        self.say("  ".join(f"{text:>{_width(name)}}" for name, text in cells.items()))


def table_row(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the columns of the table, in order: one for each component of the reward.

    Example:
        >>> row = {"step": 1, "reward": 0.5, "reward_std": 0.1, "length": 6.0, "kl": None,
        ...        "truncated": 0.25, "components": {"format": 1.0}, "dead_groups": 0.0,
        ...        "entropy": 0.7}
        >>> table_row(row)["trunc"], table_row(row)["kl"], table_row(row)["format"]
        ('25%', '-', '1.000')
    """
    cells = {
        "step": str(row["step"]),
        "reward": _number(row["reward"]),
        "std": _number(row["reward_std"]),
        "length": _number(row["length"], 1),
        "kl": _number(row["kl"]),
        "trunc": _percent(row["truncated"]),
    }
    cells |= {name: _number(value) for name, value in row["components"].items()}
    cells["dead"] = _percent(row["dead_groups"])
    cells["entropy"] = _number(row["entropy"], 2)
    cells["valid"] = _percent(row.get("validation"), 1)
    return cells


def draw(names: list[str], rows: list[list[str]], width: int = 200) -> Table:
    """Return the table as a rich renderable, with as many columns as fit whole."""
    columns = fitting(names, rows, width)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, _GAP, 0, 0))
    for at, needed in columns.items():
        table.add_column(names[at], justify="right", overflow="fold", width=needed)
    for cells in rows:
        table.add_row(*(cells[at] for at in columns))
    return table


def fitting(names: list[str], rows: list[list[str]], width: int) -> dict[int, int]:
    """Return the places and widths of the columns that are shown.

    Where all do not fit, long heads are broken into lines, then columns are left out. A number is
    never cut.

    Example:
        >>> names, rows = ["step", "kl", "a_long_name"], [["1", "0.000", "0.500"]]
        >>> fitting(names, rows, 80), fitting(names, rows, 18), fitting(names, rows, 12)
        ({0: 4, 1: 5, 2: 11}, {0: 4, 1: 5, 2: 7}, {0: 4, 2: 7})
    """
    numbers = [max(7, *(len(cells[at]) for cells in rows)) for at in range(len(names))]
    shown = {
        at: max(len(name), *(len(cells[at]) for cells in rows)) for at, name in enumerate(names)
    }
    if _total(shown) > width:
        shown = {at: min(needed, numbers[at]) for at, needed in shown.items()}
    for name in _SPARED:
        if _total(shown) > width and name in names:
            del shown[names.index(name)]
    return shown


def _total(widths: Mapping[int, int]) -> int:
    return sum(widths.values()) + _GAP * (len(widths) - 1)


def _number(value: float | None, digits: int = 3) -> str:
    return "-" if value is None or value != value else f"{value:.{digits}f}"


def _percent(value: float | None, digits: int = 0) -> str:
    return "" if value is None else f"{100 * value:.{digits}f}%"


def _width(name: str) -> int:
    return max(6, len(name))
