"""`rewardkit certify`: the verifiers against labelled completions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from rewardkit.catalogue import catalogue
from rewardkit.certify.certificate import (
    DATA,
    PAGE,
    Line,
    measure,
    read_certificate,
    read_sets,
    worse,
    write_certificate,
)
from rewardkit.certify.certificate_page import certificate_page, share
from rewardkit.certify.corpus import Report, certify
from rewardkit.certify.families import family_names
from rewardkit.certify.labelled import LabelReport, certify_labelled, mapped_reader, wilson
from rewardkit.cli.console import open_console
from rewardkit.cli.exit_codes import GATE, INFRASTRUCTURE
from rewardkit.cli.spec_option import Host, Untrusted, read_reward
from rewardkit.data.sample_files import read_rows
from rewardkit.data.terminal import harmless
from rewardkit.errors import InputError, RegistryError, closest
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
        str | None,
        typer.Option(help="What judges the rows: a spec or an id; with --layout its own."),
    ] = None,
    sets: Annotated[
        Path | None,
        typer.Option(help="A YAML list of labelled sets: measure every family on them."),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="With --sets: write the certificate beside the list.")
    ] = False,
    family: Annotated[str | None, typer.Option(help="Only rows of this family.")] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Judge every row by the strict policy, not only some.")
    ] = False,
    untrusted: Untrusted = False,
    host: Host = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check the verifiers against a corpus: hostile rows earn nothing, honest ones are paid.

    With --sets, measures false passes and false fails of each family and compares them with the
    certificate beside the list. Exits with 1 when a row is outside its bound or a family is worse.
    Rows that cannot be checked are skipped and listed; exits with 2 when all rows are skipped,
    unless a verifier is not installed.
    """
    if write and sets is None:
        raise InputError("--write writes the certificate of a list of sets; give --sets")
    if sets is not None:
        _certify_sets(sets, write, json_)
        return
    if layout is not None or map_:
        if corpus is None:
            raise InputError("give the FILE of the labelled set")
        judges = None if reward is None else read_reward(reward, untrusted, host)
        pairs = [pair for given in map_ or [] for pair in given.split(",")]
        _certify_labelled(corpus, layout, pairs, judges, json_)
        return
    if family is not None and family not in family_names():
        raise InputError(f"there is no family {family!r}.{closest(family, family_names())}")
    if corpus and not Path(corpus).exists() and _is_verifier(corpus):
        raise InputError(
            f"{corpus} is a verifier, not a file: `rewardkit test {corpus}` runs its cases, "
            f"`rewardkit certify FILE --reward {corpus}` judges labelled rows by it"
        )
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


def _is_verifier(name: str) -> bool:
    try:
        catalogue.find(name)
    except RegistryError:
        return False
    return True


def _certify_sets(path: Path, write: bool, as_json: bool) -> None:
    data, page = path.with_name(DATA), path.with_name(PAGE)
    lines = list(measure(read_sets(path), path.parent))
    if as_json:
        typer.echo(json.dumps([one.to_dict() for one in lines], allow_nan=False))
    else:
        _show_lines(lines)
    faults = worse(read_certificate(data), lines) if data.exists() else []
    if write:
        write_certificate(data, lines)
        page.write_text(certificate_page(lines), encoding="utf-8")
        typer.echo(f"wrote {data} and {page}", err=True)
    for fault in faults:
        typer.echo(f"worse: {fault}", err=True)
    if faults and not write:
        raise typer.Exit(GATE)


def _show_lines(lines: Sequence[Line]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for head in ("family", "set", "false passes", "false fails", "no value"):
        table.add_column(head, overflow="fold")
    for one in lines:
        passes = share(len(one.false_passes), one.wrong_rows)
        fails = share(len(one.false_fails), one.right_rows)
        name = harmless(one.set)
        table.add_row(harmless(one.family), name, passes, fails, str(len(one.unscored)))
    open_console().print(table)


def _certify_labelled(
    path: str, layout: str | None, columns: list[str], reward: Reward | None, as_json: bool
) -> None:
    read = None
    if columns:
        if layout is not None or reward is None:
            raise InputError("--map goes with --reward and without --layout")
        read = mapped_reader(reward, columns)
    own = None if columns else reward
    report = certify_labelled(read_rows(path), layout or "mapped", read, own)
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
    # Published sets may hold one kind only; of one's own rows it is rather the label that is off.
    if columns and report.one_sided:
        raise InputError(f"{path}: {report.one_sided}")


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
    if report.one_sided:
        console.print(report.one_sided, style="yellow")
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
