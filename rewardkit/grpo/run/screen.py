"""The display of a run, a screen that shows nothing, and the result at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown


class Screen(Protocol):
    """The display interface of a run."""

    def say(self, text: str) -> None:
        """Show a line."""

    def supervised(self, stage: str, step: int, steps: int, loss: float) -> None:
        """Show the progress of a supervised stage."""

    def step(self, row: Mapping[str, Any], *, keep: bool) -> None:
        """Show a row of the table; `keep` makes it permanent."""

    def close(self) -> None:
        """Stop redrawing."""


class QuietScreen:
    """A screen that shows nothing."""

    def say(self, text: str) -> None:
        """Ignore the line."""

    def supervised(self, stage: str, step: int, steps: int, loss: float) -> None:
        """Ignore the progress."""

    def step(self, row: Mapping[str, Any], *, keep: bool) -> None:
        """Ignore the row."""

    def close(self) -> None:
        """Do nothing."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The result and folder of a finished run."""

    folder: Path
    result: Mapping[str, Any]
    """The content of `result.json`."""
    transcripts: tuple[tuple[Sample, Breakdown], ...]
    """Held-out completions of the final policy, scored."""
