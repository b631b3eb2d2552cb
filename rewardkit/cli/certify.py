"""`rewardkit certify`: the verifiers against labelled completions."""

from __future__ import annotations

import json
from itertools import chain
from typing import Annotated

import typer

from rewardkit.catalogue import catalogue
from rewardkit.certify.corpus import Report, certify
from rewardkit.certify.families import family_names
from rewardkit.certify.labelled import LabelReport, certify_labelled, mapped_reader, wilson
from rewardkit.cli.console import open_console
from rewardkit.cli.exit_codes import GATE, INFRASTRUCTURE
from rewardkit.cli.spec_option import Host, Untrusted, read_reward
from rewardkit.data.sample_files import read_rows
from rewardkit.data.terminal import harmless
from rewardkit.errors import InputError, closest
from rewardkit.rewards.base import Reward

NOT_INSTALLED = "is not installed"


def command(
    corpus: Annotated[
        str | None,
        typer.Argument(
            help="JSON lines with kind, family, gold and must; or a labelled set. By default the "
            "corpora that come with the installed verifiers.",
            show_default=False,
        ),
    ] = None,
    layout: Annotated[
        str | None, typer.Option(help="Read a labelled set as it was published, by this name.")
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help="Your own labelled rows: field=column; right= is the label."),
    ] = None,
    reward: Annotated[
        str | None, typer.Option(help="With --map: what judges the rows, a spec or an id.")
    ] = None,
    family: Annotated[str | None, typer.Option(help="Only rows of this family.")] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Judge every row by the strict policy, not only some.")
    ] = False,
    untrusted: Untrusted = False,
    host: Host = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check the verifiers against a corpus: hostile rows earn nothing, honest ones are paid.

    Exits with 1 when a row is outside its bound. Rows that cannot be checked are skipped and
    listed; exits with 2 when all rows are skipped, unless a verifier is not installed.
    """
    if layout is not None or map_:
        if corpus is None:
            raise InputError("give the FILE of the labelled set")
        judges = None if reward is None else read_reward(reward, untrusted, host)
        pairs = [pair for given in map_ or [] for pair in given.split(",")]
        _certify_labelled(corpus, layout, pairs, judges, json_)
        return
    if family is not None and family not in family_names():
        raise InputError(f"there is no family {family!r}.{closest(family, family_names())}")
    files = [corpus] if corpus else [str(path) for path in catalogue.registry().corpora.values()]
    rows = chain.from_iterable(map(read_rows, files))
    report = certify(rows, family, strict)
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


def _certify_labelled(
    path: str, layout: str | None, columns: list[str], reward: Reward | None, as_json: bool
) -> None:
    read = None
    if columns:
        if layout is not None or reward is None:
            raise InputError("--map goes with --reward and without --layout")
        read = mapped_reader(reward, columns)
    report = certify_labelled(read_rows(path), layout or "mapped", read)
    if not report.rows:
        why = next(iter(report.skipped), "there are no rows")
        raise InputError(f"{path}: nothing was judged: {why}")
    if as_json:
        typer.echo(json.dumps(report.to_dict(), allow_nan=False))
    else:
        _show_labelled(report)
    unscored = sum(map(len, report.unscored.values()))
    if unscored == report.rows:
        raise typer.Exit(INFRASTRUCTURE)
    if report.false_passes or report.false_fails or unscored:
        raise typer.Exit(GATE)


def _show_labelled(report: LabelReport) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for head in ("measure", "rows", "of", "share", "95 % interval"):
        table.add_column(head, justify="left" if head == "measure" else "right")
    wrong_rows = report.rows - report.right_rows
    unscored = sum(map(len, report.unscored.values()))
    for name, hits, rows in (
        ("verdict agrees with label", report.right, report.rows),
        ("false passes, of wrong rows", len(report.false_passes), wrong_rows),
        ("false fails, of right rows", len(report.false_fails), report.right_rows),
        ("silent zeros, of right rows", len(report.silent_zeros), report.right_rows),
        ("no value", unscored, report.rows),
    ):
        low, high = wilson(hits, rows)
        share = f"{hits / rows:.1%}" if rows else "-"
        table.add_row(name, str(hits), str(rows), share, f"{low:.1%} to {high:.1%}")
    console = open_console()
    console.print(table)
    for kind, reasons in (("no value", report.unscored), ("skipped", report.skipped)):
        for reason, ids in reasons.items():
            line = f"{kind} {len(ids)}: {reason} (first: {ids[0]})"
            console.print(harmless(line), style="yellow")


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
            table.add_row(*(harmless(cell) for cell in cells))
        console.print(table)
    checked = ", ".join(f"{family} {n}" for family, n in sorted(report.families.items()))
    console.print(f"{report.rows} rows checked ({checked or 'none'})")
    for reason, count in report.skipped.most_common():
        console.print(f"skipped {count}: {harmless(reason)}", style="yellow")
    console.print(
        f"hostile paid {len(report.ids('paid'))}, honest lost {len(report.ids('lost'))}, "
        f"hostile unscored {len(report.ids('unscored'))}, too slow {len(report.ids('slow'))}",
        style="red" if report.failures else "green",
    )
