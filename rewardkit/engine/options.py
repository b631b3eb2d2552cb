"""The options of one call of `score`, checked before anything runs, and its error policies."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.engine.chunks import Read, check_rows
from rewardkit.engine.leaf_calls import LeafCalls
from rewardkit.errors import DefinitionError, RewardkitError, ScoringError, closest
from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import ScoreOptions

if TYPE_CHECKING:
    from rewardkit.data.store import Store
    from rewardkit.engine.verdict_cache import VerdictCache

ON_ERROR = ("keep", "raise", "breaker")


def check_options(options: Mapping[str, Any]) -> None:
    """Raise TypeError for an option that `score` does not have, and name the closest one.

    Raises:
        TypeError: An option is unknown.
    """
    known = ScoreOptions.__annotations__
    for name in options:
        if name not in known:
            raise TypeError(f"score has no option {name!r}.{closest(name, known)}")


def check_arguments(reward: object, samples: object) -> None:
    """Raise TypeError for an object that is no reward or no collection of samples.

    Raises:
        TypeError: One of them is of another type.
        DefinitionError: The reward still needs a setting.
    """
    if not isinstance(reward, Reward):
        raise TypeError(
            f"score takes a Reward, not {type(reward).__name__}. Decorate a function with @reward."
        )
    if reward.missing_settings:
        setting = reward.missing_settings[0]
        raise DefinitionError(
            f"reward {reward.name!r} still needs the setting {setting!r}. "
            f"Write {reward.name}({setting}=...)."
        )
    check_rows(samples)


@dataclass(frozen=True, slots=True)
class Plan:
    """The options of one call of `score`, which documents them.

    Raises:
        ValueError: An option is out of its range.
        TypeError: The cache is neither a path nor a cache.
    """

    workers: int | None = None
    concurrency: int = 64
    on_error: str = "keep"
    cache: str | Path | VerdictCache | None = None
    progress: bool = False
    chunk: int = 1024
    breaker_share: float = 0.2
    breaker_after: int = 50
    store: str | Path | Store | None = None
    executor: str = "local"

    def __post_init__(self) -> None:
        for name in ("workers", "concurrency", "chunk", "breaker_after"):
            value = getattr(self, name)
            if name == "workers" and value is None:
                continue
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise ValueError(f"{name}={value!r} must be a whole number of at least 1")
        if self.on_error not in ON_ERROR:
            raise ValueError(
                f"on_error={self.on_error!r} is not known.{closest(self.on_error, ON_ERROR)}"
            )
        if self.executor not in ("local", "ray") and not self.executor.startswith("ray:"):
            raise ValueError(f"executor={self.executor!r} must be 'local', 'ray' or 'ray:ADDRESS'")
        if not 0 <= self.breaker_share <= 1:
            raise ValueError(f"breaker_share={self.breaker_share!r} must lie between 0 and 1")
        self._check_cache()
        if self.store is None or isinstance(self.store, (str, Path)):
            return
        from rewardkit.data.store import Store

        if not isinstance(self.store, Store):
            raise TypeError(
                f"store={self.store!r} must be a path, a Store, or None to keep nothing"
            )

    def _check_cache(self) -> None:
        if self.cache is None or isinstance(self.cache, (str, Path)):
            return
        from rewardkit.engine.verdict_cache import VerdictCache

        if not isinstance(self.cache, VerdictCache):
            raise TypeError(
                f"cache={self.cache!r} must be a path, a VerdictCache, or None to keep nothing"
            )

    def recorder(self, reward: Reward) -> Recorder | None:
        """Return the recorder of the scores of this call; None without a store."""
        if self.store is None:
            return None
        from rewardkit.data.store import Store

        store = Store(self.store) if isinstance(self.store, (str, Path)) else self.store
        return Recorder(store, reward)

    def calls(self, reward: Reward, cache: VerdictCache | None, parallel: bool) -> LeafCalls:
        """Return the runner of a reward's leaves under these limits."""
        return LeafCalls(
            reward,
            concurrency=self.concurrency,
            workers=self.workers or _processors(),
            cache=cache,
            parallel=parallel,
        )

    @contextmanager
    def opened(self) -> Iterator[VerdictCache | None]:
        """Open the cache for the call; one that the caller has opened is left open."""
        if self.cache is None or not isinstance(self.cache, (str, Path)):
            yield self.cache
            return
        from rewardkit.engine.verdict_cache import VerdictCache

        with VerdictCache(self.cache) as cache:
            yield cache


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def plan_of(options: Mapping[str, Any]) -> Plan:
    """Return checked options.

    Raises:
        TypeError: An option is unknown.
        ValueError: An option is out of its range.
    """
    check_options(options)
    return Plan(**options)


class Recorder:
    """The scores of one call on their way into a store."""

    def __init__(self, store: Store, reward: Reward) -> None:
        self.store = store
        self.reward = reward
        self._next = 0
        try:
            spec = reward.spec()
        except RewardkitError:
            spec = None  # it lives in a script or a closure
        store.about(
            reward.fingerprint,
            {"name": reward.name, "range": list(reward.range), "spec": spec},
        )

    def keep(self, rows: Sequence[Read], found: Sequence[Breakdown]) -> None:
        """Append one chunk."""
        self.store.append(self.reward.fingerprint, self._next, rows, found)
        self._next += len(rows)


class ErrorWatch:
    """The error policy of one call: counts every result in order and stops scoring when due.

    A failure is an `error`, or a `timeout` without a value.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.done = 0
        self.failures = 0

    def see(self, row: Read, breakdown: Breakdown) -> None:
        """Count one result.

        Raises:
            ScoringError: The policy is `raise` and it failed, or the `breaker` trips.
        """
        index = self.done
        self.done += 1
        score = breakdown.score
        if score.value is not None or score.status not in ("error", "timeout"):
            return
        self.failures += 1
        plan = self.plan
        if plan.on_error == "keep":
            return
        label = f" (id {row.id!r})" if isinstance(row, Sample) and row.id is not None else ""
        leaf = culprit(breakdown)
        detail = f": {leaf.detail}" if leaf.detail else ""
        what = f"{leaf.name!r} gave {leaf.status} {leaf.reason}{detail}"
        if plan.on_error == "raise":
            raise ScoringError(f"sample {index}{label}: reward {what}")
        if self.done >= plan.breaker_after and self.failures > plan.breaker_share * self.done:
            raise ScoringError(
                f"{self.failures} of the first {self.done} samples failed, more than the "
                f"{plan.breaker_share:.0%} that breaker_share allows. The last was sample "
                f"{index}{label}: reward {what}"
            )


def culprit(breakdown: Breakdown) -> Breakdown:
    """Return the leaf whose failure decided the status of a composition."""
    for child in breakdown.children:
        score = child.score
        if score.value is None and (score.status, score.reason) == (
            breakdown.status,
            breakdown.reason,
        ):
            return culprit(child)
    return breakdown
