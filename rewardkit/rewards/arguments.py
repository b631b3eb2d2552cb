"""Checks of what operators are given: numbers, intervals, choices, children with ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from rewardkit.errors import SpecError, closest
from rewardkit.rewards.tree import Tree


def number(op: str, name: str, value: Any) -> float:
    """Return a value as a float.

    Raises:
        SpecError: The value is not a finite number.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise SpecError(f"{op}: {name} must be a finite number, not {value!r}")
    return float(value)


def interval(op: str, low: Any, high: Any) -> dict[str, float]:
    """Return both ends of an interval as floats.

    Raises:
        SpecError: An end is not a finite number, or the low end is not below the high one.
    """
    ends = {"low": number(op, "low", low), "high": number(op, "high", high)}
    if not ends["low"] < ends["high"]:
        raise SpecError(f"{op}: low {ends['low']:g} must lie below high {ends['high']:g}")
    return ends


def choice(op: str, name: str, value: str, known: Sequence[str]) -> None:
    """Refuse a word that is not one of the known ones.

    Raises:
        SpecError: The word is unknown; the closest one is named.
    """
    if value not in known:
        raise SpecError(f"{op}: {name}={value!r} is not known.{closest(value, known)}")


def bounded(op: str, child: Tree) -> None:
    """Refuse a child that cannot be scaled.

    Raises:
        SpecError: Its range has no ends, or is wider than a float can hold.
    """
    if not child.range.bounded:
        raise SpecError(
            f"{op}: {child.name!r} has the unbounded range {child.range}, which cannot be scaled. "
            'Give it ends with .clip(low, high), or use scale="running".'
        )
    if not math.isfinite(child.range.span):
        raise SpecError(
            f"{op}: the range {child.range} of {child.name!r} is wider than a float can hold. "
            "Give it nearer ends with .clip(low, high)."
        )


def divisor(name: str, value: Any) -> float:
    """Return the number by which a reward is divided.

    Raises:
        SpecError: It is no finite number other than 0.
    """
    if hasattr(value, "fingerprint"):
        raise SpecError(no_quotient(value.name))
    found = number("/", "the other side", value)
    if not math.isfinite(1 / found if found else math.inf):
        raise SpecError(f"/: reward {name!r} cannot be divided by {value!r}")
    return found


def no_quotient(name: str) -> str:
    """Return the message of a division by a reward."""
    return (
        f"/: nothing can be divided by a reward, here {name!r}: its value may be 0. Write the "
        'quotient out: formula("a / max(b, 0.1)", a=..., b=...).'
    )


def at_least_two(op: str, children: Sequence[object]) -> None:
    """Refuse a composition of fewer than two rewards.

    Raises:
        SpecError: There are fewer.
    """
    if len(children) < 2:
        raise SpecError(f"{op} needs at least two rewards, got {len(children)}")


def usable(op: str, child: Any) -> None:
    """Raise SpecError for an object that is no reward, or a reward that still needs a setting.

    Raises:
        SpecError: It cannot be a part of a composition.
    """
    missing = getattr(child, "missing_settings", None)
    if missing is None:
        raise SpecError(f"{op} takes rewards, not {type(child).__name__}: {str(child)[:60]!r}")
    if missing:
        raise SpecError(
            f"{op}: reward {child.name!r} still needs the setting {missing[0]!r}. "
            f"Write {child.name}({missing[0]}=...)."
        )
