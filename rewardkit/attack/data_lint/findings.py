"""Findings of a lint and its report, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of the data or of the reward on it.

    Attributes:
        code: A stable word, such as `missing_reference`.
        rows: How many rows it concerns.
        message: What it means.
        ids: Some of the rows.
    """

    code: str
    rows: int
    message: str
    ids: tuple[str, ...] = ()


def finding(code: str, ids: Sequence[str], message: str) -> list[Finding]:
    """Return the finding about these rows; none where there are no rows."""
    return [Finding(code, len(ids), message, tuple(ids[:SHOWN]))] if ids else []


@dataclass(frozen=True, slots=True)
class LintReport:
    """The result of a lint.

    Attributes:
        reward: The name of the reward.
        rows: How many rows were read.
        findings: The faults.
        facts: Figures by name: pay of a constant reply, dead groups, forecast.
    """

    reward: str
    rows: int
    findings: tuple[Finding, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether there is no fault."""
        return not self.findings

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data for JSON."""
        return {**asdict(self), "ok": self.ok}
