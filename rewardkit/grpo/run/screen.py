"""Where a run reports to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Screen(Protocol):
    """Where a run reports to."""

    def say(self, text: str) -> None:
        """Show a line."""

    def supervised(self, stage: str, step: int, steps: int, loss: float) -> None:
        """Show how far a supervised stage is."""

    def step(self, row: Mapping[str, Any], *, keep: bool) -> None:
        """Show a row of the table; `keep` leaves it there for good."""

    def close(self) -> None:
        """Stop redrawing."""


class QuietScreen:
    """Shows nothing."""

    def say(self, text: str) -> None:
        """Ignore the line."""

    def supervised(self, stage: str, step: int, steps: int, loss: float) -> None:
        """Ignore the progress."""

    def step(self, row: Mapping[str, Any], *, keep: bool) -> None:
        """Ignore the row."""

    def close(self) -> None:
        """Do nothing."""
