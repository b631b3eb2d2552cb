"""The overhead of the engine per row: `python -m rewardkit.bench.engine [--json] [--quick]`.

The same function is called in a bare Python loop and through `score`, in turns, so that a busy
machine slows both. Nothing is timed before both agree on every value.

Exit codes: 0 measured, 1 the engine and the loop disagree, 2 usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import Any, Final

from rewardkit.data.sample import Sample
from rewardkit.engine.scoring import score
from rewardkit.registry.verifiers import get
from rewardkit.rewards.base import Reward
from rewardkit.rewards.function import FunctionReward
from rewardkit.rewards.operators.sums import weighted

VERIFIER: Final = "math/distance"
# Four components that share a function and differ in a setting, since equal ones would run only
# once.
MODES: Final = ("bands", "relative", "reciprocal", "log")
BOUND_US: Final = 20.0
# The most that one `.score()` may cost, in units of a row of a list.
SINGLE_BOUND: Final = 1.5
CHUNK: Final = 1000
Rows = Sequence[dict[str, Any]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rewardkit.bench.engine", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="10,000 rows, three runs")
    parser.add_argument("--rows", type=_positive, default=None, help="how many rows (100,000)")
    parser.add_argument("--runs", type=_positive, default=None, help="how many runs (5)")
    chosen = parser.parse_args(arguments)
    report = measure(
        rows=chosen.rows or (10_000 if chosen.quick else 100_000),
        runs=chosen.runs or (3 if chosen.quick else 5),
    )
    print(json.dumps(report, indent=2) if chosen.json else _table(report))
    # Fewer rows than a chunk do not measure the cost of a row of a list.
    enough_rows = report["rows"] >= CHUNK
    passed = not enough_rows or all(one["single_within_bound"] for one in report["components"])
    return 0 if report["correct"] and passed else 1


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} must be at least 1")
    return number


def measure(rows: int, runs: int) -> dict[str, Any]:
    """Return the figures as plain values: medians over the runs."""
    data = [{"completion": f"The answer is {n % 997}.", "answer": n * n % 991} for n in range(rows)]
    leaves = [get(VERIFIER, mode=mode) for mode in MODES]
    parts: dict[str, Any] = dict(zip(MODES, leaves, strict=True))
    cases: list[tuple[Reward, list[FunctionReward]]] = [
        (leaves[0], leaves[:1]),
        (weighted(**parts), leaves),
    ]
    figures = [_figures(reward, asked, data, runs) for reward, asked in cases]
    return {
        "verifier": VERIFIER,
        "rows": rows,
        "runs": runs,
        "correct": all(one["correct"] for one in figures),
        "bound_us": BOUND_US,
        "components": figures,
    }


def _figures(
    reward: Reward, leaves: Sequence[FunctionReward], data: Rows, runs: int
) -> dict[str, Any]:
    samples = [Sample.from_row(row) for row in data]

    def bare() -> list[list[float | None]]:
        return [[_value(leaf, row) for leaf in leaves] for row in data]

    def engine() -> list[list[float | None]]:
        return [list(one.components.values()) for one in score(reward, samples[:1000])]

    correct = bare()[:1000] == engine()
    loop: list[float] = []
    whole: list[float] = []
    read: list[float] = []
    for _ in range(runs):
        loop.append(_seconds(lambda: _loop(leaves, data)))
        whole.append(_seconds(lambda: score(reward, samples)))
        read.append(_seconds(lambda: [Sample.from_row(row) for row in data]))
    single = [_single(reward, data) for _ in range(runs)]
    count = len(data)
    overhead = [
        (one - other) / count / len(leaves) * 1e6 for one, other in zip(whole, loop, strict=True)
    ]
    return {
        "count": len(leaves),
        "correct": correct,
        "loop_rows_per_second": round(count / median(loop)),
        "engine_rows_per_second": round(count / median(whole)),
        "ratio": round(median(one / other for one, other in zip(loop, whole, strict=True)), 3),
        "overhead_us_per_row_and_component": round(median(overhead), 2),
        "reading_a_dict_row_us": round(median(read) / count * 1e6, 2),
        "within_bound": median(overhead) < BOUND_US,
        "single_score_to_row": round(median(single), 2),
        "single_within_bound": median(single) <= SINGLE_BOUND,
    }


def _single(reward: Reward, data: Rows) -> float:
    """Return the time of one `.score()` in units of a row of a list of 1,000."""
    some = data[:CHUNK]
    listed = _seconds(lambda: score(reward, some))
    alone = _seconds(lambda: [reward.score(**row) for row in some])
    return alone / listed


def _loop(leaves: Sequence[FunctionReward], data: Rows) -> None:
    for leaf in leaves:
        function, settings = leaf.fn, leaf.settings
        for row in data:
            function(row["completion"], row["answer"], **settings)


def _value(leaf: FunctionReward, row: dict[str, Any]) -> float | None:
    value: float | None = leaf.fn(row["completion"], row["answer"], **leaf.settings).value
    return value


def _seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def _table(report: dict[str, Any]) -> str:
    lines = [
        f"{report['verifier']} over {report['rows']:,} rows, median of {report['runs']} runs",
        f"{'components':>10}  {'loop rows/s':>12}  {'engine rows/s':>13}  {'ratio':>6}"
        f"  {'overhead us/row/component':>26}  {'dict row us':>11}  {'one/row':>7}",
    ]
    for one in report["components"]:
        lines.append(  # noqa: PERF401 - a comprehension of this is no easier to read
            f"{one['count']:>10}  {one['loop_rows_per_second']:>12,}"
            f"  {one['engine_rows_per_second']:>13,}  {one['ratio']:>6.2f}"
            f"  {one['overhead_us_per_row_and_component']:>26.2f}"
            f"  {one['reading_a_dict_row_us']:>11.2f}  {one['single_score_to_row']:>7.2f}"
        )
    if not report["correct"]:
        lines.append("WRONG: the engine and the loop disagree")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
