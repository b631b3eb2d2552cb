"""`rewardkit init`: start a reward, a verifier or a plugin, with cases that pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rewardkit.errors import InputError
from rewardkit.testing.scaffold import scaffold
from rewardkit.testing.scaffold_verifier import scaffold_plugin, scaffold_verifier


def command(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="Where to write; made when it is not there. By default this folder for a "
            "verifier, and a folder of the plugin's name for a plugin."
        ),
    ] = None,
    name: Annotated[
        str, typer.Option(help="What to call the reward. By default the folder's name.")
    ] = "",
    verifier: Annotated[
        str,
        typer.Option(
            metavar="FAMILY/NAME", help="Write a verifier into FOLDER, a package of verifiers."
        ),
    ] = "",
    plugin: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Write an installable package; --verifier names its verifier."
        ),
    ] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Start a reward, a verifier or a plugin, with cases that pass; overwrites nothing."""
    if name and (verifier or plugin):
        raise InputError("--name is for a reward. --verifier and --plugin say their own names.")
    if plugin:
        folder = folder or Path(plugin)
        written = scaffold_plugin(folder, plugin, verifier)
        steps = [f"pip install -e {folder}", f"pytest {folder}"]
        steps.append(f"rewardkit certify {folder / 'tests' / 'corpus.jsonl'}")
    elif verifier:
        folder = folder or Path()
        written = scaffold_verifier(folder, verifier)
        steps = [f"rewardkit test {folder / verifier}", f"pytest {folder / verifier}"]
    elif folder is not None:
        written = scaffold(folder, name)
        steps = [f"rewardkit test {folder}", f"pytest {folder}"]
        steps.append(f"rewardkit score {folder / 'reward.yaml'} {folder / 'samples.jsonl'}")
    else:
        raise InputError("say where: rewardkit init FOLDER, --verifier FAMILY/NAME, --plugin NAME")
    if json_:
        typer.echo(json.dumps({"folder": str(folder), "files": [str(path) for path in written]}))
        return
    for path in written:
        typer.echo(f"wrote {path}")
    typer.echo("\nNext:\n" + "\n".join(f"  {step}" for step in steps))
