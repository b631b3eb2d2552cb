"""`rewardkit schema`: the JSON Schema of specs, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rewardkit.score_files.results import check_out
from rewardkit.specs.schema import schema


def command(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write it here, not to stdout.")
    ] = None,
) -> None:
    """Write the JSON Schema of specs: completion and checks in editors.

    With it beside a spec, editors that know the YAML language server need one line at its top:
    # yaml-language-server: $schema=rewardkit.schema.json
    """
    text = json.dumps(schema(), indent=2, ensure_ascii=False)
    if out is None:
        typer.echo(text)
    else:
        check_out(out, {})
        out.write_text(text + "\n", encoding="utf-8")
