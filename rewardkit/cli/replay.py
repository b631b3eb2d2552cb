"""`rewardkit replay`: the rollouts of a store, scored by another reward."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rewardkit.cli.console import open_console
from rewardkit.cli.exit_codes import INFRASTRUCTURE
from rewardkit.cli.spec_option import Host, Untrusted, read_reward
from rewardkit.data.store import Store
from rewardkit.data.terminal import harmless
from rewardkit.errors import InputError
from rewardkit.score_files.replay import Replayed, replay
from rewardkit.score_files.results import check_out


def command(
    store: Annotated[Path, typer.Argument(help="Folder that `score --store` has written.")],
    with_: Annotated[
        str, typer.Option("--with", help="The reward: spec file, module:attribute or id.")
    ],
    of: Annotated[
        str | None, typer.Option(help="Only rollouts scored by the reward of this fingerprint.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write one JSON result a line here.")
    ] = None,
    show: Annotated[int, typer.Option(min=0, help="How many changed rows to print.")] = 3,
    untrusted: Untrusted = False,
    host: Host = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score the rollouts of a store again with another reward, and show what changes.

    Exits with 3 when no row has a value.
    """
    if not (store / "store.json").is_file():
        raise InputError(f"{store}: there is no store of rollouts; `score --store` makes one")
    reward = read_reward(with_, untrusted, host)
    opened = Store(store)
    if out is not None:
        check_out(out, {})
    names = {mark: str(about.get("name", "?")) for mark, about in opened.rewards().items()}
    tallies: dict[str, Replayed] = {}
    lines = []
    for old, new in replay(opened, reward, of):
        mark = old.fingerprint
        tallies.setdefault(mark, Replayed(mark, names.get(mark, "?"))).add(old, new)
        if out is not None:
            lines.append(
                {
                    "run": old.run,
                    "row": old.row,
                    "id": None if old.sample is None else old.sample.id,
                    "before": old.value,
                    "value": None if new is None else new.value,
                    "status": "error" if new is None else new.status,
                    "reason": "no_sample" if new is None else new.reason,
                    "fingerprint": reward.fingerprint,
                }
            )
    if out is not None:
        out.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    if json_:
        found = {
            "with": reward.fingerprint,
            "rewards": [one.to_dict() for one in tallies.values()],
            "faults": opened.faults,
        }
        typer.echo(json.dumps(found, allow_nan=False))
    else:
        _show(list(tallies.values()), opened.faults, show)
    if not any(one.after for one in tallies.values()):
        typer.echo("error: no row has a value", err=True)
        raise typer.Exit(INFRASTRUCTURE)


def _show(tallies: list[Replayed], faults: list[str], show: int) -> None:
    console = open_console()
    for one in tallies:
        found = one.to_dict()
        console.print(harmless(f"{one.name}  {one.fingerprint}"), style="bold")
        means = [found["mean_before"], found["mean_after"]]
        before, after = ("-" if mean is None else f"{mean:.4g}" for mean in means)
        console.print(
            f"  {one.rows} rows; mean {before} -> {after}; {one.up} went up, {one.down} went down"
        )
        if one.unreadable:
            console.print(f"  {one.unreadable} rows without a sample in the store")
        for reason, count in one.no_value.items():
            console.print(harmless(f"  no value {count}: {reason}"))
        for row in found["changed_most"][:show]:
            text = row["completion"].strip()[:500].replace("\n", "\n      ")
            head = f"    {row['before']:.4g} -> {row['after']:.4g}  {row['reason']}"
            console.print(harmless(f"{head}\n      {text}"))
    for fault in faults:
        console.print(harmless(fault), style="yellow")
