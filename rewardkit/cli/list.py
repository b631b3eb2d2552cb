"""`rewardkit list`: the verifiers that are installed."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rewardkit.catalogue import catalogue
from rewardkit.cli.console import open_console
from rewardkit.errors import RegistryError, closest


def command(
    family: Annotated[str | None, typer.Option(help="Only this family.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the verifiers that are installed, and the plugins that were refused."""
    found = catalogue.entries()
    families = {entry.card.family for entry in found}
    if family is not None and family not in families:
        raise RegistryError(f"there is no family {family!r}.{closest(family, families)}")
    found = [entry for entry in found if family in (None, entry.card.family)]
    refused = catalogue.registry().refused
    if json_:
        rows = [{**entry.card.model_dump(), "owner": entry.owner} for entry in found]
        typer.echo(json.dumps({"verifiers": rows, "refused": refused}, ensure_ascii=False))
        return
    from rich.table import Table

    console = open_console()
    table = Table(box=None, pad_edge=False)
    for head in ("id", "range", "cost", "what it does"):
        table.add_column(head, overflow="fold")
    for entry in found:
        card = entry.card
        table.add_row(entry.id, card.range.replace("[", "\\["), card.cost, card.summary)
    console.print(table)
    for owner, why in refused.items():
        console.print(f"refused: {owner}: {why}", style="yellow", markup=False)
