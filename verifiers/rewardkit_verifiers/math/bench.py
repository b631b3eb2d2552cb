"""`python -m rewardkit_verifiers.math.bench [FILE] [--json]`: how right and how fast.

FILE holds rows `{"gold", "pred" or "completion", "expected"}`; without one, the cases of
`math/equivalence` that have a verdict are used. Where Math-Verify is installed it judges the
same rows in the same run, its answers wrapped in dollar signs as it likes them.

Exit codes: 0 measured, 2 usage.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from rewardkit import Sample
from rewardkit_verifiers.math.equivalence import equivalence

Judge = Callable[[str, str], bool]
_CASES = Path(__file__).parent / "equivalence" / "cases.jsonl"


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled pair."""

    gold: str
    pred: str
    expected: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m rewardkit_verifiers.math.bench",
        description="Accuracy and speed of math/equivalence, beside Math-Verify where installed.",
    )
    parser.add_argument("file", nargs="?", type=Path, default=_CASES, help="labelled pairs, JSONL")
    parser.add_argument("--where", default=None, help="convention or preset of extraction")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = parser.parse_args(arguments)
    rows = list(read_rows(chosen.file))
    if not rows:
        print(f"{chosen.file} holds no row with a verdict", file=sys.stderr)
        return 2
    report = {"rows": len(rows), **compare(rows, chosen.where)}
    print(json.dumps(report, indent=2) if chosen.json else table(report))
    return 0


def read_rows(path: Path) -> Iterable[Row]:
    """Yield the labelled pairs of a file, of either shape."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "expected" in row:
            yield Row(row["gold"], row.get("pred", row.get("completion", "")), row["expected"])
        elif "answer" in row and not {"with", "prompt"} & set(row) and "value" in row["expect"]:
            yield Row(row["answer"], row["completion"], row["expect"]["value"] == 1.0)


def compare(rows: Sequence[Row], where: str | None) -> dict[str, Any]:
    """Return the figures of each judge that is there."""
    reward = equivalence(where=where) if where else equivalence

    def ours(gold: str, pred: str) -> bool:
        return reward.run(Sample(completion=pred, answer=gold)).value == 1.0

    found = {"rewardkit": measure(ours, rows)}
    theirs = math_verify()
    if theirs is not None:
        found["math_verify"] = measure(theirs, rows)
    return found


def measure(judge: Judge, rows: Sequence[Row]) -> dict[str, Any]:
    """Judge every row once, then time it: CPU seconds of a whole pass, wall seconds of each row.

    The first pass, in which caches are empty, is the one that is timed.
    """
    wall: list[float] = []
    verdicts: list[bool] = []
    begun = process_time()
    for row in rows:
        start = perf_counter()
        verdicts.append(judge(row.gold, row.pred))
        wall.append(perf_counter() - start)
    seconds = process_time() - begun
    wall.sort()
    false_positive = sum(got and not row.expected for got, row in zip(verdicts, rows, strict=True))
    false_negative = sum(row.expected and not got for got, row in zip(verdicts, rows, strict=True))
    return {
        "right": 1 - (false_positive + false_negative) / len(rows),
        "false_positive": false_positive,
        "false_negative": false_negative,
        "per_cpu_second": len(rows) / seconds if seconds else float("inf"),
        "p50_ms": 1e3 * wall[len(wall) // 2],
        "p99_ms": 1e3 * wall[min(len(wall) - 1, len(wall) * 99 // 100)],
        "max_ms": 1e3 * wall[-1],
    }


def math_verify() -> Judge | None:
    """Return Math-Verify as a judge, or None when it is not installed."""
    if importlib.util.find_spec("math_verify") is None:
        return None
    from math_verify import parse, verify

    def wrapped(text: str) -> str:
        return text if "$" in text or "\\boxed" in text or "\\(" in text else f"${text}$"

    def judge(gold: str, pred: str) -> bool:
        try:
            return bool(verify(parse(wrapped(gold)), parse(wrapped(pred))))
        except Exception:  # noqa: BLE001 - a peer that raises has given no verdict
            return False

    return judge


def table(report: dict[str, Any]) -> str:
    """Return the figures as lines of text."""
    lines = [f"{report['rows']} labelled pairs"]
    names = ("right", "false+", "false-", "pairs/s", "p50 ms", "p99 ms", "max ms")
    lines.append(f"{'':<12}" + "".join(f"{name:>9}" for name in names))
    for name in ("rewardkit", "math_verify"):
        if name not in report:
            lines.append(f"{name:<12} not installed: pip install math-verify")
            continue
        one = report[name]
        cells = (
            f"{one['right']:.1%}", f"{one['false_positive']}", f"{one['false_negative']}",
            f"{one['per_cpu_second']:,.0f}", f"{one['p50_ms']:.2f}", f"{one['p99_ms']:.2f}",
            f"{one['max_ms']:.1f}",
        )  # fmt: skip
        lines.append(f"{name:<12}" + "".join(f"{cell:>9}" for cell in cells))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
