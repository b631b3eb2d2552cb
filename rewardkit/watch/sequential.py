"""Sequential tests of shares: a Shiryaev-Roberts detector with a stated budget of false alarms.

R grows by the likelihood ratio of what a step shows, `R = (1 + R) * L`. Where the share is at most
`chance`, R minus the number of steps is a supermartingale, so the probability that R ever reaches
`steps / budget` within that many steps is at most the budget, however often one looks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

CHANCE = 0.02
"""The share that is nothing to speak of: two rows that share an answer, an odd reference."""
_ALTERNATIVES = (0.08, 0.2, 0.5, 0.95)
# Beyond it R says nothing more, and a float ends.
_MOST = 1e100


@dataclass(frozen=True, slots=True)
class Detector:
    """The state of one detector.

    Attributes:
        level: The statistic R.
        seen: How many trials it has seen.
        hits: How many of them were hits.
        since: The step at which it gave its alarm; None before.
    """

    level: float = 0.0
    seen: int = 0
    hits: int = 0
    since: int | None = None

    def after(self, hits: int, tried: int, step: int, threshold: float) -> Detector:
        """Return the state after a step with so many hits of so many trials.

        Example:
            >>> state = Detector()
            >>> for step in range(1, 4):
            ...     state = state.after(8, 16, step, threshold=1e6)
            >>> state.since, state.hits
            (1, 8)
        """
        if self.since is not None or tried <= 0:
            return self
        level = min(_MOST, (1 + self.level) * likelihood_ratio(hits, tried))
        since = step if level >= threshold else None
        return replace(
            self, level=level, seen=self.seen + tried, hits=self.hits + hits, since=since
        )


def likelihood_ratio(hits: int, tried: int, chance: float = CHANCE) -> float:
    """Return how much likelier the hits are under higher shares than under chance.

    Example:
        >>> round(likelihood_ratio(0, 16), 2), likelihood_ratio(8, 16) > 1e6
        (0.1, True)
    """
    ratios = [
        math.exp(
            min(
                700.0,
                hits * math.log(share / chance)
                + (tried - hits) * math.log((1 - share) / (1 - chance)),
            )
        )
        for share in _ALTERNATIVES
    ]
    return math.fsum(ratios) / len(ratios)


def threshold_of(budget: float, steps: int, statistics: int) -> float:
    """Return the level that keeps the probability of any false alarm in a run below the budget.

    Example:
        >>> threshold_of(0.01, steps=1000, statistics=4)
        400000.0
    """
    return steps * statistics / budget
