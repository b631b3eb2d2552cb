"""The printed summary of scores: a table as wide as the screen, reasons with what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rewardkit.data.terminal import harmless

if TYPE_CHECKING:
    from rich.console import Console

NUMBERS = ("mean", "std", "min", "p5", "p50", "p95", "max")
# A detail may hold a whole reply; its beginning says what happened.
_DETAIL = 300
_GAP = 2
_LEAST_NAME = 12


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: its head and a cell for each line."""

    head: str
    cells: tuple[str, ...]

    @property
    def width(self) -> int:
        """The width of its longest cell."""
        return max(map(len, (self.head, *self.cells)))


def print_summary(console: Console, found: Mapping[str, Any], closing: str) -> None:
    """Print the summary of a run of scoring.

    Args:
        console: The console.
        found: The summary as plain data.
        closing: The last line.
    """
    lines: dict[str, Any] = {**found["components"], "total": found["total"]}
    names = [harmless(name) for name in lines]
    columns = columns_of(lines)
    longest = max(map(len, names))
    name_width = min(longest, max(_LEAST_NAME, console.width // 3))
    for block in in_blocks(columns, console.width - name_width - _GAP):
        _print_block(console, names, name_width, block)
    for line in reason_lines(lines):
        console.print(line)
    for line in _agreement_lines(lines):
        console.print(line)
    if "by" in found:
        _print_domains(console, found["by"])
    console.print(closing)


def _print_domains(console: Console, by: Mapping[str, Any]) -> None:
    """Print the total of each value of a column, the largest first."""
    from rich.text import Text

    values = sorted(by["values"].items(), key=lambda one: -rows_of(one[1]))
    lines = {name: tally for name, tally in values if rows_of(tally)}
    if not lines:
        return
    console.print()
    names = [harmless(name) for name in lines]
    head = Text(harmless(f"total by {by['column']}"), style="bold")
    console.print(head)
    width = min(max(map(len, names)), max(_LEAST_NAME, console.width // 3))
    for block in in_blocks(columns_of(lines), console.width - width - _GAP):
        _print_block(console, names, width, block, last_bold=False)
    for line in reason_lines({name: {**one, "details": {}} for name, one in lines.items()}):
        console.print(line)
    for line in _agreement_lines(lines):
        console.print(line)


def rows_of(tally: Mapping[str, Any]) -> int:
    """Return the number of rows that a tally counts."""
    return int(tally["rows"])


def columns_of(lines: Mapping[str, Any]) -> list[Column]:
    """Return the columns beside the names: range, count, spread, and the statuses that occur."""
    tallies = list(lines.values())
    columns = [
        Column("range", tuple(map(_range, tallies))),
        Column("n", tuple(str(one["valid"]) for one in tallies)),
    ]
    columns += [Column(key, tuple(_number(one[key]) for one in tallies)) for key in NUMBERS]
    for status in tallies[-1]["status"]:
        if any(one["status"][status] for one in tallies):
            shares = tuple(_share(one["status"][status]) for one in tallies)
            columns.append(Column(status, shares))
    return columns


def in_blocks(columns: Iterable[Column], width: int) -> Iterator[list[Column]]:
    """Divide columns into blocks that fit a width, at least one column each, in order."""
    block: list[Column] = []
    used = 0
    for column in columns:
        needed = column.width + _GAP
        if block and used + needed - _GAP > width:
            yield block
            block, used = [], 0
        block.append(column)
        used += needed
    if block:
        yield block


def _print_block(
    console: Console,
    names: Sequence[str],
    name_width: int,
    block: Sequence[Column],
    last_bold: bool = True,
) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0))
    table.add_column("", overflow="fold", width=name_width)
    for column in block:
        table.add_column(column.head, justify="right", no_wrap=True, min_width=column.width)
    for place, name in enumerate(names):
        style = "bold" if last_bold and place == len(names) - 1 else None
        table.add_row(name, *(column.cells[place] for column in block), style=style)
    console.print(table)


def reason_lines(lines: Mapping[str, Any]) -> Iterator[str]:
    """Yield the reasons of each line of the table, and the first detail of each reason once."""
    told: dict[str, set[str]] = {}
    for name, tally in lines.items():
        if tally["reasons"]:
            listed = ", ".join(f"{reason} {n}" for reason, n in tally["reasons"].items())
            yield harmless(f"{name}: {listed}")
        for reason, detail in tally["details"].items():
            known = told.setdefault(reason, set())
            # The total repeats what a part said, with the part's name in front.
            if not any(detail.endswith(one) for one in known):
                known.add(detail)
                shown = detail if len(detail) <= _DETAIL else f"{detail[:_DETAIL]}..."
                yield harmless(f"    {reason}: {shown}")


def _agreement_lines(lines: Mapping[str, Any]) -> Iterator[str]:
    for name, tally in lines.items():
        one = tally.get("agreement")
        if one and one["agreement"] is not None:
            yield harmless(
                f"{name} >= {one['threshold']:g} agrees with {one['agreement']:.2%} of "
                f"{one['rows']} labels (false positives {one['false_positives']}, false negatives "
                f"{one['false_negatives']}, no value {one['no_value']})"
            )


def _range(tally: Mapping[str, Any]) -> str:
    if tally["range"] is None:
        return "?"
    low, high = tally["range"]
    return (
        f"[{'-inf' if low is None else f'{low:.4g}'}, {'inf' if high is None else f'{high:.4g}'}]"
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
