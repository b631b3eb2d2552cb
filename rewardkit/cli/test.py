"""`rewardkit test`: run the cases of rewards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rewardkit.cli.console import open_console
from rewardkit.cli.exit_codes import GATE, USAGE
from rewardkit.cli.spec_option import Host, Untrusted, limits_from
from rewardkit.errors import CaseError, RegistryError
from rewardkit.testing.cases.diff import explain, short_path
from rewardkit.testing.cases.discovery import find_case_files
from rewardkit.testing.cases.runner import FileResult, Outcome, run_cases

if TYPE_CHECKING:
    from rich.console import Console


def command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Case files, folders to search, or registry ids. By default this folder.",
        ),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    untrusted: Untrusted = False,
    host: Host = None,
    all_: Annotated[bool, typer.Option("--all", help="List passed cases too.")] = False,
) -> None:
    """Run cases, and check cards: exits with 1 when one fails, with 2 when a file is wrong."""
    limits = limits_from(untrusted, host)
    files = list(dict.fromkeys(file for path in paths or ["."] for file in files_of(path)))
    results: list[FileResult] = []
    broken: dict[Path, str] = {}
    for file in files:
        try:
            results.append(run_cases(file, limits))
        except CaseError as error:
            # The other files can still be run; this one is reported at the end.
            broken[file] = str(error)
    if json_:
        typer.echo(json.dumps(to_dict(results, broken), ensure_ascii=True, allow_nan=False))
    else:
        _show(results, broken, list_passed=all_)
    if broken:
        raise typer.Exit(USAGE)
    if any(result.failed or result.card_faults for result in results):
        raise typer.Exit(GATE)


def files_of(path: str) -> Iterator[Path]:
    """Yield the case files that a command-line argument names.

    Raises:
        CaseError: The path does not exist, or no case file is under it.
    """
    place = Path(path)
    if place.is_file():
        yield place
    elif place.is_dir():
        found = list(find_case_files(place))
        if not found:
            raise CaseError(
                f"{path}: no case file in this folder. Cases are in cases.jsonl, cases.yaml or "
                "*.cases.jsonl; `rewardkit init` starts one."
            )
        yield from found
    else:
        yield _of_verifier(path)


def _of_verifier(path: str) -> Path:
    from rewardkit.catalogue.catalogue import find

    try:
        return find(path).cases
    except RegistryError as error:
        raise CaseError(f"{path}: there is no such file or folder, and {error}") from None


def to_dict(results: Sequence[FileResult], broken: dict[Path, str]) -> dict[str, Any]:
    """Return the results of a run as plain data for JSON."""
    outcomes = [outcome for result in results for outcome in result.outcomes]
    return {
        "cases": len(outcomes),
        "passed": sum(outcome.passed for outcome in outcomes),
        "failed": sum(not outcome.passed for outcome in outcomes),
        "files": [
            {
                "path": str(result.path),
                "rewards": list(result.rewards),
                "card_faults": list(result.card_faults),
                "cases": [_row(outcome) for outcome in result.outcomes],
            }
            for result in results
        ],
        "errors": [{"path": str(path), "message": message} for path, message in broken.items()],
    }


def _row(outcome: Outcome) -> dict[str, Any]:
    found = outcome.breakdown
    return {
        "id": outcome.case.id,
        "line": outcome.case.line,
        "passed": outcome.passed,
        "value": found.value if found else None,
        "status": found.status if found else None,
        "reason": found.reason if found else None,
        "mismatches": [
            {"what": one.what, "expected": one.expected, "got": one.got}
            for one in outcome.mismatches
        ],
        "trouble": outcome.trouble,
    }


def _show(results: Sequence[FileResult], broken: dict[Path, str], *, list_passed: bool) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    console = open_console()
    for result in results:
        for outcome in result.outcomes:
            if outcome.passed and list_passed:
                console.print(
                    Text(f"ok  {short_path(result.path)}:{outcome.case.line}  {outcome.case.id}")
                )
            elif not outcome.passed:
                _failed(console, outcome)
        for fault in result.card_faults:
            console.print(Text.assemble(("FAILED  ", "bold red"), fault))
    table = Table(box=box.SIMPLE_HEAD, show_footer=len(results) > 1)
    total = sum(len(result.outcomes) for result in results)
    failed = sum(len(result.failed) for result in results)
    table.add_column("file", "all", overflow="fold")
    table.add_column("reward", overflow="fold")
    table.add_column("cases", str(total), justify="right")
    table.add_column("passed", str(total - failed), justify="right")
    table.add_column("failed", str(failed), justify="right")
    for result in results:
        count, bad = len(result.outcomes), len(result.failed)
        table.add_row(
            Text(short_path(result.path)),
            Text(", ".join(result.rewards)),
            str(count),
            str(count - bad),
            Text(str(bad), style="bold red" if bad else "green"),
        )
    if results:
        console.print(table)
    for message in broken.values():
        console.print(Text.assemble(("error: ", "bold red"), message))


def _failed(console: Console, outcome: Outcome) -> None:
    from rich.text import Text

    head, _, rest = explain(outcome).partition("\n")
    console.print(Text.assemble(("FAILED  ", "bold red"), (head, "bold")))
    # Text, not markup: a completion may hold [/b].
    console.print(Text(rest))
    console.print()
