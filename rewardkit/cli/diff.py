"""`rewardkit diff`: the differences of two rewards in words."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from rewardkit.cli.console import open_console
from rewardkit.cli.exit_codes import GATE
from rewardkit.cli.spec_option import Host, Untrusted, read_reward
from rewardkit.explain.difference import differences


def command(
    old: Annotated[str, typer.Argument(help="Spec file, module:attribute or registry id.")],
    new: Annotated[str, typer.Argument(help="Another.")],
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on any difference.")] = False,
    untrusted: Untrusted = False,
    host: Host = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show how a reward differs from another: parts, weights, settings, ranges, code."""
    first, second = (read_reward(spec, untrusted, host) for spec in (old, new))
    found = differences(first, second)
    if json_:
        marks = {"old": first.fingerprint, "new": second.fingerprint}
        typer.echo(json.dumps({**marks, "changes": [asdict(one) for one in found]}))
    else:
        console = open_console()
        for one in found:
            console.print(f"{one.path}: {one.message}")
        if not found:
            console.print("no difference", style="green")
    if strict and found:
        raise typer.Exit(GATE)
