"""A driver of the conformance suite: rows through one adapter, numbers back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from rewardkit.trainers.conformance.rows import Family, Row

Values = list[float | None]
Drive = Callable[[Family, str | None], Values]


@dataclass(frozen=True, slots=True)
class Driver:
    """The way through one adapter.

    Attributes:
        name: The trainer, as in `reward.for_<name>`.
        package: Its distribution; empty where none is published.
        probe: The modules that its real code path imports.
        drive: Gives a number for each row under a policy; None for a missing one.
        recorded: The same by the recorded calling convention, without the package; None where
            nothing works without it.
        cannot: The abilities that the trainer lacks.
        policy: The policy for missing numbers that the suite uses.
        single: Whether the trainer keeps rewards as 32-bit floats.
    """

    name: str
    package: str
    probe: tuple[str, ...]
    drive: Drive
    recorded: Drive | None
    cannot: frozenset[str] = frozenset()
    policy: str = "low"
    single: bool = False

    def installed(self) -> str | None:
        """Return the version of the package, None if its real code path cannot be imported here."""
        if not self.probe:
            return None
        try:
            for module in self.probe:
                import_module(module)
            return version(self.package)
        except (PackageNotFoundError, ImportError, OSError, RuntimeError):
            return None


def fields(row: Row, answer: str = "answer") -> dict[str, Any]:
    """Return the columns of a row with its answer under a name."""
    return {**row.columns, answer: row.answer}


def columns(rows: Any, answer: str = "answer") -> Mapping[str, list[Any]]:
    """Return rows as one list for each column."""
    names = {name: None for row in rows for name in fields(row, answer)}
    return {name: [fields(row, answer).get(name) for row in rows] for name in names}
