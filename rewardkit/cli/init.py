"""`rewardkit init`: start a folder with a reward and cases that pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rewardkit.testing.scaffold import scaffold


def command(
    folder: Annotated[Path, typer.Argument(help="Where to write; made when it is not there.")],
    name: Annotated[
        str, typer.Option(help="What to call the reward. By default the folder's name.")
    ] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Start a folder with a reward, its spec, and cases that pass; overwrites nothing."""
    written = scaffold(folder, name)
    if json_:
        typer.echo(json.dumps({"folder": str(folder), "files": [str(path) for path in written]}))
        return
    for path in written:
        typer.echo(f"wrote {path}")
    typer.echo(f"\nNext:\n  rewardkit test {folder}\n  pytest {folder}")
    typer.echo(f"  rewardkit score {folder / 'reward.yaml'} {folder / 'samples.jsonl'}")
