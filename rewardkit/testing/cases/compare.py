"""Comparison of expectations with a score; mismatches are data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rewardkit.data.score import Breakdown
from rewardkit.errors import closest
from rewardkit.testing.cases.model import TOLERANCE, Expect


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One expectation that does not hold.

    Attributes:
        what: The key of `expect`, such as `value` or `components.math`.
        expected: The expectation, as text.
        got: The actual value, as text.
    """

    what: str
    expected: str
    got: str


def compare(
    expect: Expect, found: Breakdown, others: Mapping[str, Breakdown]
) -> tuple[Mismatch, ...]:
    """Return every expectation that does not hold.

    Args:
        expect: The expectations.
        found: The score.
        others: The scores of the cases that `better_than` names.

    Example:
        >>> from rewardkit import Score
        >>> wrong = Breakdown("exact", Score.ok(0.0))
        >>> compare(Expect(value=1.0), wrong, {})
        (Mismatch(what='value', expected='1', got='0'),)
    """
    return tuple(_mismatches(expect, found, others))


def _mismatches(
    expect: Expect, found: Breakdown, others: Mapping[str, Breakdown]
) -> Iterator[Mismatch]:
    if expect.names_value and not _close(expect.value, found.value, expect.tolerance):
        yield Mismatch("value", _about(expect.value, expect.tolerance), shown(found.value))
    if expect.range is not None:
        low, high = expect.range
        if found.value is None or not low <= found.value <= high:
            yield Mismatch("range", f"in [{low:g}, {high:g}]", shown(found.value))
    if expect.status is not None and expect.status != found.status:
        yield Mismatch("status", expect.status, found.status)
    if expect.reason is not None and expect.reason != found.reason:
        yield Mismatch("reason", expect.reason or "(none)", found.reason or "(none)")
    for name in expect.better_than:
        other = others[name].value
        if found.value is None or other is None or not found.value > other:
            yield Mismatch(
                "better_than", f"more than {name!r} ({shown(other)})", shown(found.value)
            )
    parts = found.components
    for name, wanted in expect.components.items():
        if name not in parts:
            yield Mismatch(
                f"components.{name}", shown(wanted), f"no such component.{closest(name, parts)}"
            )
        elif not _close(wanted, parts[name], expect.tolerance):
            yield Mismatch(
                f"components.{name}", _about(wanted, expect.tolerance), shown(parts[name])
            )


def _close(wanted: float | None, got: float | None, tolerance: float) -> bool:
    if wanted is None or got is None:
        return wanted is got
    return abs(wanted - got) <= tolerance


def _about(value: float | None, tolerance: float) -> str:
    plain = value is None or tolerance == TOLERANCE
    return shown(value) if plain else f"{shown(value)} ± {tolerance:g}"


def shown(value: float | None) -> str:
    """Return a value as text for tables, with enough digits to distinguish close values."""
    return "no value" if value is None else f"{value:.10g}"
