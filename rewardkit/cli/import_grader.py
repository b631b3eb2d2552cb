"""`rewardkit import`: a grader of another system, read into a spec."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from rewardkit.cli.console import for_terminal
from rewardkit.errors import InputError, RewardkitError
from rewardkit.graders.read import import_grader
from rewardkit.specs.files import load
from rewardkit.specs.text import SUFFIXES, write_text


def command(
    file: Annotated[
        Path, typer.Argument(help="OpenAI grader .json; Harbor, verifyit or verifiers .toml.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the spec here, .yaml or .json.")
    ] = None,
    judge: Annotated[
        str | None, typer.Option(help="Address of the judge, such as http://host:8000/v1.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="The model behind that address.")] = None,
) -> None:
    """Read a grader into a spec, and report what is assumed, differs, is lost or is needed."""
    if (judge is None) != (model is None):
        raise InputError("--judge and --model go together")
    if out is not None and out.suffix.lower() not in SUFFIXES:
        raise InputError(f"{out}: a spec file ends in {', '.join(SUFFIXES)}")
    setting: dict[str, Any] | None = {"url": judge, "model": model} if judge else None
    data, notes = import_grader(file, setting)
    kind = "json" if out is not None and out.suffix.lower() == ".json" else "yaml"
    text = write_text(data, kind)
    if out is None:
        typer.echo(text)
    else:
        if out.exists():
            raise InputError(f"{out} is there already; name another file")
        out.write_text(text, encoding="utf-8")
        typer.echo(f"{file} -> {out}")
    for note in notes:
        _note(str(note))
    _tell_use(data)


def _tell_use(data: dict[str, Any]) -> None:
    """Say whether the spec can be used as it is, or what it still needs."""
    try:
        reward = load(data)
    except RewardkitError as error:
        _note(f"needed: before it can be used: {error}")
        return
    _note(f"{reward.name} {reward.range}, fingerprint {reward.fingerprint}")


def _note(text: str) -> None:
    typer.echo(for_terminal(text, sys.stderr), err=True)
