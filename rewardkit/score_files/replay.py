"""Replay of a store: what another reward would have paid for the same completions."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.data.store import Rollout, Store
from rewardkit.engine.scoring import stream
from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward

_SHOWN = 10
_CLIP = 2000


@dataclass(slots=True)
class Replayed:
    """The tally of one stored reward against the new one.

    Attributes:
        fingerprint: That of the stored reward.
        name: Its name.
        unreadable: Rows whose sample is not in the store.
        no_value: Rows to which the new reward gave no value, by reason.
        examples: The rows that changed most, as a heap.
    """

    fingerprint: str
    name: str
    rows: int = 0
    unreadable: int = 0
    before: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)
    up: int = 0
    down: int = 0
    no_value: dict[str, int] = field(default_factory=dict)
    examples: list[tuple[float, int, dict[str, Any]]] = field(default_factory=list)

    def add(self, old: Rollout, new: Breakdown | None) -> None:
        """Count one row."""
        self.rows += 1
        if new is None:
            self.unreadable += 1
            return
        if new.value is None:
            reason = new.reason or new.status
            self.no_value[reason] = self.no_value.get(reason, 0) + 1
        if old.value is None or new.value is None:
            return
        self.before.append(old.value)
        self.after.append(new.value)
        change = new.value - old.value
        if abs(change) <= 1e-9 * max(1.0, abs(old.value)):
            return
        self.up += change > 0
        self.down += change < 0
        assert old.sample is not None
        shown = {
            "run": old.run,
            "row": old.row,
            "id": old.sample.id,
            "before": old.value,
            "after": new.value,
            "reason": new.reason,
            "completion": old.sample.text[:_CLIP],
        }
        heapq.heappush(self.examples, (abs(change), self.rows, shown))
        if len(self.examples) > _SHOWN:
            heapq.heappop(self.examples)

    def to_dict(self) -> dict[str, Any]:
        """Return the tally as plain data for JSON, with the rows that changed most."""
        return {
            "fingerprint": self.fingerprint,
            "name": self.name,
            "rows": self.rows,
            "unreadable": self.unreadable,
            "compared": len(self.before),
            "mean_before": _mean(self.before),
            "mean_after": _mean(self.after),
            "up": self.up,
            "down": self.down,
            "no_value": self.no_value,
            "changed_most": [one for _, _, one in sorted(self.examples, reverse=True)],
        }


def replay(
    store: Store, reward: Reward, fingerprint: str | None = None, **options: Any
) -> Iterator[tuple[Rollout, Breakdown | None]]:
    """Score the rollouts of a store again; None for a row whose sample is not in it.

    Runs are scored one after the other, so groups of two runs never mix.

    Args:
        store: The store.
        reward: The reward.
        fingerprint: Only rollouts that this reward has scored.
        **options: Those of `rewardkit.stream`.

    Raises:
        InputError: The store holds no rollouts of that reward, or none at all.
    """
    known = store.rewards()
    if fingerprint is not None and fingerprint not in known:
        there = ", ".join(f"{one} ({known[one].get('name', '?')})" for one in known) or "none"
        raise InputError(f"{store.path}: no reward {fingerprint!r} in this store; it has {there}")
    if not known:
        raise InputError(f"{store.path}: there are no rollouts in this store")
    found = groupby(store.rollouts(fingerprint), key=lambda one: (one.fingerprint, one.run))
    for _, rollouts in found:
        yield from _run(reward, rollouts, options)


def _run(
    reward: Reward, rollouts: Iterator[Rollout], options: dict[str, Any]
) -> Iterator[tuple[Rollout, Breakdown | None]]:
    waiting: deque[Rollout] = deque()

    def samples() -> Iterator[Sample]:
        for one in rollouts:
            waiting.append(one)
            if one.sample is not None:
                yield one.sample

    for breakdown in stream(reward, samples(), **options):
        while waiting[0].sample is None:
            yield waiting.popleft(), None
        yield waiting.popleft(), breakdown
    for one in waiting:
        yield one, None


def _mean(values: list[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
