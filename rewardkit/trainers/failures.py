"""Failures over the steps of a run: warned of once, counted, and a reason to stop."""

from __future__ import annotations

import logging
import threading
from collections import Counter, deque
from collections.abc import Sequence

from rewardkit.data.score import Breakdown
from rewardkit.engine.options import culprit
from rewardkit.errors import ScoringError
from rewardkit.trainers.outcome import Outcome

log = logging.getLogger("rewardkit.trainers")
DATA_FAULTS = ("bad_answer", "bad_column", "bad_row", "no_route")
"""Faults of a row of the data; one bad row says nothing about the next one."""
CODE_FAULTS = ("bad_return", "bad_sample", "exception", "no_value", "not_finite", "out_of_range")
FAULTS = DATA_FAULTS + CODE_FAULTS
"""Reasons that are a fault of the reward or of the data, not of the policy or a service."""
ALONE = 8
"""The number of rows that decide where a trainer shows one row at a time."""


class Failures:
    """The failures of one reward since the run began.

    A failure is an `error`, or a `timeout` without a value; `abstain` is none.

    Args:
        name: The name of the reward.
        breaker_share: The share of failures among the latest rows beyond which the run stops.
        breaker_after: How many rows that share is taken over.
    """

    def __init__(self, name: str, breaker_share: float, breaker_after: int) -> None:
        self.name = name
        self.breaker_share = breaker_share
        self.recent: deque[str] = deque(maxlen=breaker_after)
        self.rows = 0
        self.lowered: Counter[str] = Counter()
        self._told: set[tuple[str, str]] = set()
        self._first: list[Outcome] | None = []
        self._first_rows: set[str] = set()
        self._lock = threading.Lock()

    def see(self, outcomes: Sequence[Outcome], rows: Sequence[object]) -> None:
        """Count a batch of outcomes, and the rows that they belong to.

        Raises:
            ScoringError: Every row so far failed by a fault of reward or data, or too many of the
                latest rows failed.
        """
        with self._lock:
            for outcome in outcomes:
                self._count(outcome)
            self._stop_at_first(outcomes, rows)
            self._break()

    def _count(self, outcome: Outcome) -> None:
        self.rows += 1
        failed = outcome.value is None and outcome.status in ("error", "timeout")
        self.recent.append(outcome.reason if failed else "")
        if outcome.value is None:
            self.lowered[outcome.status] += 1
        if outcome.status in ("ok", "unparsed") and all(
            value is not None for value in outcome.components.values()
        ):
            return
        for leaf in _failed_leaves(outcome.breakdown):
            key = (leaf.name, leaf.reason)
            if key not in self._told:
                self._told.add(key)
                log.warning(
                    "reward %r: %r gave %s %s: %s (further ones are counted, not shown)",
                    self.name,
                    leaf.name,
                    leaf.status,
                    leaf.reason,
                    leaf.detail,
                )

    def _stop_at_first(self, outcomes: Sequence[Outcome], rows: Sequence[object]) -> None:
        if self._first is None or not outcomes:
            return
        if any(one.value is not None or one.reason not in FAULTS for one in outcomes):
            self._first = None
            return
        self._first += outcomes
        self._first_rows |= {repr(row) for row in rows}
        reasons = Counter(one.reason for one in self._first)
        if all(reason in DATA_FAULTS for reason in reasons) and len(self._first_rows) < 2:
            return  # the completions of one row of the data
        if len(outcomes) < 2 and len(self._first) < ALONE:
            return
        bad = culprit(self._first[-1].breakdown)
        raise ScoringError(
            f"reward {self.name!r} has no number for any of the first {len(self._first)} samples: "
            f"{bad.name!r} gave {bad.status} {bad.reason}: {bad.detail}"
        )

    def _break(self) -> None:
        recent = self.recent
        if len(recent) < (recent.maxlen or 0):
            return
        failed = Counter(reason for reason in recent if reason)
        if failed.total() <= self.breaker_share * len(recent):
            return
        reason, times = failed.most_common(1)[0]
        raise ScoringError(
            f"reward {self.name!r}: {failed.total()} of the latest {len(recent)} samples failed, "
            f"more than the {self.breaker_share:.0%} that breaker_share allows; {times} of them "
            f"by {reason}."
        )


def _failed_leaves(node: Breakdown) -> list[Breakdown]:
    if not node.children:
        return [node] if node.value is None and node.status in ("error", "timeout") else []
    found = [leaf for child in node.children for leaf in _failed_leaves(child)]
    if not found and node.value is None and node.status in ("error", "timeout"):
        return [node]  # the operator itself: a value outside its range, no route
    return found
