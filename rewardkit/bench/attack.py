"""Attacks a second: `python -m rewardkit.bench.attack [--json] [--quick]`.

The same hostile replies are scored by a bare Python loop over the function and by the attack's
scorer, a process of its own that may hang or die; and a whole attack is run within a budget of
seconds. Nothing is timed before the loop and the scorer agree on every value.

Exit codes: 0 measured, 1 they disagree or the budget was not kept, 2 usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from statistics import median
from time import perf_counter
from typing import Any, Final

from rewardkit.attack.honest import prepare, with_text
from rewardkit.attack.policy import policies
from rewardkit.attack.process import Scorer
from rewardkit.attack.run import attack
from rewardkit.attack.subject import as_subject
from rewardkit.data.sample import Sample

# What a whole attack may take beyond its budget: the last reply and the proof.
SLACK: Final = 1.5


def tagged(completion: str, answer: str) -> float:
    """Pay for the reference in the last answer tag: a sound reward, so that every part runs."""
    _, opened, rest = completion.rpartition("<answer>")
    inside, closed, after = rest.partition("</answer>")
    return float(bool(opened and closed) and not after.strip() and inside.strip() == answer)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rewardkit.bench.attack", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="fewer rows, one run, 5 seconds")
    chosen = parser.parse_args(arguments)
    rows, runs, seconds = (8, 1, 5.0) if chosen.quick else (24, 5, 20.0)
    report = time_attacks(rows, runs, seconds)
    print(json.dumps(report, indent=2) if chosen.json else _table(report))
    return 0 if report["correct"] and report["within_budget"] else 1


def time_attacks(rows: int, runs: int, seconds: float) -> dict[str, Any]:
    """Return the figures as plain values: medians over the runs.

    Args:
        rows: How many rows each policy answers.
        runs: How often each way is timed.
        seconds: The budget of the whole attack.
    """
    samples = [
        Sample("", f"What is {n} + {n + 7}?", str(2 * n + 7), id=str(n)) for n in range(3, 3 + rows)
    ]
    subject = as_subject(tagged)
    with Scorer(subject.reward) as scorer:
        honest = prepare(subject, samples, scorer)
        asked = [
            with_text(row.sample, reply.text)
            for row in honest.rows
            for policy in policies()
            for reply in policy.replies(row)
        ]
        loop = [tagged(one.text, str(one.answer)) for one in asked]
        correct = loop == [shot.value for shot in scorer.score(asked)]
        bare, apart = [], []
        for _ in range(runs):
            start = perf_counter()
            for one in asked:
                tagged(one.text, str(one.answer))
            bare.append(perf_counter() - start)
            start = perf_counter()
            scorer.score(asked)
            apart.append(perf_counter() - start)
    start = perf_counter()
    found = attack(tagged, samples, seconds=seconds)
    whole = perf_counter() - start
    return {
        "replies": len(asked),
        "correct": correct and found.ok,
        "bare_per_second": len(asked) / median(bare),
        "scorer_per_second": len(asked) / median(apart),
        "attack_calls": found.calls,
        "attack_seconds": whole,
        "attack_per_second": found.calls / whole,
        "budget_seconds": seconds,
        "within_budget": whole <= SLACK * seconds,
    }


def _table(report: dict[str, Any]) -> str:
    lines = [f"{report['replies']} hostile replies, values equal: {report['correct']}"]
    for name, key in (("bare loop", "bare"), ("scorer", "scorer"), ("whole attack", "attack")):
        lines.append(f"{name:<14} {report[f'{key}_per_second']:>12,.0f} replies/s")
    lines.append(
        f"attack: {report['attack_calls']:,} replies in {report['attack_seconds']:.1f} s "
        f"of {report['budget_seconds']:.0f}"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
