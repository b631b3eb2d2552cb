"""Audit public scorers: attack each with its own tasks and print what was paid, as a table.

    python examples/audit/audit.py reasoning-gym --only puzzle24 --only gsm_symbolic
    python examples/audit/audit.py trl

The audited package must be importable beside rewardkit. Every figure is reproduced by the
completion in the JSON that `--out` writes. Facts only: a finding says what one version paid on one
day, and not whether its authors meant it.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rewardkit.attack.result import Attack
from rewardkit.attack.run import attack

ROWS = 16
SUMS = [
    {"prompt": f"What is {n} + {2 * n + 5}?", "answer": str(3 * n + 5)}
    for n in (12, 17, 23, 31, 44, 58, 66, 71)
]
Scorer = Callable[..., Any]
Task = tuple[str, Scorer, Sequence[dict[str, Any]]]


def reasoning_gym_tasks() -> Iterator[Task]:
    """Yield every data set of reasoning-gym with its scorer."""
    gym = importlib.import_module("reasoning_gym")
    factory = importlib.import_module("reasoning_gym.factory")
    for name in sorted(factory.DATASETS):
        try:
            data = gym.create_dataset(name, size=ROWS, seed=1)
            entries = [data[index] for index in range(ROWS)]
        except Exception as error:  # noqa: BLE001 - a data set that needs files which are not there
            print(f"{name}: not created: {type(error).__name__}")
            continue

        def score(completion: str, entry: Any, data: Any = data) -> float:
            return float(data.score_answer(answer=completion, entry=entry))

        rows = [
            {"prompt": one["question"], "answer": one["answer"], "entry": one}
            for one in entries
            if one.get("answer") is not None
        ]
        score.__name__ = name
        if rows:
            yield name, score, rows


def trl_tasks() -> Iterator[Task]:
    """Yield TRL's reward functions that need no arguments."""
    rewards = importlib.import_module("trl.rewards")
    for name in ("think_format_reward", "accuracy_reward"):
        if (function := getattr(rewards, name, None)) is not None:
            yield name, function, [{**row, "solution": row["answer"]} for row in SUMS]


def math_verify_tasks() -> Iterator[Task]:
    """Yield Math-Verify's verdict with its defaults."""
    package = importlib.import_module("math_verify")

    def math_verify(completion: str, answer: str) -> float:
        return float(package.verify(package.parse(f"${answer}$"), package.parse(completion)))

    yield "verify(parse, parse)", math_verify, SUMS


TASKS: dict[str, tuple[str, Callable[[], Iterator[Task]]]] = {
    "reasoning-gym": ("reasoning-gym", reasoning_gym_tasks),
    "trl": ("trl", trl_tasks),
    "math-verify": ("math-verify", math_verify_tasks),
}


def row_of(name: str, found: Attack) -> str:
    """Return the line of a table."""
    kinds: dict[str, int] = {}
    for hole in found.holes:
        kinds[hole.kind] = kinds.get(hole.kind, 0) + 1
    shown = ", ".join(f"{kind} {count}" for kind, count in kinds.items()) or "none"
    faults = ", ".join(sorted({one.kind for one in found.conduct})) or "none"
    best = min(found.holes, key=lambda hole: len(hole.completion), default=None)
    text = " ".join(best.completion.split()) if best else ""
    pay = f"`{text[:40].replace('|', '/').replace('`', '')}` {best.value:.3g}" if best else "–"
    return f"| {name} | {shown} | {pay} | {faults} | {len(found.false_fails)} |"


def main() -> None:
    """Audit one package and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Audit the scorers of a public package.")
    parser.add_argument("package", choices=sorted(TASKS))
    parser.add_argument("--only", action="append", help="a scorer by name (repeatable)")
    parser.add_argument("--seconds", type=float, default=20.0, help="seconds for each scorer")
    parser.add_argument("--out", type=Path, help="write every finding as JSON lines")
    given = parser.parse_args()
    distribution, tasks = TASKS[given.package]
    print(f"{distribution} {importlib.metadata.version(distribution)}\n")
    print("| scorer | holes | shortest, and its pay | conduct | harmless changes that lose pay |")
    print("| --- | --- | --- | --- | --- |")
    lines = []
    for name, function, rows in tasks():
        if given.only and name not in given.only:
            continue
        found = attack(function, rows, seconds=given.seconds, rounds=0, timeout=3.0)
        print(row_of(name, found), flush=True)
        lines.append(json.dumps({"scorer": name, **found.to_dict()}, default=str))
    if given.out:
        given.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
