"""Measure how fast programs run: here, behind other people's walls, and behind none.

    python -m rewardkit_sandbox.bench [--seconds 1.0] [--rounds 5] [--only WORDS] [--json]

Two workloads. W1: one trivial script. W2: one problem, that is one program run on ten standard
inputs. The ways take turns within each round, so that a busy neighbour slows all of them; read
the ratios and the processor time of a job, not the rates.

Exit code: 0 when every bar that could be measured is met, 1 when one is not.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from rewardkit_sandbox import bench_report, bench_ways
from rewardkit_sandbox.bench_ways import Way

CONCURRENCY = (1, 2, 8)
REFERENCE = "bare subprocess"


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


def measure(way: Way, workload: str, concurrency: int, seconds: float, into: Measured) -> None:
    """Run jobs of a workload for that long, that many at once."""
    job = way.script if workload == "W1" else way.problem
    numbers = count(time.monotonic_ns())
    end = time.monotonic() + seconds
    wrong: list[int] = []

    def work(_: int) -> list[float]:
        times = []
        while (began := time.monotonic()) < end:
            try:
                job(next(numbers))
            except bench_ways.Wrong:
                wrong.append(1)
                continue
            times.append(time.monotonic() - began)
        return times

    cpu, began = way.cpu_s(), time.monotonic()
    with ThreadPoolExecutor(concurrency) as threads:
        found = [one for times in threads.map(work, range(concurrency)) for one in times]
    took = time.monotonic() - began
    into.rates.append(len(found) / took)
    into.cpu_ms.append(1e3 * (way.cpu_s() - cpu) / max(1, len(found)))
    into.wrong += len(wrong)
    into.seconds += found


def start(
    makers: dict[str, Callable[[int], Way]],
    concurrency: int,
    stack: ExitStack,
    say: Callable[[str], None],
) -> list[tuple[Way, float]]:
    """Start every way that can be had here; with each, the seconds to its first answer."""
    ways = []
    for name, make in makers.items():
        began = time.monotonic()
        try:
            way = make(concurrency)
            stack.callback(way.close)
            way.script(0)
        except bench_ways.Absent as error:
            say(f"left out: {name}: {error}")
            continue
        ways.append((way, time.monotonic() - began))
    return ways


def run(
    makers: dict[str, Callable[[int], Way]],
    *,
    seconds: float,
    rounds: int,
    say: Callable[[str], None],
) -> list[Measured]:
    """Measure every way on both workloads at every concurrency."""
    results = []
    for concurrency in CONCURRENCY:
        with ExitStack() as stack:
            ways = start(makers, concurrency, stack, say)
            for workload in ("W1", "W2"):
                say(f"measuring {workload} at concurrency {concurrency}: {len(ways)} ways")
                table = [Measured(way.name, workload, concurrency, cold) for way, cold in ways]
                for _ in range(rounds):
                    for (way, _cold), row in zip(ways, table, strict=True):
                        measure(way, workload, concurrency, seconds, row)
                results += table
    return results


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="rewardkit_sandbox.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each way in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="ways to measure, by part of their name")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    wanted = [word for word in options.only.split(",") if word]
    makers = {
        name: make
        for name, make in bench_ways.WAYS.items()
        if not wanted or any(word in name for word in wanted) or name == REFERENCE
    }
    results = run(
        makers,
        seconds=options.seconds,
        rounds=options.rounds,
        say=lambda text: print(text, file=sys.stderr, flush=True),
    )
    bars = bench_report.judge(results)
    if options.json:
        rows = [row.to_dict() for row in results]
        print(json.dumps({"measured": rows, "bars": [bar._asdict() for bar in bars]}))
    else:
        bench_report.show(results, bars, REFERENCE)
    return int(any(bar.met is False for bar in bars))


if __name__ == "__main__":
    sys.exit(main())
