"""`rewardkit serve`: a reward behind HTTP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from rewardkit.cli.spec_option import Untrusted
from rewardkit.errors import InputError
from rewardkit.server.run import SpecTrust, serve
from rewardkit.server.settings import server_settings

TOKEN = "REWARDKIT_TOKEN"
_HERE = ("127.0.0.1", "localhost", "::1")


def command(
    spec: Annotated[str, typer.Argument(help="Spec file, module:attribute or registry id.")],
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = (
        8000
    ),
    processes: Annotated[int, typer.Option(min=1, help="Processes that share the port.")] = 1,
    token: Annotated[
        bool, typer.Option(help=f"Ask for the bearer token in the variable {TOKEN}.")
    ] = False,
    tasks: Annotated[
        str | None, typer.Option(help="File of samples, for protocols that hand out tasks.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="Read a field at a path: answer=metadata.gold (repeatable)."),
    ] = None,
    unknown: Annotated[
        str,
        typer.Option(
            help="A sample without a number, where a protocol needs one: fail, low, or a number."
        ),
    ] = "fail",
    batch: Annotated[int | None, typer.Option(min=1, help="Most rows of a request.")] = None,
    waiting_rows: Annotated[
        int | None, typer.Option(min=1, help="Most rows that wait; then requests get 503.")
    ] = None,
    body_bytes: Annotated[int | None, typer.Option(min=1, help="Largest body.")] = None,
    body_seconds: Annotated[
        float | None, typer.Option(help="Time in which a request must arrive.")
    ] = None,
    score_seconds: Annotated[
        float | None, typer.Option(help="Time in which a request must be scored.")
    ] = None,
    drain_seconds: Annotated[
        float | None, typer.Option(help="Time for running requests at the end.")
    ] = None,
    untrusted: Untrusted = False,
    judge_host: Annotated[
        list[str] | None,
        typer.Option(help="With --untrusted: a host where a judge may be (repeatable)."),
    ] = None,
    cache: Annotated[Path | None, typer.Option(help="SQLite file of verdicts to reuse.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes of isolated rewards.")] = (
        None
    ),
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="How many calls to a judge may wait at once.")
    ] = None,
) -> None:
    """Serve a reward: /v1/score, OpenRLHF, slime, NeMo-Gym; /health, /metrics, /docs.

    Ctrl-C or SIGTERM stops it: requests that run are finished, new ones are refused.
    """
    options: dict[str, Any] = {
        "cache": None if cache is None else str(cache),
        "workers": workers,
        "concurrency": concurrency,
    }
    values: dict[str, Any] = {
        "token": _token(token, host),
        "columns": _columns(column or []),
        "unknown": _unknown(unknown),
        "batch": batch,
        "waiting_rows": waiting_rows,
        "body_bytes": body_bytes,
        "body_seconds": body_seconds,
        "score_seconds": score_seconds,
        "drain_seconds": drain_seconds,
        "options": {key: value for key, value in options.items() if value is not None},
    }
    settings = server_settings(**{key: one for key, one in values.items() if one is not None})
    if judge_host and not untrusted:
        raise InputError("--judge-host is for --untrusted; without it a judge may be anywhere")
    trust = SpecTrust(not untrusted, tuple(judge_host or ()))
    serve(spec, settings, host=host, port=port, processes=processes, tasks=tasks, trust=trust)


def _token(wanted: bool, host: str) -> str | None:
    token = os.environ.get(TOKEN, "")
    if wanted and not token:
        raise InputError(f"--token asks for the token in the variable {TOKEN}, which is empty")
    if host not in _HERE and not wanted:
        typer.echo(
            f"note: {host} may be reached by others; --token asks them for a token", err=True
        )
    return token if wanted else None


def _columns(pairs: list[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for pair in pairs:
        field, equals, path = pair.partition("=")
        if not (field and equals and path):
            raise InputError(f"--column {pair!r} must be FIELD=PATH, such as answer=metadata.gold")
        if field in columns:
            raise InputError(f"--column gives {field!r} twice; a field is read at one path")
        columns[field] = path
    return columns


def _unknown(text: str) -> str | float:
    if text in ("fail", "low"):
        return text
    try:
        return float(text)
    except ValueError:
        raise InputError(f"--unknown {text!r} must be fail, low or a number") from None
