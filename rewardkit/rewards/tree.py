"""Interfaces of reward trees for operators, checks and explanations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Range

Samples = Sequence[Sample]
Options = Mapping[str, Any]
Ranges = Sequence[Range]


class Tree(Protocol):
    """The interface of a reward to its parent."""

    name: str
    range: Range
    children: tuple[Any, ...]

    def skipped(self) -> Breakdown:
        """Return the breakdown of the reward for a sample on which it was not run."""

    def bind(self, samples: Samples) -> None:
        """Raise BindError if the reward needs a field that no sample has."""


class Node(Tree, Protocol):
    """The interface of a composition to its operator."""

    op: str
    options: dict[str, Any]

    @property
    def weights(self) -> tuple[float, ...]:
        """The weight of each child; empty where the operator has none."""

    @property
    def fingerprint(self) -> str:
        """The content hash of the composition."""

    @property
    def component(self) -> bool:
        """Whether it is a map of one reward that was given a name of its own."""


class Asking(Protocol):
    """Evaluation of the children of one composition over one batch."""

    @property
    def samples(self) -> Samples:
        """The batch."""

    async def every(self, children: Sequence[Any]) -> Sequence[list[Breakdown]]:
        """Evaluate each child on all samples; one list for each child."""

    async def rows(self, child: Any, rows: Sequence[int]) -> dict[int, Breakdown]:
        """Evaluate one child on some rows of the batch; breakdowns by row."""
