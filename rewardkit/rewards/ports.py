"""The calls of a reward that rooms above this one answer: scoring, specs, trainers.

`rewardkit.wiring` plugs the answers in when the package is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol, TypedDict

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown


class Cache(Protocol):
    """A cache of verdicts, as a caller hands it on."""

    @property
    def path(self) -> Path:
        """The file that holds the verdicts."""


class ScoreOptions(TypedDict, total=False):
    """The options of `score`, for those who hand them on."""

    workers: int | None
    concurrency: int
    on_error: str
    cache: str | Path | Cache | None
    progress: bool
    chunk: int
    breaker_share: float
    breaker_after: int


class Ports(Protocol):
    """What a reward asks of the engine, of specs and of the trainers' adapters."""

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
        """Answer a call in the form of TRL."""

    def verl(self, reward: Any, missing: str | float) -> Callable[..., dict[str, float]]:
        """Return a `compute_score` function for verl."""


_PLUGGED: list[Ports] = []


def plug(ports: Ports) -> None:
    """Plug in who answers the calls; the last one plugged answers."""
    _PLUGGED[:] = [ports]


def ports() -> Ports:
    """Return who answers the calls.

    Raises:
        RuntimeError: Nobody was plugged in, which `import rewardkit` does.
    """
    if not _PLUGGED:
        raise RuntimeError("nothing answers for rewards yet: import rewardkit first")
    return _PLUGGED[0]
