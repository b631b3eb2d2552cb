"""The gain of training by each sampler: `python -m rewardkit.bench.rollout_engines CONFIG`.

One config is trained with rollouts in process and with rollouts by vLLM, from the same start and
with the same seeds, each run in a process of its own. The held-out gains are compared; of vLLM also
the time of a push of weights, and the distance of its log-probabilities to those of the policy.
Needs vLLM and torch in one environment.

Exit codes: 0 measured, 1 the gains differ by more than noise or a push is slow, 2 usage.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean, median, stdev
from typing import Any, Final

from rewardkit.errors import RewardkitError
from rewardkit.grpo.config_file import load_config
from rewardkit.grpo.environment import prepare_training

ENGINES: Final = ("in_process", "vllm")
OPTIONS: Final = {"dtype": "float32", "enforce_eager": True, "max_model_len": 128}
PUSH_BAR_MS: Final = 50.0
Run = Mapping[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, print, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m rewardkit.bench.rollout_engines", description=__doc__
    )
    parser.add_argument("config", type=Path, help="a config of `rewardkit train`")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], help="(0 1 2)")
    parser.add_argument("--steps", type=int, default=30, help="steps of each run (30)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = parser.parse_args(arguments)
    if len(chosen.seeds) < 2:
        parser.error("--seeds: one seed shows no noise; name at least two")
    try:
        prepare_training()
        load_config(chosen.config)
        report = compare_gains(train_all(chosen.config, chosen.seeds, chosen.steps))
    except RewardkitError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(json.dumps(report, indent=2) if chosen.json else gain_table(report))
    return 0 if report["within_noise"] and report["push_ms"]["median"] < PUSH_BAR_MS else 1


def train_all(config: Path, seeds: Sequence[int], steps: int) -> list[Run]:
    """Train with each engine and seed in turn; returns what each run found."""
    found: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            for engine in ENGINES:
                # vLLM never gives its memory back to the process that it ran in.
                context = get_context("spawn")
                with ProcessPoolExecutor(1, context, initializer=_said_aside) as pool:
                    told = (config, engine, seed, steps, folder)
                    found.append(pool.submit(train_once, *told).result())
    return found


def _said_aside() -> None:
    """Have what vLLM logs to the standard output go to the standard error, past the report."""
    os.dup2(2, 1)


def train_once(config: Path, engine: str, seed: int, steps: int, folder: str) -> dict[str, Any]:
    """Train once; returns held-out accuracies, gaps and push times as plain values."""
    from rewardkit.grpo.run.loop import train
    from rewardkit.grpo.run.screen import QuietScreen

    told = {"seed": seed, "grpo.steps": steps, "output.folder": folder}
    told |= {"grpo.rollout.engine": engine, "evaluate.every": steps}
    if engine == "vllm":
        told["grpo.rollout.engine_options"] = OPTIONS
    finished = train(load_config(config, told), QuietScreen())
    lines = (finished.folder / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["stage"] == "grpo"]
    result = finished.result
    return {
        "engine": engine,
        "seed": seed,
        "before": result["heldout_before"],
        "after": result["heldout_after"],
        "heldout": load_config(config).task.heldout,
        "seconds": result["seconds"],
        "gaps": [row["sampler_gap"] for row in rows if "sampler_gap" in row],
        "push_ms": [row["push_ms"] for row in rows if "push_ms" in row],
    }


def compare_gains(runs: Sequence[Run]) -> dict[str, Any]:
    """Return gains by engine, their difference with its noise, gaps and push times.

    The noise is two standard errors of the difference: from the spread over seeds, or from the
    number of held-out problems where that is larger.
    """
    gains = {
        engine: [one["after"] - one["before"] for one in runs if one["engine"] == engine]
        for engine in ENGINES
    }
    difference = fmean(gains["vllm"]) - fmean(gains["in_process"])
    by_seeds = sum(stdev(some) ** 2 / len(some) for some in gains.values())
    right = fmean(one["after"] for one in runs)
    by_problems = sum(
        right * (1 - right) / (one["heldout"] * len(gains[one["engine"]]) ** 2) for one in runs
    )
    noise = 2 * math.sqrt(max(by_seeds, by_problems))
    pushes = [one for run in runs for one in run["push_ms"]]
    gaps = [one for run in runs for one in run["gaps"]]
    return {
        "runs": [{key: one[key] for key in ("engine", "seed", "before", "after")} for one in runs],
        "gain": {
            engine: {"mean": round(fmean(some), 4), "spread": round(stdev(some), 4)}
            for engine, some in gains.items()
        },
        "difference": round(difference, 4),
        "noise": round(noise, 4),
        "within_noise": abs(difference) <= noise,
        "push_ms": {"median": median(pushes), "most": max(pushes)},
        "sampler_gap": {"mean": fmean(gaps), "most": max(gaps)},
    }


def gain_table(report: Mapping[str, Any]) -> str:
    """Return the figures as a Markdown table, and a line for what is measured of vLLM."""
    seeds = sorted({one["seed"] for one in report["runs"]})
    heads = ["rollouts", *(f"seed {seed}" for seed in seeds), "mean gain", "spread"]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for engine, gain in report["gain"].items():
        own = {one["seed"]: one for one in report["runs"] if one["engine"] == engine}
        cells = [f"{100 * own[n]['before']:.1f} → {100 * own[n]['after']:.1f}" for n in seeds]
        cells += [f"{100 * gain['mean']:.1f}", f"{100 * gain['spread']:.1f}"]
        lines.append(f"| {engine} | " + " | ".join(cells) + " |")
    push, gap = report["push_ms"], report["sampler_gap"]
    lines.append("")
    lines.append(
        f"difference {100 * report['difference']:+.1f} points, noise {100 * report['noise']:.1f}; "
        f"a push takes {push['median']:.1f} ms (at most {push['most']:.1f}); log-probabilities of "
        f"sampler and policy are {gap['mean']:.1e} apart (a step at most {gap['most']:.1e})"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
