"""`rewardkit certify`: the verifiers against labelled completions."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rewardkit.certify.corpus import Report, certify
from rewardkit.certify.families import family_names
from rewardkit.cli.console import open_console
from rewardkit.cli.exit_codes import GATE
from rewardkit.data.sample_files import read_rows
from rewardkit.data.terminal import harmless
from rewardkit.errors import InputError, closest

NOT_INSTALLED = "is not installed"


def command(
    corpus: Annotated[str, typer.Argument(help="JSON lines with kind, family, gold and must.")],
    family: Annotated[str | None, typer.Option(help="Only rows of this family.")] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Judge every row by the strict policy, not only some.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check the verifiers against a corpus: hostile rows earn nothing, honest ones are paid.

    Exits with 1 when a row is outside its bound. Rows that cannot be checked are skipped and
    listed; exits with 2 when all rows are skipped, unless a verifier is not installed.
    """
    if family is not None and family not in family_names():
        raise InputError(f"there is no family {family!r}.{closest(family, family_names())}")
    report = certify(read_rows(corpus), family, strict)
    if not report.rows and not report.skipped:
        of = f" of family {family!r}" if family else ""
        raise InputError(f"{corpus}: there are no rows{of} to check")
    if json_:
        typer.echo(json.dumps(report.to_dict(), allow_nan=False))
    else:
        _show(report)
    if report.failures:
        raise typer.Exit(GATE)
    if not report.rows and not any(why.endswith(NOT_INSTALLED) for why in report.skipped):
        why, count = report.skipped.most_common(1)[0]
        raise InputError(
            f"{corpus}: nothing was checked; {count} of {report.skipped.total()} rows: {why}"
        )


def _show(report: Report) -> None:
    from rich.table import Table

    console = open_console()
    if report.failures:
        table = Table(box=None, pad_edge=False)
        for head in ("row", "fault", "must", "score", "what the verifier said", "row is about"):
            table.add_column(head, overflow="fold")
        for one in report.failures:
            score = "none" if one.score is None else f"{one.score:.4g}"
            cells = (one.id, one.fault, one.must, score, one.why, one.about)
            table.add_row(*(harmless(cell).replace("[", "\\[") for cell in cells))
        console.print(table)
    checked = ", ".join(f"{family} {n}" for family, n in sorted(report.families.items()))
    console.print(f"{report.rows} rows checked ({checked or 'none'})")
    for reason, count in report.skipped.most_common():
        console.print(f"skipped {count}: {harmless(reason)}", markup=False, style="yellow")
    console.print(
        f"hostile paid {len(report.ids('paid'))}, honest lost {len(report.ids('lost'))}, "
        f"hostile unscored {len(report.ids('unscored'))}, too slow {len(report.ids('slow'))}",
        style="red" if report.failures else "green",
    )
