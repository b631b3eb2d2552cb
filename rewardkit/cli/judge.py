"""`rewardkit judge`: a judge compared with human labels, or with another judge."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rewardkit.cli.console import for_terminal, open_console
from rewardkit.cli.exit_codes import GATE
from rewardkit.cli.score import read_columns, read_split
from rewardkit.cli.score_options import Chat, Column
from rewardkit.cli.spec_option import Host, Untrusted, read_reward
from rewardkit.data.sample import Sample
from rewardkit.data.sample_files import read_rows, split_chat, to_sample
from rewardkit.errors import InputError

if TYPE_CHECKING:
    from rewardkit.judge.calibration.calibrate import Estimate

Labels = Annotated[str, typer.Argument(help=".jsonl, .json or .parquet file of labelled samples.")]
Label = Annotated[str, typer.Option(help="The column of labels: true/false or numbers.")]
Threshold = Annotated[
    float, typer.Option(min=0, max=1, help="Scores from here on accept, in 0 to 1.")
]
Html = Annotated[Path | None, typer.Option(help="Write a report as one HTML file here.")]
Draws = Annotated[int, typer.Option(min=10, help="Bootstrap draws behind each interval.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def calibrate(
    labels: Labels,
    reward: Annotated[str, typer.Option(help="Spec file, module:attribute or registry id.")],
    label: Label = "label",
    column: Column = None,
    chat: Chat = None,
    threshold: Threshold = 0.5,
    repeat: Annotated[
        int, typer.Option(min=1, help="Ask everything so often, to see whether answers repeat.")
    ] = 1,
    draws: Draws = 1000,
    least: Annotated[
        float | None, typer.Option(help="Exit with 1 when the agreement is below this.")
    ] = None,
    html: Html = None,
    untrusted: Untrusted = False,
    host: Host = None,
    json_: Json = False,
) -> None:
    """Compare a judge with labels: agreement, kappa, AUROC, calibration, length bias.

    Exits with 1 when the judge gave no score at all, does not beat the longer-answer rule, or
    agrees less than --least.
    """
    from rewardkit.judge.calibration.calibrate import calibrate as run
    from rewardkit.report.calibration import calibration_page, verdict

    found = run(
        read_reward(reward, untrusted, host),
        _samples(labels, column, chat),
        label=label,
        threshold=threshold,
        repeat=repeat,
        draws=draws,
    )
    if html is not None:
        html.write_text(calibration_page(found), encoding="utf-8")
    if json_:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False, allow_nan=False))
    else:
        _show(found.estimates)
        for reason, count in sorted(found.failed.items()):
            _say(f"no score for {count}: {reason}")
        _say(f"{found.samples} samples. {verdict(found)}")
    agreement = found.estimates["agreement"].value if found.rated else None
    too_low = least is not None and (agreement is None or agreement < least)
    if not found.rated or found.beats_length is False or too_low:
        raise typer.Exit(GATE)


def compare(
    labels: Labels,
    reward: Annotated[list[str], typer.Option(help="The two judges, one after the other.")],
    label: Label = "label",
    column: Column = None,
    chat: Chat = None,
    threshold: Threshold = 0.5,
    draws: Draws = 1000,
    html: Html = None,
    untrusted: Untrusted = False,
    host: Host = None,
    json_: Json = False,
) -> None:
    """Compare two prompts or models on the same labels."""
    from rewardkit.judge.calibration.calibrate import compare as run
    from rewardkit.report.calibration import comparison_page

    if len(reward) != 2:
        raise InputError(f"compare takes two judges, --reward A --reward B; got {len(reward)}")
    first, second = (read_reward(one, untrusted, host) for one in reward)
    samples = _samples(labels, column, chat)
    found = run(first, second, samples, label=label, threshold=threshold, draws=draws)
    if html is not None:
        html.write_text(comparison_page(found), encoding="utf-8")
    if json_:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False, allow_nan=False))
        return
    # Two files may hold rewards of one name; what was typed tells them apart.
    _say(f"value: {reward[1]} minus {reward[0]}; above 0 the second has more of the measure")
    _show(found.differences)
    _say(
        f"{found.both} samples scored by both; right only by {reward[0]}: {found.only_first}, "
        f"only by {reward[1]}: {found.only_second}, p = {found.p:.3g}"
    )


def ledger(
    path: Annotated[Path, typer.Argument(help="The file that judge.ledger names.", metavar="FILE")],
    json_: Json = False,
) -> None:
    """Show a ledger: calls by their outcome, and the cost of each endpoint.

    Calls that were open when their process ended are counted as unknown: their worst case stays
    booked.
    """
    from rewardkit.judge.client.ledger import Ledger

    if not path.is_file():
        raise InputError(f"{path}: there is no such ledger")
    book = Ledger(str(path))
    counts, endpoints, failures = book.counts(), book.endpoints(), book.failures()
    book.close()
    if json_:
        found = {
            "calls": counts,
            "failures": failures,
            "endpoints": {name: asdict(one) for name, one in endpoints.items()},
        }
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for name, one in endpoints.items():
        typer.echo(f"{name}: {one.calls} calls, {one.tokens} tokens, {one.usd:.6g} usd")
    for state, count in sorted(counts.items()):
        typer.echo(f"{state:>8}  {count}")
    for reason, count in sorted(failures.items()):
        typer.echo(f"  failed  {count}  {reason}")


def _samples(path: str, column: list[str] | None, chat: str | None) -> list[Sample]:
    columns, split = read_columns(column or []), read_split(chat)
    found = []
    for row in read_rows(path):
        sample = to_sample(row if split is None else split_chat(row, split), columns)
        if isinstance(sample, str):
            raise InputError(f"{path}: {row.located(sample)}")
        found.append(sample)
    if not found:
        raise InputError(f"{path}: there are no labelled samples")
    return found


def _say(text: str) -> None:
    typer.echo(for_terminal(text, sys.stdout))


def _show(estimates: Mapping[str, Estimate]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for head in ("measure", "value", "from", "to"):
        table.add_column(head, justify="left" if head == "measure" else "right")
    for name, one in estimates.items():
        cells = ["–" if end is None else f"{end:.3f}" for end in (one.value, one.low, one.high)]
        table.add_row(name.replace("_", " "), *cells)
    open_console().print(table)


COMMANDS = {"calibrate": calibrate, "compare": compare, "ledger": ledger}
