"""The limits of learning against a reward; imported without torch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """The limits of learning.

    Attributes:
        seconds: Seconds for everything.
        steps: Steps of learning at most.
        seed: Of the policy, of its samples and of the replies it imitates.
        timeout: Seconds one completion may take.
    """

    seconds: float = 150.0
    steps: int = 200
    seed: int = 0
    timeout: float = 5.0
