"""Rows a second on a Ray cluster of this machine: `python -m rewardkit.bench.scale [--json]`.

The same rows are scored here and by one and by two actors, after a first call that starts them;
every result is compared with the local one. From the rates follows the arithmetic for a billion.

Exit codes: 0 measured, 1 a result differs, 2 usage.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from typing import Any, Final

from rewardkit.bench.waiting import waits_5_ms
from rewardkit.data.score import Breakdown
from rewardkit.engine.scoring import score
from rewardkit.registry.verifiers import get
from rewardkit.rewards.base import Reward

# A cheap verifier, of which the transport is a good part, one of more work a row, and a reward
# that waits, of which no other work on the machine takes anything away.
REWARDS: Final = {
    "math/number": 1.0,
    "math/equivalence": 1.0,
    "waits 5 ms": 0.1,
}
"""The share of the rows that each is measured with."""
BILLION: Final = 1e9
Rows = Sequence[dict[str, Any]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rewardkit.bench.scale", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rows", type=int, default=20_000, help="how many rows (20,000)")
    parser.add_argument("--runs", type=int, default=3, help="runs, of which the best counts (3)")
    chosen = parser.parse_args(arguments)
    report = measure_scale(chosen.rows, chosen.runs)
    print(json.dumps(report, indent=2) if chosen.json else _table(report))
    return 0 if all(one["correct"] for one in report["cases"]) else 1


def measure_scale(rows: int, runs: int) -> dict[str, Any]:
    """Return the figures as plain values: the best of the runs."""
    data = [
        {"completion": rf"So the sum is \boxed{{{n}/7}}.", "answer": f"{n - n % 3}/7"}
        for n in range(rows)
    ]
    cases = []
    for name, share in REWARDS.items():
        reward: Reward = waits_5_ms if name == "waits 5 ms" else get(name)
        some = data[: max(1, int(rows * share))]
        expected = score(reward, some)
        for actors in (0, 1, 2):
            correct, seconds = _best(reward, some, expected, actors, runs)
            rate = len(some) / seconds
            cases.append(
                {
                    "verifier": name,
                    "where": f"{actors} actors" if actors else "here",
                    "correct": correct,
                    "rows_per_second": round(rate),
                    "cpu_hours_for_a_billion": round(BILLION / rate / 3600 * max(1, actors)),
                }
            )
    return {"rows": rows, "runs": runs, "cases": cases}


def _best(
    reward: Reward, data: Rows, expected: Sequence[Breakdown], actors: int, runs: int
) -> tuple[bool, float]:
    """Return whether every result was right, and the least seconds of the runs."""
    options: Any = {"executor": "ray", "workers": actors} if actors else {}
    correct = score(reward, data[:64], **options) == expected[:64]
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        found = score(reward, data, **options)
        times.append(time.perf_counter() - start)
        correct = correct and found == expected
    return correct, min(times)


def _table(report: dict[str, Any]) -> str:
    lines = [
        f"{report['rows']:,} rows, best of {report['runs']}",
        "| verifier | where | rows/s | processor hours for a billion | equal |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one['verifier']} | {one['where']} | {one['rows_per_second']:,} "
        f"| {one['cpu_hours_for_a_billion']:,} | {'yes' if one['correct'] else 'NO'} |"
        for one in report["cases"]
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
