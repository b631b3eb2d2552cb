"""`rewardkit export`: the file that a trainer's configuration names, for a reward."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rewardkit.errors import InputError
from rewardkit.specs.files import resolve
from rewardkit.trainers.export import exported


def command(
    spec: Annotated[str, typer.Argument(help="Spec file, module:attribute or registry id.")],
    to: Annotated[str, typer.Option("--to", help="The trainer: verl, openrlhf, slime, ...")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The file; rewardkit_TRAINER.py by default.")
    ] = None,
    missing: Annotated[
        str | None,
        typer.Option(help="Policy for a sample without a number: raise, low, group_mean, 0.0."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="Read a field from a path: answer=extra.gold (repeatable)."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write the file that a trainer's configuration names, and print the lines to paste."""
    reward = resolve(spec)
    path = out if out is not None else Path(f"rewardkit_{to.replace('-', '_')}.py")
    if path.exists() and not force:
        raise InputError(f"{path} is there already; --force replaces it")
    columns: dict[str, str] = {}
    for pair in column or []:
        field, equals, place = pair.partition("=")
        if not (field and equals and place):
            raise InputError(f"--column {pair!r} must be FIELD=PATH, such as answer=extra.gold")
        columns[field] = place
    text, lines = exported(reward, spec, to, path.resolve(), missing=missing, columns=columns)
    path.write_text(text, encoding="utf-8")
    typer.echo(f"wrote {path}. In the configuration of {to}:\n")
    typer.echo(lines)
