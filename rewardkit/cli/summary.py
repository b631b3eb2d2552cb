"""`rewardkit summary`: the summary of a file that `rewardkit score` wrote before."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rewardkit.cli.console import open_console
from rewardkit.cli.spec_option import SPEC_HELP, Host, Untrusted, read_reward
from rewardkit.cli.summary_table import print_summary
from rewardkit.score_files.stored import summary_of


def command(
    results: Annotated[
        str,
        typer.Argument(
            metavar="OUT", help="A file of results: .jsonl, .jsonl.gz, .csv or .parquet."
        ),
    ],
    reward: Annotated[
        str | None,
        typer.Option(metavar="SPEC", help=f"The reward that scored it, for ranges. {SPEC_HELP}"),
    ] = None,
    untrusted: Untrusted = False,
    host: Host = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Sum up an existing file of results: spread, statuses and reasons.

    Statuses and reasons of parts are known of results that `score --explain` wrote.
    """
    found = summary_of(results, None if reward is None else read_reward(reward, untrusted, host))
    shown = found.to_dict()
    for tally in (shown["total"], *shown["components"].values()) if reward is None else ():
        tally["range"] = None  # a file of results does not hold it
    if json_:
        typer.echo(json.dumps(shown, allow_nan=False))
        return
    note = "" if not found.blind else "; statuses of parts were not written (score --explain)"
    print_summary(
        open_console(),
        shown,
        f"{found.rows} row{'' if found.rows == 1 else 's'} of {results}{note}",
    )
