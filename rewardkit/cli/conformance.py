"""`rewardkit conformance`: 200 rows through the adapter of a trainer, in this installation."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rewardkit.cli.console import open_console
from rewardkit.cli.exit_codes import GATE
from rewardkit.errors import MissingExtra

if TYPE_CHECKING:
    from rewardkit.trainers.conformance.run import Report


def command(
    trainer: Annotated[
        list[str] | None, typer.Argument(help="Trainers, such as trl or verl; all by default.")
    ] = None,
    recorded: Annotated[
        bool,
        typer.Option("--recorded", help="Use the recorded calling convention, not the package."),
    ] = False,
    into_: Annotated[
        Path | None, typer.Option("--into", help="Put the lines into the table of this page.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Take 200 rows through the adapter of a trainer and compare with scores made here.

    The real package is used where it is installed; a row must be equal to the last bit.
    """
    from rewardkit.server import conformance as carriers
    from rewardkit.trainers.conformance.run import DRIVERS, conformance, into, table

    drivers = {**DRIVERS, **carriers.DRIVERS}
    reports, absent = [], {}
    with _quiet():
        for name in trainer or drivers:
            try:
                reports.append(conformance(name, recorded, drivers))
            except ImportError as error:
                # One trainer whose adapter needs a package must not hide the others.
                absent[name] = str(error)
    if absent and not reports:
        raise MissingExtra(f"conformance of {', '.join(absent)}", "train")
    if into_ is not None:
        into_.write_text(into(into_.read_text(encoding="utf-8"), reports), encoding="utf-8")
    if json_:
        typer.echo(json.dumps([asdict(one) for one in reports]))
    else:
        if sys.stdout.isatty():
            _show(reports)
        else:
            typer.echo(table(reports))  # the Markdown of the documentation
        for name, why in absent.items():
            typer.echo(f"{name}: not checked: {why}")
        for one in reports:
            for line in one.differences:
                typer.echo(f"{one.trainer}: {line}")
    if not all(one.passed for one in reports):
        raise typer.Exit(GATE)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep warnings back: the failures among the rows are meant, and would hide the result."""
    log = logging.getLogger("rewardkit.trainers")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def _show(reports: list[Report]) -> None:
    from rich.table import Table

    from rewardkit.trainers.conformance.run import HEADS, cells

    shown = Table(box=None, pad_edge=False)
    for head in HEADS:
        shown.add_column(head, overflow="fold")
    for one in reports:
        shown.add_row(*cells(one))
    open_console().print(shown)
