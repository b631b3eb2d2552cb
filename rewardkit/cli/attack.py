"""`rewardkit attack`: hostile replies against a reward, with proof of what they earn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from rewardkit.attack.baseline import read_baseline, write_baseline
from rewardkit.attack.findings import write_cases
from rewardkit.attack.page import html_of
from rewardkit.attack.result import Attack
from rewardkit.attack.run import attack
from rewardkit.attack.sarif import sarif_of
from rewardkit.attack.subject import as_subject
from rewardkit.attack.target import find_target
from rewardkit.cli.console import open_console
from rewardkit.cli.data_rows import data_rows
from rewardkit.cli.exit_codes import GATE
from rewardkit.cli.score import read_columns
from rewardkit.data.terminal import harmless
from rewardkit.data.whole_files import write_whole
from rewardkit.errors import InputError
from rewardkit.grpo.learn.effort import Effort


def command(
    spec: Annotated[
        str, typer.Argument(help="Spec file, registry id, module:name or FILE.py:NAME.")
    ],
    samples: Annotated[str, typer.Argument(help=".jsonl, .json or .parquet file, or -.")],
    column: Annotated[
        list[str] | None,
        typer.Option(help="Read a field at a path: answer=extra.gold (repeatable)."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after this many rows.")] = None,
    policy: Annotated[
        list[str] | None, typer.Option(help="A policy to attack with (repeatable); all by default.")
    ] = None,
    bound: Annotated[
        float, typer.Option(min=0, max=1, help="The share of pay allowed without an answer.")
    ] = 0.25,
    tolerance: Annotated[
        float | None, typer.Option(min=0, help="The relative tolerance that is meant.")
    ] = None,
    several: Annotated[
        bool, typer.Option("--several", help="Several references may be right for one reply.")
    ] = False,
    seconds: Annotated[float, typer.Option(min=1, help="Seconds for everything.")] = 120.0,
    rounds: Annotated[int, typer.Option(min=0, help="Rounds of the search.")] = 6,
    seed: Annotated[int, typer.Option(help="The seed of the search.")] = 0,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds one reply may take.")] = 10.0,
    resume: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep every result here, and go on from what it holds."),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="A file of known findings, which do not fail.")
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Write what is found into --baseline.")
    ] = False,
    write: Annotated[
        Path | None, typer.Option(help="Write each hole as a case that fails until it is mended.")
    ] = None,
    sarif: Annotated[Path | None, typer.Option(help="Write a SARIF 2.1.0 file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page.")] = None,
    learn: Annotated[
        bool, typer.Option("--learn", help="Train a tiny policy on the reward instead.")
    ] = False,
    oracle: Annotated[
        str | None, typer.Option(help="With --learn: a trusted reward beside it.")
    ] = None,
    steps: Annotated[
        int, typer.Option(min=1, help="With --learn: steps of learning at most.")
    ] = 200,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Attack a reward; exits with 1 when a hole or a fault of conduct is found."""
    _check(baseline, update_baseline, oracle, learn)
    rows = data_rows(samples, read_columns(column or []), limit)
    if learn:
        effort = Effort(seconds=seconds, steps=steps, seed=seed, timeout=timeout)
        return _learn(spec, rows, oracle, bound, effort, as_json=json_)
    known = read_baseline(baseline) if baseline and not update_baseline else {}
    found = attack(
        find_target(spec),
        rows,
        policies=policy,
        bound=bound,
        tolerance=tolerance,
        exclusive=False if several else None,
        seconds=seconds,
        rounds=rounds,
        seed=seed,
        timeout=timeout,
        resume=resume,
    )
    if update_baseline and baseline is not None:
        write_baseline(baseline, found)
    found = found.without(known)
    _write(found, spec, write, sarif, html)
    _tell(found, as_json=json_)
    if not found.ok and not update_baseline:
        raise typer.Exit(GATE)


def _check(baseline: Path | None, update: bool, oracle: str | None, learn: bool) -> None:
    """Refuse an option whose other half is not there."""
    if update and baseline is None:
        raise InputError("--update-baseline writes the file that --baseline names; give one")
    if oracle is not None and not learn:
        raise InputError("--oracle stands beside the reward that --learn learns from; add --learn")


def _tell(found: Attack, as_json: bool) -> None:
    """Print what was found, for a person or for a program."""
    if as_json:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=True, allow_nan=False, default=str))
    else:
        _show(found)


def _write(
    found: Attack, spec: str, cases: Path | None, sarif: Path | None, html: Path | None
) -> None:
    """Write the files that are asked for."""
    if cases is not None:
        write_cases(cases, found, spec)
    if sarif is not None:
        write_whole(sarif, json.dumps(sarif_of(found, spec), indent=1, ensure_ascii=True))
    if html is not None:
        write_whole(html, html_of(found))


def _learn(
    spec: str,
    rows: list[dict[str, Any]],
    oracle: str | None,
    bound: float,
    effort: Effort,
    *,
    as_json: bool,
) -> None:
    """Train the tiny policy on a reward, and print what it learnt."""
    from rewardkit.grpo.learn.run import learn

    trusted = None if oracle is None else as_subject(find_target(oracle)).reward
    found = learn(find_target(spec), rows, oracle=trusted, bound=bound, effort=effort)
    if as_json:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=True, allow_nan=False, default=str))
    else:
        open_console().print(harmless(str(found)), markup=False, soft_wrap=True)
    if found.exposed:
        raise typer.Exit(GATE)


def _show(found: Attack) -> None:
    from rich.table import Table

    console = open_console()
    if found.holes:
        table = Table(box=None, pad_edge=False)
        for head in ("hole", "policy", "row"):
            table.add_column(head, overflow="fold")
        for head in ("pays", "of", "share", "rows"):
            table.add_column(head, justify="right")
        table.add_column("by")
        table.add_column("completion", overflow="fold", max_width=60)
        for one in found.holes:
            shown = repr(
                one.completion if len(one.completion) < 160 else one.completion[:157] + "..."
            )
            also = f" and for {one.reference[:30]!r}" if one.reference else ""
            cells = [one.kind, one.policy, one.id, f"{one.value:.4g}", f"{one.honest_value:.4g}"]
            cells += [f"{one.share:.0%}", one.rows, one.component or "-", shown + also]
            table.add_row(*(harmless(cell).replace("[", "\\[") for cell in cells))
        console.print(table)
    for fault in found.conduct:
        console.print(
            harmless(f"{fault.kind}: {fault.detail} {fault.completion[:60]!r}"), markup=False
        )
    if found.false_fails:
        lost = ", ".join(f"{one.variant} ({one.rows})" for one in found.false_fails)
        console.print(harmless(f"right replies that lose pay: {lost}"), markup=False)
    for note in found.notes:
        console.print(harmless(f"note: {note}"), markup=False)
    if found.known:
        console.print(f"known, in the baseline: {', '.join(found.known)}", markup=False)
    rest = "" if found.complete else "; the budget ended before everything was tried (--seconds)"
    console.print(
        f"{found.reward}: {len(found.holes)} holes, {len(found.conduct)} faults of conduct on "
        f"{found.rows} rows ({found.calls} replies, {found.seconds:.1f} s{rest})",
        markup=False,
    )
