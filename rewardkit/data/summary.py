"""Summary of a run: values, statuses and reasons, for the total and each component."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rewardkit.data import notebook
from rewardkit.data.deviation import sample_deviation
from rewardkit.data.score import STATUSES, Breakdown, Range

PERCENTILES = (5, 50, 95)
_REASONS = 5
# Reasons whose details are kept; where there are more, reasons are made of data.
_TOLD = 20
_FAILED = ("error", "timeout")
_DETAIL = 1000
# More values than this make a column no domain; the rest is counted together.
_DOMAINS = 100
OTHER = "(other)"
_SLACK = 1e-9


@dataclass(slots=True)
class Agreement:
    """Agreement of labels with a threshold on the value.

    Attributes:
        threshold: The least value that counts as right.
    """

    threshold: float
    right: int = 0
    wrong: int = 0
    false_positives: int = 0
    false_negatives: int = 0
    no_value: int = 0

    def add(self, label: bool, value: float | None) -> None:
        """Count one labelled row; a row without a value counts as disagreement."""
        if value is None:
            self.no_value += 1
            return
        said = value >= self.threshold - _SLACK * max(1.0, abs(self.threshold))
        if said == label:
            self.right += said
            self.wrong += not said
        elif said:
            self.false_positives += 1
        else:
            self.false_negatives += 1

    def to_dict(self) -> dict[str, Any]:
        """Return counts and the share of all labelled rows that agree."""
        agree = self.right + self.wrong
        rows = agree + self.false_positives + self.false_negatives + self.no_value
        return {
            "threshold": self.threshold,
            "rows": rows,
            "agreement": agree / rows if rows else None,
            "true_positives": self.right,
            "true_negatives": self.wrong,
            "false_positives": self.false_positives,
            "false_negatives": self.false_negatives,
            "no_value": self.no_value,
        }


@dataclass(slots=True)
class Tally:
    """The values, statuses and reasons of one component, or of the total."""

    range: Range
    values: array[float] = field(default_factory=lambda: array("d"))
    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    details: dict[str, str] = field(default_factory=dict)
    """The first detail of each reason."""
    failures: list[str] = field(default_factory=list)
    """Reasons of errors and timeouts, in the order in which they came."""
    agreement: Agreement | None = None

    def add(
        self, value: float | None, status: str = "", reason: str = "", detail: str = ""
    ) -> None:
        """Count one score; without a status only its value is counted."""
        if value is not None and math.isfinite(value):
            self.values.append(value)
        if status:
            self.statuses[status] += 1
        if reason:
            self.reasons[reason] += 1
            if detail and reason not in self.details and len(self.details) < _TOLD:
                self.details[reason] = detail[:_DETAIL]
            if status in _FAILED and reason not in self.failures and len(self.failures) < _TOLD:
                self.failures.append(reason)

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers for JSON; None stands for a number that is undefined."""
        values = sorted(self.values)
        count = len(values)
        seen = sum(self.statuses.values())
        mean = math.fsum(values) / count if count else None
        out: dict[str, Any] = {
            "range": [end if math.isfinite(end) else None for end in self.range],
            "valid": count,
            "mean": mean,
            "std": None if mean is None else sample_deviation(values),
            "min": values[0] if values else None,
            **{f"p{percent}": percentile(values, percent) for percent in PERCENTILES},
            "max": values[-1] if values else None,
            "status": {
                status: self.statuses[status] / seen if seen else None for status in STATUSES
            },
            "reasons": (told := self._told()),
            "details": {reason: self.details[reason] for reason in told if reason in self.details},
        }
        if self.agreement is not None:
            out["agreement"] = self.agreement.to_dict()
        return out

    def _told(self) -> dict[str, int]:
        """Return the commonest reasons, and those of failures."""
        return {
            reason: count
            for place, (reason, count) in enumerate(self.reasons.most_common())
            if place < _REASONS or reason in self.failures
        }


