"""The display of a run: the interface, and a screen that shows nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


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
