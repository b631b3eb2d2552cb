"""Words for the values of options: by name, else by type, else the name itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pytest
import typer

from rewardkit.cli.option_words import with_words


def command(
    spec: Annotated[str, typer.Argument()],
    count: Annotated[int | None, typer.Option()] = None,
    share: Annotated[float, typer.Option()] = 0.5,
    folder: Annotated[Path | None, typer.Option()] = None,
    column: Annotated[list[str] | None, typer.Option()] = None,
    family: Annotated[str | None, typer.Option()] = None,
    told: Annotated[str, typer.Option(metavar="OWN")] = "",
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Do nothing."""


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("spec", "SPEC"),
        ("count", "N"),
        ("share", "NUMBER"),
        ("folder", "PATH"),
        ("column", "FIELD=PATH"),
        ("family", "FAMILY"),
        ("told", "OWN"),
        ("json_", None),
    ],
)
def test_an_option_has_a_word_for_its_value(name: str, word: str | None) -> None:
    annotation: Any = with_words(command).parameters[name].annotation
    assert annotation.__metadata__[0].metavar == word
