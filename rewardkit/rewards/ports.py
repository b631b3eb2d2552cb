"""Interfaces through which a reward calls higher packages: scoring, specs, trainers.

`rewardkit.wiring` sets the implementation when the package is imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypedDict

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown


class Cache(Protocol):
    """The interface of a verdict cache."""

    @property
    def path(self) -> Path:
        """The file that holds the verdicts."""


class RolloutStore(Protocol):
    """The interface of a store of scored rollouts."""

    @property
    def path(self) -> Path:
        """The folder that holds the rollouts."""


class Observed(Protocol):
    """The interface of an observation: what trainers log of it."""

    @property
    def numbers(self) -> Mapping[str, float]:
        """The numbers of a batch by name."""


class Observer(Protocol):
    """The interface of a watch over a run."""

    def collect(
        self, samples: Sequence[Sample], breakdowns: Sequence[Breakdown]
    ) -> Observed | None:
        """Take scored completions, and return the observation of a batch that is complete."""


class ScoreOptions(TypedDict, total=False):
    """The options of `score`, typed for functions that pass them on."""

    workers: int | None
    concurrency: int
    on_error: str
    cache: str | Path | Cache | None
    progress: bool
    chunk: int
    breaker_share: float
    breaker_after: int
    store: str | Path | RolloutStore | None
    executor: str


class RunOptions(TypedDict, total=False):
    """The options of every trainer's adapter but `missing`; `Bridge` documents them."""

    columns: Mapping[str, str] | None
    group_size: int | None
    group_by: str | None
    breaker_share: float
    breaker_after: int
    cache: str | Path | Cache | None
    workers: int | None
    concurrency: int
    store: str | Path | RolloutStore | None
    watch: Observer | None


class BridgeOptions(RunOptions, total=False):
    """The options of every trainer's adapter."""

    missing: str | float | None


class Ports(Protocol):
    """The operations that a reward delegates to the engine, specs and trainer adapters."""

    def score_one(self, reward: Any, sample: Sample) -> Breakdown:
        """Score one sample."""

    def score(
        self, reward: Any, samples: Iterable[Any], options: Mapping[str, Any]
    ) -> list[Breakdown]:
        """Score many samples under the options of `rewardkit.score`."""

    async def ascore(self, reward: Any, samples: Iterable[Any]) -> list[Breakdown]:
        """Score many samples without blocking the event loop."""

    def dump(self, reward: Any) -> dict[str, Any]:
        """Return the spec of a reward."""

    def save(self, reward: Any, path: str | Path) -> None:
        """Write the spec of a reward to a file."""

    def trl(self, reward: Any, arguments: Mapping[str, Any]) -> list[float | None]:
        """Score a batch by the calling convention of TRL."""

    def trainer(self, reward: Any, name: str, options: Mapping[str, Any]) -> Any:
        """Return the adapter of a reward for the trainer of that name."""


_PLUGGED: list[Ports] = []


def plug(ports: Ports) -> None:
    """Set the implementation of the ports; a later call replaces it."""
    _PLUGGED[:] = [ports]


def ports() -> Ports:
    """Return the implementation of the ports.

    Raises:
        RuntimeError: No implementation is set; `import rewardkit` sets one.
    """
    if not _PLUGGED:
        raise RuntimeError("nothing answers for rewards yet: import rewardkit first")
    return _PLUGGED[0]
