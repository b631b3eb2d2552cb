"""What the benchmark is held to, and how its figures are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rewardkit_sandbox.bench.measured import Measured

BARE, EXEC = "bare subprocess", "docker exec"
PER_TEST, PER_PROBLEM = "docker, a fork per test", "docker, a fork per problem"
# Of the ways at concurrency 2: workload, way, compared with, at least so many times as fast.
FASTER = (
    ("W1", PER_TEST, BARE, 3.0),
    ("W2", PER_TEST, EXEC, 20.0),
    ("W2", PER_TEST, BARE, 2.5),
    ("W2", PER_PROBLEM, EXEC, 100.0),
    ("W2", PER_PROBLEM, BARE, 12.0),
)
TAILS = (("W1", PER_TEST), ("W2", PER_TEST), ("W2", PER_PROBLEM))
TAIL = 3.0
HEADS = ("way", "jobs/s", "x bare", "CPU ms/job", "p50 ms", "p99 ms", "cold ms", "jobs", "wrong")
AT = 2


class Bar(NamedTuple):
    """One thing that is promised.

    Attributes:
        bar: In words.
        limit: What the figure is held against.
        figure: What was measured; None when something it needs is not here.
        met: Whether it holds; None when it could not be measured.
    """

    bar: str
    limit: float
    figure: float | None
    met: bool | None


def judge(results: Sequence[Measured]) -> list[Bar]:
    """Hold the figures against what is promised."""
    found = {(row.workload, row.way): row for row in results if row.concurrency == AT}
    bars = []
    for workload, way, other, least in FASTER:
        text = f"{workload}: {way}, at least {least:g} x {other}"
        mine, its = found.get((workload, way)), found.get((workload, other))
        figure = None if mine is None or its is None else round(mine.times(its), 2)
        bars.append(Bar(text, least, figure, None if figure is None else figure >= least))
    for workload, way in TAILS:
        row = found.get((workload, way))
        figure = None if row is None else round(row.quantile(0.99) / row.quantile(0.5), 2)
        base = found.get((workload, BARE))
        beside = f" (bare: {base.quantile(0.99) / base.quantile(0.5):.2f})" if base else ""
        text = f"{workload}: {way}, p99 under {TAIL:g} x p50{beside}"
        bars.append(Bar(text, TAIL, figure, None if figure is None else figure < TAIL))
    ours = [row for row in results if row.way.startswith(("docker, ", "local, "))]
    wrong = sum(row.wrong for row in ours)
    bars.append(Bar("no wrong answer of ours", 0.0, wrong, wrong == 0 if ours else None))
    return bars


def show(results: Sequence[Measured], bars: Sequence[Bar], reference: str) -> None:
    """Print the figures, then a line for each bar."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=max(110, Console().width))  # a table that is cut says nothing
    for workload, concurrency in dict.fromkeys((row.workload, row.concurrency) for row in results):
        rows = [r for r in results if (r.workload, r.concurrency) == (workload, concurrency)]
        base = next((row for row in rows if row.way == reference), None)
        what = "a trivial script" if workload == "W1" else "a program on ten inputs"
        table = Table(title=f"{workload}: {what}, concurrency {concurrency}", title_justify="left")
        for head in HEADS:
            table.add_column(head, justify="left" if head == "way" else "right", no_wrap=True)
        for row in rows:
            one = row.to_dict()
            ratio = f"{row.times(base):.2f}" if base is not None else ""
            figures = (
                f"{one[key]:.1f}" for key in ("cpu_ms_per_job", "p50_ms", "p99_ms", "cold_ms")
            )
            rate = f"{one['jobs_per_s']:.1f}"
            table.add_row(row.way, rate, ratio, *figures, str(one["jobs"]), str(one["wrong"]))
        console.print(table)
    console.print(f"Bars, at concurrency {AT}:")
    for bar in bars:
        word = {True: "[green]met[/]", False: "[red]missed[/]", None: "[yellow]not measured[/]"}
        figure = "" if bar.figure is None else f": {bar.figure:g}"
        console.print(f"  {word[bar.met]}  {bar.bar}{figure}", highlight=False)
