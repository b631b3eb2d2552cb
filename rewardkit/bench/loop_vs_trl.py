"""The time of a training step beside TRL's: `python -m rewardkit.bench.loop_vs_trl [--json]`.

Steps of this loop and of TRL's GRPOTrainer take turns in one process, on the same model, prompts,
lengths and settings (`rewardkit.bench.trl_steps`), at four shapes. Where TRL is not installed, the
Python that has it does the work: `--python`, or REWARDKIT_TRL_PYTHON, or `.venv-trl`.

Exit codes: 0 measured, 1 slower than TRL at a shape or unequal work, 2 usage, 3 TRL is not there.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from rewardkit.bench.trl_steps import Clock, Shape, time_steps
from rewardkit.grpo.environment import prepare_training

SHAPES: Final = (Shape(8, 8, 16), Shape(32, 8, 8), Shape(4, 8, 64), Shape(2, 4, 128))
PACKAGES: Final = ("torch", "transformers", "trl")
BAR: Final = 1.0
"""The least ratio of TRL's median step to ours."""
_TRL_PYTHON: Final = "REWARDKIT_TRL_PYTHON"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m rewardkit.bench.loop_vs_trl", description=__doc__
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--steps", type=int, default=60, help="timed steps of each side (60)")
    parser.add_argument("--shape", type=_shape, action="append", help="prompts,group,tokens")
    parser.add_argument("--python", type=Path, help="a Python that has TRL")
    chosen = parser.parse_args(arguments)
    if chosen.steps < 2:
        parser.error(f"--steps {chosen.steps} must be at least 2")
    if importlib.util.find_spec("trl") is None:
        return _elsewhere(list(sys.argv[1:] if arguments is None else arguments), chosen.python)
    prepare_training()
    report = compare_steps(chosen.shape or SHAPES, chosen.steps)
    print(json.dumps(report, indent=2) if chosen.json else step_table(report))
    return 0 if all(one["equal_work"] and one["ratio"] >= BAR for one in report["shapes"]) else 1


def _shape(text: str) -> Shape:
    try:
        prompts, group, tokens = map(int, text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not prompts,group,tokens") from None
    # A sum of two two-digit numbers that make 97 exists so many times.
    if not (1 <= prompts <= 97 and group >= 2 and tokens >= 1):
        raise argparse.ArgumentTypeError(f"{text}: prompts 1 to 97, group from 2, tokens from 1")
    return Shape(prompts, group, tokens)


def _elsewhere(words: list[str], python: Path | None) -> int:
    """Run the same command by the Python that has TRL."""
    if python is None:
        python = Path(os.environ.get(_TRL_PYTHON, ".venv-trl/bin/python"))
    if os.environ.get("_REWARDKIT_BENCH_CHILD") or not python.exists():
        print(f"TRL is not installed, and not at {python} either: `make setup-trl` builds it.")
        return 3
    command = [str(python), "-m", "rewardkit.bench.loop_vs_trl", *words]
    settings = {"_REWARDKIT_BENCH_CHILD": "1", "OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, env={**os.environ, **settings}).returncode


def compare_steps(
    shapes: Sequence[Shape], steps: int, packages: Sequence[str] = PACKAGES
) -> dict[str, Any]:
    """Return the figures as plain values: medians and quartiles over the steps of each shape.

    Args:
        shapes: The shapes, one after the other.
        steps: The timed steps of each side.
        packages: Whose versions are in the report.
    """
    return {
        "python": platform.python_version(),
        "packages": {name: version(name) for name in packages},
        "steps": steps,
        "bar": BAR,
        "shapes": [_figures(shape, *time_steps(shape, steps)) for shape in shapes],
    }


def _figures(shape: Shape, ours: Clock, theirs: Clock) -> dict[str, Any]:
    ratios = [there / here for here, there in zip(ours.wall, theirs.wall, strict=True)]
    processor = median(theirs.processor) / median(ours.processor)
    return {
        "shape": str(shape),
        "tokens": shape.tokens,
        "equal_work": set(ours.tokens) == set(theirs.tokens) == {shape.tokens},
        "rewardkit_ms": _quartiles([1e3 * one for one in ours.wall]),
        "trl_ms": _quartiles([1e3 * one for one in theirs.wall]),
        "ratio": round(median(theirs.wall) / median(ours.wall), 3),
        "ratio_quartiles": _quartiles(ratios),
        "rewardkit_processor_ms": _quartiles([1e3 * one for one in ours.processor]),
        "trl_processor_ms": _quartiles([1e3 * one for one in theirs.processor]),
        "processor_ratio": round(processor, 3),
    }


def _quartiles(values: Sequence[float]) -> list[float]:
    return [round(one, 2) for one in quantiles(values, n=4, method="inclusive")]


def step_table(report: dict[str, Any]) -> str:
    """Return the figures as a Markdown table: median, and first and third quartile in brackets."""
    lines = [
        ", ".join(f"{name} {number}" for name, number in report["packages"].items())
        + f"; {report['steps']} steps of each side in turns",
        "",
        "| prompts x group, tokens | rewardkit ms | TRL ms | TRL / rewardkit | processor ms "
        "| TRL's processor ms | ratio |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in report["shapes"]:
        low, _, high = one["ratio_quartiles"]
        cells = [
            one["shape"],
            _told(one["rewardkit_ms"]),
            _told(one["trl_ms"]),
            f"**{one['ratio']:.2f}** ({low:.2f}, {high:.2f})",
            _told(one["rewardkit_processor_ms"]),
            _told(one["trl_processor_ms"]),
            f"{one['processor_ratio']:.2f}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
        if not one["equal_work"]:
            lines.append(f"UNEQUAL: the sides did not both write {one['tokens']} tokens a step")
    return "\n".join(lines)


def _told(quartiles: Sequence[float]) -> str:
    low, middle, high = quartiles
    return f"{middle:.0f} ({low:.0f}, {high:.0f})"


if __name__ == "__main__":
    sys.exit(main())
