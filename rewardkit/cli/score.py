"""`rewardkit score`: a reward over a file of completions."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from rewardkit.cli.console import for_terminal, open_console
from rewardkit.cli.exit_codes import INFRASTRUCTURE, INTERRUPTED
from rewardkit.cli.row_watch import RowWatch
from rewardkit.cli.score_options import (
    Chat,
    Chunk,
    Column,
    Concurrency,
    OnError,
    Ray,
    Timeout,
    Workers,
)
from rewardkit.cli.spec_option import SAMPLES_HELP, SPEC_HELP, Host, Untrusted, read_reward
from rewardkit.cli.summary_table import print_summary
from rewardkit.data.sample import FIELDS, SPLITS
from rewardkit.data.sample_files import count_rows
from rewardkit.data.summary import Summary
from rewardkit.engine.options import ON_ERROR
from rewardkit.errors import InputError, closest
from rewardkit.rewards.base import Reward
from rewardkit.score_files.formats import convert, staging_of
from rewardkit.score_files.job import Job, run
from rewardkit.score_files.results import check_out
from rewardkit.score_files.row_digests import marks_of


def command(
    spec: Annotated[str, typer.Argument(metavar="SPEC", help=SPEC_HELP)],
    samples: Annotated[str, typer.Argument(metavar="SAMPLES", help=SAMPLES_HELP)],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write results here: .jsonl, .jsonl.gz, .csv, .parquet."),
    ] = None,
    column: Column = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after this many rows.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an interrupted OUT.")] = (
        False
    ),
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Drop the results of an interrupted run into OUT.")
    ] = False,
    agree: Annotated[
        str | None, typer.Option(help="A column of true/false labels to compare with.")
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(help="Totals from here on agree with true (default: the top of the range)."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(help="Summarise the values of this column apart (default: that of a where)."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add what each part saw, such as what it extracted.")
    ] = False,
    cache: Annotated[Path | None, typer.Option(help="SQLite file of verdicts to reuse.")] = None,
    workers: Workers = None,
    concurrency: Concurrency = None,
    chunk: Chunk = None,
    on_error: OnError = None,
    store: Annotated[
        Path | None, typer.Option(help="Folder of scored rollouts to append to; see replay.")
    ] = None,
    ray: Ray = None,
    chat: Chat = None,
    timeout: Timeout = None,
    untrusted: Untrusted = False,
    host: Host = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Score a file of completions and summarise: spread, statuses, reasons, agreement.

    A row that cannot be read becomes an error with the reason bad_row; it stops nothing. Exits
    with 3 when no row has a value and something failed.
    """
    _check_options(resume and out is None, threshold is not None and agree is None, on_error)
    staging = _staging(out, {"spec": spec, "samples": samples, "cache": cache}, resume or overwrite)
    job = Job(
        reward=_within(read_reward(spec, untrusted, host), timeout),
        samples=samples,
        columns=read_columns(column or []),
        limit=limit,
        label=agree,
        threshold=threshold,
        explain=explain,
        by=by,
        chat=read_split(chat),
        options=_given(cache=cache, store=store, workers=workers, on_error=on_error)
        | _given(concurrency=concurrency, chunk=chunk, executor=_executor(ray)),
    )
    summary = _run(job, staging, cache, resume=resume, show=explain and out is None)
    if out is not None and staging is not None:
        convert(staging, out)
    _tell(summary, out, labelled=agree, as_json=json_)


def _staging(
    out: Path | None, inputs: Mapping[str, str | Path | None], may_touch: bool
) -> Path | None:
    if out is None:
        return None
    check_out(out, {f"the {what}": str(path) for what, path in inputs.items() if path is not None})
    staging = staging_of(out)
    if marks_of(staging).exists() and not may_touch:
        raise InputError(
            f"{out}: a run into it was interrupted, and its results are kept. --resume goes on, "
            "--overwrite starts anew."
        )
    return staging


