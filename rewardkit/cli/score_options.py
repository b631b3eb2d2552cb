"""Options of `rewardkit score` that say how rows are run, and how they are read."""

from __future__ import annotations

from typing import Annotated

import typer

Column = Annotated[
    list[str] | None,
    typer.Option(help="Read a field at a path: answer=extra.gold (repeatable)."),
]
Ray = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Score on a Ray cluster: its address, auto, or local to start one here.",
    ),
]
Chat = Annotated[
    str | None,
    typer.Option(
        metavar="SPLIT",
        help="Rows hold one chat in `messages`; the completion begins at first_assistant, or "
        "after last_user.",
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option(
        min=0.001,
        metavar="SECONDS",
        help="Deadline of one call of a reward of yours, which then runs in a process that can "
        "be killed.  [default: none]",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="Worker processes of isolated rewards.  [default: processors]"),
]
Concurrency = Annotated[
    int | None,
    typer.Option(min=1, help="Calls to a judge that may wait at once.  [default: 64]"),
]
Chunk = Annotated[
    int | None,
    typer.Option(min=1, help="Rows that are scored before any is written.  [default: 1024]"),
]
OnError = Annotated[
    str | None,
    typer.Option(help="keep errors as results, raise at the first, or breaker.  [default: keep]"),
]