class Summary:
    """The tallies of a run.

    Args:
        total: The range of the reward.
        components: The range of each component by name.
        labelled: Whether rows carry a label.
        threshold: The least total that counts as right; the top of the range by default.
        by: The column whose values are summarised apart.
    """

    def __init__(
        self,
        total: Range,
        components: Mapping[str, Range],
        labelled: bool = False,
        threshold: float | None = None,
        by: str | None = None,
    ) -> None:
        self.total = Tally(total)
        self.by = by
        self.domains: dict[str, Tally] = {}
        self.components = {name: Tally(one) for name, one in components.items()}
        self.rows = 0
        self.unlabelled = 0
        self.resumed = 0
        self.blind = 0
        self.seconds = 0.0
        if labelled:
            top = total.high if threshold is None else threshold
            self.total.agreement = Agreement(top)
            for tally in self.components.values():
                tally.agreement = Agreement(tally.range.high)

    def add(self, found: Breakdown, label: bool | None, domain: str | None = None) -> None:
        """Count one scored row."""
        for tally in (self.total, *self._domain(domain, found.value, label)):
            tally.add(found.value, found.status, found.reason, found.detail)
        parts = found.leaves()
        for name, leaf in parts.items():
            self.components[name].add(leaf.value, leaf.status, leaf.reason, leaf.detail)
        self._row({name: leaf.value for name, leaf in parts.items()}, found.value, label)
        self.seconds += found.seconds

    def add_fault(
        self, reason: str, label: bool | None, detail: str = "", domain: str | None = None
    ) -> None:
        """Count one row that could not be read."""
        for tally in (self.total, *self._domain(domain, None, label)):
            tally.add(None, "error", reason, detail)
        self._row({}, None, label)

    def add_earlier(
        self, row: Mapping[str, Any], label: bool | None, domain: str | None = None
    ) -> None:
        """Count one row written by an earlier run; of parts it may hold the values alone."""
        reason = row.get("reason", "")
        for tally in (self.total, *self._domain(domain, row["value"], label)):
            tally.add(row["value"], row["status"], reason, row.get("detail", ""))
        told = row.get("explain") or {}
        for name, value in row["components"].items():
            if name in self.components:
                part = told.get(name, {})
                one = (part.get(key, "") for key in ("status", "reason", "detail"))
                self.components[name].add(value, *one)
        self.blind += bool(row["components"]) and not told and reason != "bad_row"
        self._row(row["components"], row["value"], label)
        self.resumed += 1

    @property
    def failed(self) -> str:
        """The first failure of a run in which no row has a value; empty for any other run."""
        if self.total.values or not any(self.total.statuses[one] for one in _FAILED):
            return ""
        reason = next(iter(self.total.failures), "error")
        detail = self.total.details.get(reason)
        return f"{reason}: {detail}" if detail else reason

    def _domain(
        self, domain: str | None, value: float | None, label: bool | None
    ) -> tuple[Tally, ...]:
        """Return the tally of a domain, if rows are summarised by one."""
        if domain is None:
            return ()
        if domain not in self.domains and len(self.domains) >= _DOMAINS:
            domain = OTHER
        tally = self.domains.get(domain)
        if tally is None:
            tally = self.domains[domain] = Tally(self.total.range)
            if self.total.agreement is not None:
                tally.agreement = Agreement(self.total.agreement.threshold)
        if tally.agreement is not None and label is not None:
            tally.agreement.add(label, value)
        return (tally,)

    def _row(
        self, values: Mapping[str, float | None], total: float | None, label: bool | None
    ) -> None:
        self.rows += 1
        if self.total.agreement is None:
            return
        if label is None:
            self.unlabelled += 1
            return
        self.total.agreement.add(label, total)
        for name, tally in self.components.items():
            if tally.agreement is not None:
                tally.agreement.add(label, values.get(name))

    def _repr_html_(self) -> str:
        """Return the tallies for a notebook, the total last."""
        heads = ("part", "range", "values", "mean", "std", "min", "p50", "max", "", "reasons")
        rows = [_html_row(name, tally) for name, tally in self.components.items()]
        caption = f"{self.rows} rows"
        return notebook.table(heads, [*rows, _html_row("total", self.total)], caption)

    def to_dict(self) -> dict[str, Any]:
        """Return the whole summary as plain data for JSON; `by` only where a column is given."""
        values = {
            name: {"rows": tally.statuses.total(), **tally.to_dict()}
            for name, tally in self.domains.items()
        }
        by = {} if self.by is None else {"by": {"column": self.by, "values": values}}
        return {
            "rows": self.rows,
            "resumed": self.resumed,
            "blind": self.blind,
            "unlabelled": self.unlabelled,
            "total": self.total.to_dict(),
            "components": {name: tally.to_dict() for name, tally in self.components.items()},
            **by,
        }


def _html_row(name: str, tally: Tally) -> list[str]:
    found = tally.to_dict()
    cells = [notebook.text(name), notebook.text(tally.range), notebook.text(found["valid"])]
    cells += [notebook.number(found[key]) for key in ("mean", "std", "min", "p50", "max")]
    cells.append(notebook.bar(found["mean"], tally.range.low, tally.range.high))
    reasons = ", ".join(f"{reason} {count}" for reason, count in found["reasons"].items())
    return [*cells, notebook.text(reasons)]


def percentile(values: list[float] | array[float], percent: float) -> float | None:
    """Return a percentile of sorted values by linear interpolation; None for an empty list.

    Example:
        >>> percentile([0.0, 1.0], 50)
        0.5
    """
    if not values:
        return None
    place = (len(values) - 1) * percent / 100
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    part = place - below
    return values[below] * (1 - part) + values[above] * part
