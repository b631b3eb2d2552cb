"""The benchmark of `math/equivalence` and every installed grader: accuracy and speed.

    python -m rewardkit_verifiers.bench.math.main [FILE ...] [--peers NAME,...] [--json]

FILE holds labelled pairs, a JSON object a line: `{"gold", "pred" or "completion", "expected"}`.
Without one the cases of `math/equivalence` that have a verdict are used. Each grader runs in a
process of its own, which is killed when a pair takes longer than `--deadline`; one that is not
installed is listed and skipped.

Exit codes: 0 measured, 2 usage, 3 a grader that is installed does not start.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rewardkit.errors import closest
from rewardkit_verifiers.bench.math.peers import PEERS
from rewardkit_verifiers.bench.math.run import NoStart, Row, behaviour, measured, version

_CASES = Path(__file__).parents[2] / "math" / "equivalence" / "cases.jsonl"
_LONGEST_BARE = 300


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m rewardkit_verifiers.bench.math.main",
        description="Accuracy and speed of math/equivalence and of the graders installed here.",
    )
    parser.add_argument("files", nargs="*", type=Path, help="labelled pairs, JSONL")
    parser.add_argument("--peers", default="all", help=f"of {', '.join(PEERS)}; or all, or none")
    parser.add_argument("--deadline", type=float, default=20.0, help="seconds one pair may take")
    parser.add_argument("--no-probes", action="store_true", help="leave threads and code out")
    parser.add_argument("--wrong", action="store_true", help="list the rows each gets wrong")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = parser.parse_args(arguments)
    try:
        names = _names(chosen.peers)
        sets = {str(path): list(read_rows(path)) for path in chosen.files or [_CASES]}
    except (OSError, ValueError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    report = _report(names, sets, chosen.deadline, not chosen.no_probes)
    if chosen.json:
        print(json.dumps(report, indent=2))
    else:
        print(text(report))
        if chosen.wrong:
            print("\n".join(_wrong_rows(report, sets)))
    return 3 if report["broken"] else 0


def _names(peers: str) -> list[str]:
    if peers in ("all", "none"):
        return list(PEERS) if peers == "all" else ["rewardkit"]
    names = [name.strip() for name in peers.split(",") if name.strip()]
    for name in names:
        if name not in PEERS:
            raise ValueError(f"--peers: no grader {name!r}.{closest(name, PEERS)}")
    return list(dict.fromkeys(["rewardkit", *names]))


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the labelled pairs of a file.

    Raises:
        ValueError: A line is no object, or the file holds no row with a verdict.
    """
    empty = True
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = _row(json.loads(line or "null"), f"{path}, line {number}") if line.strip() else None
        if row is not None:
            empty = False
            yield row
    if empty:
        raise ValueError(f"{path} holds no row with a verdict")


def _row(row: Any, where: str) -> Row | None:
    if not isinstance(row, dict):
        raise ValueError(f"{where}: a row is an object such as " + '{"gold": "1/2", "pred": "0.5"}')
    gold = row.get("gold", row.get("answer"))
    pred = row.get("pred", row.get("completion"))
    if "expect" in row:
        # A case of a verifier; those of another policy say nothing about graders in general.
        if (
            not isinstance(gold, str)
            or {"with", "prompt"} & set(row)
            or "value" not in row["expect"]
        ):
            return None
        return Row(gold, str(pred), row["expect"]["value"] == 1.0, bare=False)
    if "same" in row:
        gold, pred, row = row["gold"], row["answer"], {"expected": row["same"], "level": "answer"}
    if not isinstance(gold, str) or not isinstance(pred, str) or "expected" not in row:
        raise ValueError(f"{where}: needs gold, pred (or completion) and expected")
    short = len(pred) < _LONGEST_BARE and "\n" not in pred and "\\boxed" not in pred
    bare = row.get("level", "answer" if short and "completion" not in row else "text") == "answer"
    return Row(gold, pred, bool(row["expected"]), bare)


def _report(
    names: list[str], sets: dict[str, list[Row]], deadline: float, probes: bool
) -> dict[str, Any]:
    missing = {name: lacks for name in names if (lacks := PEERS[name].missing())}
    present = [name for name in names if name not in missing]
    broken: dict[str, str] = {}
    graders: dict[str, dict[str, Any]] = {path: {} for path in sets}
    probed: dict[str, dict[str, str]] = {}
    for name in present:
        try:
            for path, rows in sets.items():
                graders[path][name] = measured(name, rows, deadline)
            if probes:
                probed[name] = behaviour(name, deadline)
        except NoStart as error:
            broken[name] = str(error)
    return {
        "python": platform.python_version(),
        "sets": {
            path: {
                "rows": len(rows),
                "right_pairs": sum(row.expected for row in rows),
                "graders": graders[path],
            }
            for path, rows in sets.items()
        },
        "behaviour": probed,
        "versions": {name: version(name) for name in present},
        "missing": missing,
        "broken": broken,
    }


def text(report: dict[str, Any]) -> str:
    """Return a report as lines of text."""
    lines: list[str] = []
    names = ("right", "false+", "false-", "a CPU s", "p50 ms", "p99 ms", "max ms", "hangs")
    for path, found in report["sets"].items():
        wrong = found["rows"] - found["right_pairs"]
        lines.append(f"{Path(path).name}: {found['rows']} pairs, {wrong} of them wrong")
        lines.append(f"{'':<17}" + "".join(f"{name:>9}" for name in names))
        for name, one in found["graders"].items():
            cells = (
                f"{one['right']:.1%}", f"{one['false_positive']}", f"{one['false_negative']}",
                f"{one['per_cpu_second']:,.0f}", f"{one['p50_ms']:.2f}", f"{one['p99_ms']:.1f}",
                f"{one['max_ms']:.0f}", f"{one['hangs']}",
            )  # fmt: skip
            lines.append(f"{name:<17}" + "".join(f"{cell:>9}" for cell in cells))
        lines.append("")
    if report["behaviour"]:
        lines.append(f"{'':<17} {'off the main thread':<22} runs model text")
        for name, one in report["behaviour"].items():
            lines.append(f"{name:<17} {one['thread']:<22} {one['runs_text']}")
        lines.append("")
    lines.append(", ".join(f"{name} {one}" for name, one in report["versions"].items()))
    for name, module in report["missing"].items():
        lines.append(f"{name} left out: module {module} of {PEERS[name].package} is not installed")
    lines += [f"{name} {trouble}" for name, trouble in report["broken"].items()]
    return "\n".join(lines)


def _wrong_rows(report: dict[str, Any], sets: dict[str, list[Row]]) -> Iterator[str]:
    for path, found in report["sets"].items():
        for name, one in found["graders"].items():
            for index in one["wrong"]:
                row = sets[path][index]
                kind = "false-" if row.expected else "false+"
                yield f"{name} {kind} {row.gold[:60]!r} {row.pred[-60:]!r}"
