"""`rewardkit show`: everything about one verifier."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from rewardkit.catalogue.card import COSTS
from rewardkit.cli.console import open_console
from rewardkit.registry.describe import description


def command(
    name: Annotated[str, typer.Argument(metavar="ID", help="Such as format/tags.")],
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show one verifier: card, columns, settings, range, cases, known failures, reason codes."""
    found = description(name)
    if json_:
        typer.echo(json.dumps(found, ensure_ascii=False, allow_nan=False))
    else:
        _show(found)


def _show(found: dict[str, Any]) -> None:
    from rich.table import Table

    console = open_console()
    console.print(f"{found['id']}  {found['version']}  by {found['owner']}", style="bold")
    for key in ("summary", "judges"):
        console.print(found[key])
    console.print()
    facts = Table(box=None, pad_edge=False, show_header=False)
    facts.add_column(style="dim")
    facts.add_column(overflow="fold")
    for key in ("inputs", "range", "default_range", "deterministic", "cost", "needs", "cases"):
        value = found[key]
        text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
        if key == "default_range":
            text = "depends on settings" if value is None else f"[{value[0]:g}, {value[1]:g}]"
        if key == "cost":
            text = f"{value}: {COSTS[value]}"
        facts.add_row(key.replace("_", " "), text or "nothing")
    console.print(facts)
    explained = [column for column in found["columns"] if column["help"]]
    if explained:
        console.print("\ncolumns", style="bold")
        columns = Table(box=None, pad_edge=False, show_header=False)
        columns.add_column(no_wrap=True)
        columns.add_column(overflow="fold")
        for column in explained:
            columns.add_row(column["name"], column["help"])
        console.print(columns)
    if found["settings"]:
        console.print("\nsettings", style="bold")
        table = Table(box=None, pad_edge=False, show_header=False)
        for setting in found["settings"]:
            default = "required" if setting["required"] else f"= {setting['default']!r}"
            table.add_row(setting["name"], setting["type"], default, setting["help"])
        console.print(table)
    console.print("\nreasons", style="bold")
    reasons = Table(box=None, pad_edge=False, show_header=False)
    reasons.add_column(no_wrap=True)
    reasons.add_column(overflow="fold")
    for code, sentence in found["reasons"].items():
        reasons.add_row(code, sentence)
    console.print(reasons)
    for key in ("known_failures", "references"):
        if found[key]:
            console.print(f"\n{key.replace('_', ' ')}", style="bold")
            for line in found[key]:
                console.print(f"- {line}")
    if found["instruction"]:
        console.print("\nsystem prompt", style="bold")
        console.print(found["instruction"])
