"""`rewardkit lint`: a reward against the data it will be trained on."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rewardkit.attack.data_lint.findings import LintReport
from rewardkit.attack.data_lint.run import lint
from rewardkit.attack.target import find_target
from rewardkit.cli.console import open_console
from rewardkit.cli.data_rows import data_rows
from rewardkit.cli.exit_codes import GATE
from rewardkit.cli.score import read_columns
from rewardkit.data.terminal import harmless


def command(
    spec: Annotated[
        str, typer.Argument(help="Spec file, registry id, module:name or FILE.py:NAME.")
    ],
    data: Annotated[str, typer.Option(help=".jsonl, .json or .parquet file, or -.")],
    column: Annotated[
        list[str] | None,
        typer.Option(help="Read a field at a path: answer=extra.gold (repeatable)."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after this many rows.")] = None,
    group: Annotated[int, typer.Option(min=2, help="Completions of a prompt in training.")] = 8,
    rollouts: Annotated[
        int | None, typer.Option(min=1, help="Completions of the whole run, for a forecast.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check references, constant replies, components, dead groups and cost; exits with 1."""
    rows = data_rows(data, read_columns(column or []), limit)
    found = lint(find_target(spec), rows, group=group, rollouts=rollouts)
    if json_:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=True, allow_nan=False))
    else:
        _show(found)
    if not found.ok:
        raise typer.Exit(GATE)


def _show(found: LintReport) -> None:
    console = open_console()
    for one in found.findings:
        ids = f" (such as {', '.join(one.ids)})" if one.ids else ""
        line = f"{one.code}: {one.rows} of {found.rows} rows: {one.message}{ids}"
        console.print(harmless(line), markup=False)
    facts = found.facts
    if "constant_reply" in facts and facts["constant_reply_earns"] is not None:
        console.print(
            harmless(
                f"always {facts['constant_reply']!r} earns {facts['constant_reply_earns']:.3g} on "
                f"average and is right on {facts['constant_reply_is_right']:.1%}; references earn "
                f"{facts['references_earn'] or 0.0:.3g} (form: {facts['form']})"
            ),
            markup=False,
        )
    if "dead_groups" in facts:
        console.print(
            f"about {facts['dead_groups']:.0%} of groups of {facts['group']} without any spread"
        )
    if why := facts.get("components_not_judged"):
        console.print(f"components were not compared: {why}")
    line = f"{1000 * facts['seconds_a_row']:.3g} ms a row"
    if facts.get("rollouts"):
        line += (
            f"; {facts['rollouts']} rollouts: {facts['seconds_of_scoring']:.3g} s of scoring, "
            f"{facts['judge_calls']} calls to judges"
        )
    console.print(line)
    console.print(f"{found.reward}: {len(found.findings)} faults on {found.rows} rows")
