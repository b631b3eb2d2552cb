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
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count

from rewardkit_sandbox.bench import report, ways
from rewardkit_sandbox.bench.measured import Measured
from rewardkit_sandbox.bench.ways import Way

CONCURRENCY = (1, 2, 8)
REFERENCE = "bare subprocess"


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
            except ways.Wrong:
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
    started = []
    for name, make in makers.items():
        began = time.monotonic()
        try:
            way = make(concurrency)
            stack.callback(way.close)
            way.script(0)
        except ways.Absent as error:
            say(f"left out: {name}: {error}")
            continue
        started.append((way, time.monotonic() - began))
    return started


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
            started = start(makers, concurrency, stack, say)
            for workload in ("W1", "W2"):
                say(f"measuring {workload} at concurrency {concurrency}: {len(started)} ways")
                table = [Measured(way.name, workload, concurrency, cold) for way, cold in started]
                for _ in range(rounds):
                    for (way, _cold), row in zip(started, table, strict=True):
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
        for name, make in ways.WAYS.items()
        if not wanted or any(word in name for word in wanted) or name == REFERENCE
    }
    results = run(
        makers,
        seconds=options.seconds,
        rounds=options.rounds,
        say=lambda text: print(text, file=sys.stderr, flush=True),
    )
    bars = report.judge(results)
    if options.json:
        rows = [row.to_dict() for row in results]
        print(json.dumps({"measured": rows, "bars": [bar._asdict() for bar in bars]}))
    else:
        report.show(results, bars, REFERENCE)
    return int(any(bar.met is False for bar in bars))