def _run(job: Job, out: Path | None, cache: Path | None, *, resume: bool, show: bool) -> Summary:
    watch = RowWatch(show, count_rows(job.samples, job.limit))
    try:
        with watch as each:
            return run(job, out, resume=resume, each=each, say=_note)
    except KeyboardInterrupt:
        _say_how_to_go_on(watch.rows, out, cache)
        raise typer.Exit(INTERRUPTED) from None


def _within(reward: Reward, timeout: float | None) -> Reward:
    return reward if timeout is None else reward.with_timeout(timeout)


def read_split(chat: str | None) -> str | None:
    """Return the split of a chat that --chat names.

    Raises:
        InputError: There is no such split.
    """
    if chat is not None and chat not in SPLITS:
        raise InputError(f"--chat {chat!r} is not known.{closest(chat, SPLITS)}")
    return chat


def _given(**options: Any) -> dict[str, Any]:
    return {key: value for key, value in options.items() if value is not None}


def _executor(ray: str | None) -> str | None:
    return None if ray is None else ray if ray.startswith("ray://") else f"ray:{ray}"


def _tell(summary: Summary, out: Path | None, *, labelled: str | None, as_json: bool) -> None:
    found = summary.to_dict()
    if labelled is not None and summary.unlabelled == summary.rows:
        raise InputError(f"no row has a true/false label in the column {labelled!r}")
    if as_json:
        typer.echo(json.dumps(found, allow_nan=False))
    else:
        print_summary(open_console(), found, _closing_line(found, out))
    if summary.failed:
        _note(f"error: no row has a value; {summary.failed}")
        raise typer.Exit(INFRASTRUCTURE)


def _check_options(
    resume_without_out: bool, threshold_without_agree: bool, on_error: str | None
) -> None:
    """Raise InputError for options that contradict each other, before anything is read."""
    if resume_without_out:
        raise InputError("--resume goes on with an --out file; give one")
    if threshold_without_agree:
        raise InputError("--threshold says when a total agrees with a label; give --agree COLUMN")
    if on_error is not None and on_error not in ON_ERROR:
        raise InputError(f"--on-error {on_error!r} is not known.{closest(on_error, ON_ERROR)}")


def read_columns(pairs: list[str]) -> dict[str, str]:
    """Return new names by old ones, from FIELD=COLUMN words of a command line.

    Raises:
        InputError: A word is not of this form, or names a column or field twice.
    """
    columns: dict[str, str] = {}
    for pair in pairs:
        new, equals, old = pair.partition("=")
        if not (new and equals and old):
            raise InputError(f"--column {pair!r} must be FIELD=COLUMN, such as answer=gold")
        if old in columns:
            raise InputError(f"--column reads {old!r} twice; a column becomes one field")
        if new in columns.values():
            raise InputError(f"--column gives {new!r} twice; a field is read from one column")
        near = closest(new, FIELDS) if new not in FIELDS else ""
        if near.startswith(" Did you mean"):
            _note(f"note: --column makes a new column {new!r}.{near}")
        columns[old] = new
    return columns


def _note(text: str) -> None:
    typer.echo(for_terminal(text, sys.stderr), err=True)


def _say_how_to_go_on(rows: int, out: Path | None, cache: Path | None) -> None:
    words = [word for word in sys.argv[1:] if word != "--resume"]
    if out is not None:
        how = f"to go on: rewardkit {shlex.join([*words, '--resume'])}"
    elif cache is not None:
        how = f"verdicts are kept in {cache}; to go on: rewardkit {shlex.join(words)}"
    else:
        how = "nothing was kept (give --out to be able to resume)"
    typer.echo(f"interrupted after {rows} rows; {how}", err=True)


def _closing_line(found: Mapping[str, Any], out: Path | None) -> str:
    line = f"{found['rows']} row{'' if found['rows'] == 1 else 's'}"
    if found["resumed"]:
        note = "; statuses of parts are of this run only" if found["blind"] else ""
        line += f" ({found['resumed']} from before{note})"
    if found["unlabelled"]:
        line += f", {found['unlabelled']} without a label"
    return f"{line} -> {out}" if out else line
