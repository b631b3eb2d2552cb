"""Rows that are lost when workers are killed: `python -m rewardkit.bench.kills [--json]`.

Rows are scored in worker processes, and at random times SIGKILL ends one that is at work. A
killed worker may cost the row it held; every other row must have its value.

Exit codes: 0 at most one row is lost for each kill and no value is wrong, 1 more are, 2 usage.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rewardkit.engine.scoring import score
from rewardkit.engine.workers.pool import pool
from rewardkit.rewards.decorator import reward
from rewardkit.rewards.function import FunctionReward

_WORKERS = 2
_PAUSES = (0.05, 0.6)


@reward(range=(0, 1), isolated=True)
def parity(completion: str, *, work: int = 20_000) -> float:
    """Pay 1 for an even number, after some work."""
    total = sum(range(work))
    return float((int(completion) + total - sum(range(work))) % 2 == 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Score, kill, print what is lost, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rewardkit.bench.kills", description=__doc__)
    parser.add_argument("--rows", type=int, default=4_000, help="rows (4,000)")
    parser.add_argument("--kills", type=int, default=5, help="workers that are killed (5)")
    parser.add_argument("--seed", type=int, default=1, help="of the times of the kills")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = parser.parse_args(arguments)
    report = kill_and_count(parity, chosen.rows, chosen.kills, chosen.seed)
    if chosen.json:
        print(json.dumps(report, indent=2))
    else:
        reasons = ", ".join(f"{name} {count}" for name, count in report["reasons"].items())
        print(
            f"{report['rows']} rows, {report['killed']} workers killed: "
            f"{report['lost']} rows lost, {report['wrong']} values wrong"
            + (f" ({reasons})" if reasons else "")
        )
    return int(report["lost"] > report["killed"] or report["wrong"] > 0)


def kill_and_count(scored: FunctionReward, rows: int, kills: int, seed: int) -> dict[str, Any]:
    """Score rows while workers are killed, and count the lost and the wrong ones.

    Args:
        scored: The reward, which pays 1 for an even number.
        rows: How many rows it scores.
        kills: How many times a worker that is at work is killed.
        seed: Of the times between kills.
    """
    done, killed = threading.Event(), [0]
    killer = threading.Thread(target=_kill, args=(random.Random(seed), kills, done, killed))
    killer.start()
    try:
        found = score(scored, [{"completion": str(row)} for row in range(rows)], workers=_WORKERS)
    finally:
        done.set()
        killer.join()
    lost = [one for one in found if one.value is None]
    return {
        "rows": rows,
        "killed": killed[0],
        "lost": len(lost),
        "wrong": sum(
            one.value is not None and one.value != float(row % 2 == 0)
            for row, one in enumerate(found)
        ),
        "reasons": dict(Counter(one.reason for one in lost)),
    }


def _kill(chance: random.Random, kills: int, done: threading.Event, killed: list[int]) -> None:
    while killed[0] < kills and not done.wait(chance.uniform(*_PAUSES)):
        workers = [worker.process.pid for worker in pool(_WORKERS).workers]
        if workers:
            os.kill(chance.choice(workers), signal.SIGKILL)
            killed[0] += 1


if __name__ == "__main__":
    sys.exit(main())
