"""`rewardkit report`: one self-contained page of a file of results, a run or an attack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    source: Annotated[
        str, typer.Argument(help="Results of `score -o`, a run folder, or the JSON of an attack.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="Where to write the page.")] = Path(
        "report.html"
    ),
    samples: Annotated[
        str | None, typer.Option(help="The samples that were scored, for prompts and texts.")
    ] = None,
    against: Annotated[
        str | None, typer.Option(help="A second file of results to compare with.")
    ] = None,
) -> None:
    """Write one HTML file that loads nothing: plots, components, and every completion.

    Example: rewardkit report scores.jsonl --samples samples.jsonl -o report.html
    """
    from rewardkit.report.build import build

    found = build(source, samples, against)
    out.write_text(found.html(), encoding="utf-8")
    typer.echo(f"{len(found.entries):,} completions -> {out}")
