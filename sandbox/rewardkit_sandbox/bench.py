"""Measure how fast programs run: here, behind other people's walls, and behind none.

    python -m rewardkit_sandbox.bench [--seconds 1.0] [--rounds 3] [--json]

Two workloads. W1: one trivial script. W2: one problem, that is one program run on ten standard
inputs. The ways take turns within each round, so that a busy neighbour slows all of them; read
the ratios and the processor time of a job, not the rates.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import count

from rewardkit_sandbox import bench_ways
from rewardkit_sandbox.bench_ways import Way

CONCURRENCY = (1, 2, 8)
REFERENCE = "bare subprocess"


@dataclass
class Measured:
    """What was measured of one way at one concurrency: seconds of each job, by round."""

    way: str
    workload: str
    concurrency: int
    cold_s: float = 0.0
    rates: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Jobs a second, the median of the rounds."""
        return statistics.median(self.rates) if self.rates else 0.0

    def to_dict(self) -> dict[str, object]:
        """The figures, without the raw times."""
        times = sorted(self.seconds)
        made = {key: asdict(self)[key] for key in ("way", "workload", "concurrency", "cold_s")}
        return {
            **made,
            "jobs_per_s": round(self.rate, 2),
            "cpu_ms_per_job": round(statistics.median(self.cpu_ms), 3) if self.cpu_ms else None,
            "p50_ms": round(1e3 * times[len(times) // 2], 3),
            "p99_ms": round(1e3 * times[min(len(times) - 1, int(len(times) * 0.99))], 3),
            "jobs": len(times),
        }


def measure(way: Way, workload: str, concurrency: int, seconds: float, into: Measured) -> None:
    """Run jobs of a workload for that long, that many at once."""
    job = way.script if workload == "W1" else way.problem
    numbers = count(time.monotonic_ns())
    end = time.monotonic() + seconds

    def work(_: int) -> list[float]:
        times = []
        while (began := time.monotonic()) < end:
            job(next(numbers))
            times.append(time.monotonic() - began)
        return times

    cpu, began = way.cpu_s(), time.monotonic()
    with ThreadPoolExecutor(concurrency) as threads:
        found = [one for times in threads.map(work, range(concurrency)) for one in times]
    took = time.monotonic() - began
    into.rates.append(len(found) / took)
    into.cpu_ms.append(1e3 * (way.cpu_s() - cpu) / len(found))
    into.seconds += found


def run(
    makers: Sequence[Callable[[int], Way]], *, seconds: float, rounds: int, say: Callable[[str], None]
) -> list[Measured]:
    """Measure every way on both workloads at every concurrency."""
    results = []
    for concurrency in CONCURRENCY:
        with ExitStack() as stack:
            ways = []
            for make in makers:
                began = time.monotonic()
                try:
                    way = make(concurrency)
                    stack.callback(way.close)
                    way.script(0)
                except bench_ways.Absent as error:
                    say(f"left out: {error}")
                    continue
                ways.append((way, time.monotonic() - began))
            for workload in ("W1", "W2"):
                table = [Measured(w.name, workload, concurrency, cold) for w, cold in ways]
                for _ in range(rounds):
                    for (way, _cold), row in zip(ways, table, strict=True):
                        measure(way, workload, concurrency, seconds, row)
                results += table
                for row in table:
                    say(line_of(row, table))
    return results


def line_of(row: Measured, table: Sequence[Measured]) -> str:
    """One line on a measurement, with its ratio to the reference of the same run."""
    base = next((one.rate for one in table if one.way == REFERENCE), 0.0)
    found = row.to_dict()
    ratio = f"{row.rate / base:7.2f} x bare" if base else ""
    return (
        f"{row.workload} c={row.concurrency} {row.way:28s} {row.rate:9.1f}/s {ratio}"
        f"  cpu {found['cpu_ms_per_job']} ms  p50 {found['p50_ms']} p99 {found['p99_ms']} ms"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="rewardkit_sandbox.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.7, help="of each way in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="ways to measure, by part of their name")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    wanted = [word for word in options.only.split(",") if word]
    makers = [
        make
        for name, make in bench_ways.WAYS.items()
        if not wanted or any(word in name for word in wanted) or name == REFERENCE
    ]
    stream = sys.stderr if options.json else sys.stdout
    results = run(
        makers,
        seconds=options.seconds,
        rounds=options.rounds,
        say=lambda text: print(text, file=stream, flush=True),
    )
    if options.json:
        print(json.dumps([row.to_dict() for row in results]))


if __name__ == "__main__":
    main()
