"""The columns and means that a reward adds to TRL's logs; the keys are the same at every step."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from rewardkit.data.deviation import sample_deviation
from rewardkit.data.score import STATUSES
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.outcome import Outcome

LogExtra = Callable[[str, list[Any]], None]
LogMetric = Callable[[str, float], None]
_OWN_COLUMNS = ("status", "reason")


def log_columns(bridge: Bridge, found: Sequence[Outcome], log_extra: LogExtra) -> None:
    """Log a column for each component, and the status and reason of each row."""
    name = bridge.reward.__name__
    for component in _inner(bridge):
        # Two columns of one name would leave TRL with the later one alone.
        column = f"component {component}" if component in _OWN_COLUMNS else component
        log_extra(f"{name}/{column}", [one.components[component] for one in found])
    log_extra(f"{name}/status", [one.status for one in found])
    log_extra(f"{name}/reason", [one.reason for one in found])


def log_means(
    bridge: Bridge,
    found: Sequence[Outcome],
    values: Sequence[float | None],
    log_metric: LogMetric,
) -> None:
    """Log mean, deviation and share of each component, and the share of each status.

    A component that has no number in a batch is logged as NaN, which TRL leaves out of its own
    means, so that keys do not come and go. `share` is the share of rows with a number.

    Args:
        bridge: The bridge of the reward.
        found: The outcomes of the batch.
        values: The number that TRL is given for each.
        log_metric: TRL's function.
    """
    if not found:
        return
    name, rows = f"rewards/{bridge.reward.__name__}", len(found)
    for component in _inner(bridge):
        known = [value for one in found if (value := one.components[component]) is not None]
        mean = math.fsum(known) / len(known) if known else math.nan
        log_metric(f"{name}/{component}/mean", mean)
        deviation = sample_deviation(known) if len(known) > 1 else math.nan
        log_metric(f"{name}/{component}/std", deviation)
        log_metric(f"{name}/{component}/share", len(known) / rows)
    counts = Counter(one.status for one in found)
    without = Counter(one.status for one in found if one.value is None)
    for status in STATUSES:
        # Zeros are logged too: TRL averages what it is given over the logging step.
        if status != "ok":
            log_metric(f"{name}/status/{status}", counts[status] / rows)
        if status in ("abstain", "error", "timeout"):
            log_metric(f"{name}/lowered/{status}", without[status] / rows)
    # A row that another reward of the list could not judge is no row for this one either.
    others = sum(v is None and o.value is not None for v, o in zip(values, found, strict=True))
    log_metric(f"{name}/lowered/by_other_reward", others / rows)


def log_watch(bridge: Bridge, log_metric: LogMetric) -> None:
    """Log the numbers of the watch over a reward, once for each batch that it observed."""
    seen, bridge.observed = bridge.observed, None
    for name, value in ({} if seen is None else seen.numbers).items():
        log_metric(f"watch/{bridge.reward.name}/{name}", value)


def _inner(bridge: Bridge) -> Sequence[str]:
    # The mean of a reward that is one leaf is logged by TRL itself.
    return bridge.keys if bridge.reward.children else ()
