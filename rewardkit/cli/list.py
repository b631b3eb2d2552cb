"""`rewardkit list`: the verifiers that are installed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from rewardkit.catalogue import catalogue
from rewardkit.catalogue.catalogue import Entry
from rewardkit.cli.console import open_console
from rewardkit.errors import InputError, RegistryError, RewardkitError, closest
from rewardkit.registry import verifiers
from rewardkit.registry.facts import facts_of

_WIDE = 110


def command(
    only: Annotated[
        str | None, typer.Argument(metavar="FAMILY", help="Only this family, such as format.")
    ] = None,
    family: Annotated[str | None, typer.Option(metavar="FAMILY", help="The same.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the verifiers that are installed, and the plugins that were refused."""
    found = catalogue.entries()
    if only is not None and family is not None and only != family:
        raise InputError(f"{only!r} and --family {family!r} are two families; give one")
    family = family or only
    families = {entry.card.family for entry in found}
    if family is not None and family not in families:
        if "/" in family:
            raise RegistryError(f"{family!r} is no family. `rewardkit show {family}` shows one.")
        raise RegistryError(f"there is no family {family!r}.{closest(family, families)}")
    found = [entry for entry in found if family in (None, entry.card.family)]
    refused = dict(catalogue.registry().refused)
    rows = [_row(entry, refused) for entry in found]
    if json_:
        typer.echo(json.dumps({"verifiers": rows, "refused": refused}, ensure_ascii=False))
        return
    from rich.padding import Padding
    from rich.table import Table

    console = open_console()
    table = Table("id", "range", "cost", "needs", "what it does", box=None, pad_edge=False)
    for entry, row in zip(found, rows, strict=True):
        needs = ", ".join(entry.card.needs)
        cells = [entry.id, str(row["range"] or "unknown"), entry.card.cost, needs]
        cells.append(entry.card.summary)
        table.add_row(*cells)
        if console.width < _WIDE:  # the last column would be narrower than its words
            console.print("  ".join(filter(None, cells[:-1])), style="bold")
            console.print(Padding(cells[-1], (0, 0, 0, 4)))
    if console.width >= _WIDE:
        console.print(table)
    for owner, why in refused.items():
        console.print(f"refused: {owner}: {why}", style="yellow")


def _row(entry: Entry, refused: dict[str, str]) -> dict[str, Any]:
    row = {**entry.card.model_dump(), "owner": entry.owner}
    try:
        return row | asdict(facts_of(entry.card, verifiers.get(entry.card.id)))
    except RewardkitError as error:
        # One verifier with broken code must not hide the others; it is listed and named.
        refused[f"{entry.owner}: {entry.card.id}"] = str(error)
        return row
