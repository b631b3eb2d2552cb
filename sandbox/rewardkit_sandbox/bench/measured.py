"""What was measured of one way to run programs."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Measured:
    """What was measured of one way at one concurrency, by round.

    Attributes:
        cold_s: Seconds from nothing to the first answer.
        rates: Jobs a second.
        cpu_ms: Processor milliseconds of a job.
        seconds: Seconds of each job, of all rounds together.
        wrong: Jobs with a wrong answer, which count for nothing else.
    """

    way: str
    workload: str
    concurrency: int
    cold_s: float = 0.0
    rates: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: int = 0

    def quantile(self, part: float) -> float:
        """Milliseconds that this part of the jobs stays under."""
        times = sorted(self.seconds) or [0.0]
        return 1e3 * times[min(len(times) - 1, int(len(times) * part))]

    def times(self, other: Measured) -> float:
        """How many times as many jobs a second as another way: the median of the rounds."""
        pairs = zip(self.rates, other.rates, strict=True)
        return statistics.median(mine / its if its else math.inf for mine, its in pairs)

    def to_dict(self) -> dict[str, Any]:
        """The figures, without the raw times."""
        return {
            "way": self.way,
            "workload": self.workload,
            "concurrency": self.concurrency,
            "cold_ms": round(1e3 * self.cold_s, 1),
            "jobs_per_s": round(statistics.median(self.rates), 2),
            "cpu_ms_per_job": round(statistics.median(self.cpu_ms), 3),
            "p50_ms": round(self.quantile(0.5), 3),
            "p99_ms": round(self.quantile(0.99), 3),
            "jobs": len(self.seconds),
            "wrong": self.wrong,
        }
