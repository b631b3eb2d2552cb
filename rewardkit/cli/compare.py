"""`rewardkit compare`: two rewards on the same samples."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from rewardkit.cli.console import for_terminal, open_console
from rewardkit.cli.exit_codes import INFRASTRUCTURE
from rewardkit.cli.score import read_columns, read_split
from rewardkit.cli.score_options import Chat, Column
from rewardkit.cli.spec_option import Host, Untrusted, read_reward
from rewardkit.data.sample import Sample
from rewardkit.data.sample_files import read_rows, split_chat, to_sample
from rewardkit.data.terminal import harmless
from rewardkit.errors import InputError
from rewardkit.score_files.compare import Comparison, compare_rewards


def command(
    first: Annotated[str, typer.Argument(help="Spec file, module:attribute or registry id.")],
    second: Annotated[str, typer.Argument(help="Another.")],
    samples: Annotated[
        str, typer.Option("--samples", "-s", help="File of samples, or folder of a store.")
    ],
    column: Column = None,
    chat: Chat = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after this many rows.")] = None,
    show: Annotated[int, typer.Option(min=0, help="How many flips to print.")] = 3,
    untrusted: Untrusted = False,
    host: Host = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare two rewards: order inside groups, flips, signs of advantages, cost.

    Exits with 3 when no row has a value of both.
    """
    rewards = [read_reward(spec, untrusted, host) for spec in (first, second)]
    found = compare_rewards(rewards[0], rewards[1], _samples(samples, limit, column or [], chat))
    if json_:
        typer.echo(json.dumps(found.to_dict(), allow_nan=False))
    else:
        _show(found, show)
    if not found.both:
        failures = [f"{why}: {detail}" for one in found.failures for why, detail in one.items()]
        said = f"error: no row has a value of both; {failures[0]}"
        typer.echo(for_terminal(said, sys.stderr), err=True)
        raise typer.Exit(INFRASTRUCTURE)


def _samples(place: str, limit: int | None, column: list[str], chat: str | None) -> list[Sample]:
    columns, split = read_columns(column), read_split(chat)
    if Path(place).is_dir():
        if columns or split:
            raise InputError(f"{place}: a store holds samples; --column and --chat are for a file")
        from rewardkit.data.store import Store

        stored = (one.sample for one in Store(place).rollouts())
        found = [one for one in stored if one is not None][:limit]
    else:
        found = []
        for row in read_rows(place, limit):
            sample = to_sample(row if split is None else split_chat(row, split), columns)
            if isinstance(sample, str):
                raise InputError(f"{place}: {row.located(sample)}")
            found.append(sample)
    if not found:
        raise InputError(f"{place}: there are no samples")
    return found


def _show(found: Comparison, show: int) -> None:
    console = open_console()
    correlation = "-" if found.correlation is None else f"{found.correlation:.3f}"
    for label, text in (
        ("rows with both values", f"{found.both} of {len(found.samples)}"),
        ("rank correlation", f"{correlation} (tau-b, mean of {found.ordered} groups)"),
        ("pairs ordered otherwise", f"{len(found.flips)} of {found.pairs}"),
        ("advantages of another sign", f"{found.signs_changed} of {found.both}"),
        ("groups without spread", f"{found.dead[0]} and {found.dead[1]} of {found.groups}"),
        ("microseconds a row", " and ".join(f"{1e6 * one:.1f}" for one in found.seconds)),
    ):
        console.print(f"{label:<27} {text}")
    for place, failures in zip(("first", "second"), found.failures, strict=True):
        for reason, detail in failures.items():
            console.print(harmless(f"no value of the {place}: {reason}: {detail[:300]}"))
    for flip in found.flips[:show]:
        shown = found.shown(flip)
        console.print()
        for name in ("first_prefers", "second_prefers"):
            console.print(harmless(_flipped(name, shown[name])))


def _flipped(name: str, one: dict[str, Any]) -> str:
    text = one["completion"].strip().replace("\n", "\n    ")
    values = f"{one['first']:.4g} and {one['second']:.4g}"
    return f"the {name.replace('_', ' ')} row {one['row']} ({values}):\n    {text[:500]}"
