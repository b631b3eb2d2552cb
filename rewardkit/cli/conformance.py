"""`rewardkit conformance`: 200 rows through the adapter of a trainer, in this installation."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from typing import Annotated

import typer

from rewardkit.cli.exit_codes import GATE
from rewardkit.errors import MissingExtra


def command(
    trainer: Annotated[
        list[str] | None, typer.Argument(help="Trainers, such as trl or verl; all by default.")
    ] = None,
    recorded: Annotated[
        bool,
        typer.Option("--recorded", help="Use the recorded calling convention, not the package."),
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Take 200 rows through the adapter of a trainer and compare with scores made here.

    The real package is used where it is installed; a row must be equal to the last bit.
    """
    from rewardkit.trainers.conformance.run import DRIVERS, conformance, table

    # The failures among the rows are meant, and would hide the result.
    logging.getLogger("rewardkit.trainers").setLevel(logging.CRITICAL)
    reports, absent = [], {}
    for name in trainer or DRIVERS:
        try:
            reports.append(conformance(name, recorded))
        except ImportError as error:
            # One trainer whose adapter needs a package must not hide the others.
            absent[name] = str(error)
    if absent and not reports:
        raise MissingExtra(f"conformance of {', '.join(absent)}", "train")
    if json_:
        typer.echo(json.dumps([asdict(one) for one in reports]))
    else:
        typer.echo(table(reports))
        for name, why in absent.items():
            typer.echo(f"{name}: not checked: {why}")
        for one in reports:
            for line in one.differences:
                typer.echo(f"{one.trainer}: {line}")
    if not all(one.passed for one in reports):
        raise typer.Exit(GATE)
