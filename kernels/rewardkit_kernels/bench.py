"""Correctness, exactness and cost: `python -m rewardkit_kernels.bench [--json] [--quick]`.

Nothing is timed before it is correct. The advantage of a batch is a few kilobytes of arithmetic
among seconds of generation: the figures are the cost of one call, not training speed.

Exit codes: 0 measured, 1 a backend is wrong, 2 usage, 3 torch is not installed.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from .backends import interpreted, triton_installed

if TYPE_CHECKING:
    from torch import Tensor

    from .advantage import Backend

Formula = Callable[["Tensor", "Tensor", int], "Tensor"]

SIZES: Final = ((64, 8), (512, 8), (4096, 8))  # prompts x completions
COMPONENTS: Final = 4
KERNEL: Final = "rewardkit, Triton kernel"
NOT_TIMED: Final = "needs a GPU; it was checked in Triton's interpreter, which is not timed"
NOT_RUN: Final = "needs a GPU, and TRITON_INTERPRET is not 1, so it was not checked either"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rewardkit_kernels.bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="one small size, no torch.compile")
    chosen = parser.parse_args(arguments)
    try:
        import torch
    except ImportError:
        print("The kernels need torch: pip install 'rewardkit[train]'", file=sys.stderr)
        return 3
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu":
        # Read when Triton is first imported, which has not happened yet.
        os.environ.setdefault("TRITON_INTERPRET", "1")
        torch.set_num_threads(1)
    report = measure(device, quick=chosen.quick)
    if chosen.json:
        print(json.dumps(report, indent=2))
    else:
        _print(report)
    return 0 if report["correct"] else 1


def measure(device: str, *, quick: bool = False) -> dict[str, Any]:
    """Return the report as plain values: correctness, exactness and cost."""
    import torch

    from .advantage.correctness import problems

    skipped: dict[str, str] = {}
    backends: list[Backend] = ["reference"]
    if _kernel_runs(device, skipped):
        backends.append("triton")
    wrong = [text for backend in backends for text in problems(backend, device)]
    report: dict[str, Any] = {
        "device": torch.cuda.get_device_name() if device == "cuda" else "cpu, 1 thread",
        "torch": torch.__version__,
        "checked": backends,
        "correct": not wrong,
        "problems": wrong,
        "exactness": [],
        "cost": [],
        "skipped": skipped,
    }
    if not wrong:
        report["exactness"] = exactness(device, size_limit=5 if quick else 16)
        sizes = ((8, 4),) if quick else SIZES
        formulas = _formulas(device, None if quick else skipped)
        for groups, size in sizes:
            report["cost"] += cost(device, groups, size, formulas, seconds=0.02 if quick else 0.4)
    return report


def exactness(device: str, size_limit: int = 16) -> list[dict[str, Any]]:
    """Return the largest advantage that each formula gives to completions of equal reward.

    The rewards are 0.01, 0.02, ... 5.00, each for groups of 3 to `size_limit`.
    """
    import torch

    from .advantage import baselines

    contenders: dict[str, Formula] = {
        "TRL's formula (epsilon 1e-4)": baselines.nan_aware,
        "verl's formula (epsilon 1e-6)": baselines.row_loop,
        "OpenRLHF's formula (epsilon 1e-9)": baselines.tiny_epsilon,
        "rewardkit": _ours,
    }
    constants = torch.arange(1, 501, dtype=torch.float32, device=device) / 100
    one = torch.ones(1, device=device)
    rows = []
    for name, formula in contenders.items():
        worst, share = 0.0, None
        for size in range(3, size_limit + 1):
            column = constants.repeat_interleave(size)[:, None]
            largest = formula(column, one, size).abs().view(-1, size).amax(1)  # [500]
            worst = max(worst, float(largest.max()))
            if size == 8:
                share = float((largest > 1e-3).double().mean())
        rows.append({"name": name, "worst": worst, "share_above_0.001_at_8": share})
    return rows


def cost(
    device: str, groups: int, size: int, formulas: dict[str, Formula], seconds: float
) -> list[dict[str, Any]]:
    """Return operations, launches and median time of one call, for one batch."""
    import torch

    from .measure import computing_operations, launches, median_microseconds

    generator = torch.Generator().manual_seed(0)
    rewards = torch.rand(groups * size, COMPONENTS, generator=generator).to(device)
    weights = torch.tensor([0.4, 0.3, 0.2, 0.1], device=device)
    calls: dict[str, Callable[[], object]] = {
        name: functools.partial(formula, rewards, weights, size)
        for name, formula in formulas.items()
    }
    calls |= _our_calls(device, rewards, weights, groups, size)
    times = median_microseconds(calls, device, seconds)
    ours = times[list(calls)[-1]]
    rows = []
    for name, call in calls.items():
        kernels, copies = launches(call) if device == "cuda" else (None, None)
        rows.append(
            {
                "groups": groups,
                "size": size,
                "name": name,
                "operations": computing_operations(call) if "compile" not in name else None,
                "kernels": kernels,
                "copies": copies,
                "median_us": round(times[name], 1),
                "times_ours": round(times[name] / ours, 2),
            }
        )
    return rows


def _our_calls(
    device: str, rewards: Tensor, weights: Tensor, groups: int, size: int
) -> dict[str, Callable[[], object]]:
    """Return calls of our backends; the one that ratios refer to is last."""
    import torch

    from .advantage import group_advantages

    offsets = torch.arange(0, groups * size + 1, size)
    if device == "cpu":
        return {"rewardkit, reference": lambda: group_advantages(rewards, weights, offsets)}
    exact, there = weights.double(), offsets.to(device)
    return {
        "rewardkit, reference": lambda: group_advantages(
            rewards, exact, there, backend="reference", check=False
        ),
        f"{KERNEL}, checked": lambda: group_advantages(rewards, weights, offsets),
        KERNEL: lambda: group_advantages(rewards, exact, there, check=False),
    }


def _formulas(device: str, skipped: dict[str, str] | None) -> dict[str, Formula]:
    """Return calls of the baselines; `torch.compile` too if `skipped` is given."""
    import torch

    from .advantage import baselines

    formulas: dict[str, Formula] = {"torch eager z-score": baselines.dense}
    if skipped is not None:
        compiled = torch.compile(baselines.dense, dynamic=False)
        try:
            compiled(torch.rand(8, COMPONENTS, device=device), torch.rand(COMPONENTS).to(device), 4)
            formulas["torch.compile z-score"] = compiled
        except Exception as error:  # noqa: BLE001 -- any broken toolchain is a reason to skip it
            reason = str(error).strip().splitlines() or [""]
            skipped["torch.compile z-score"] = f"{type(error).__name__}: {reason[0]}"
    formulas["TRL's formula"] = baselines.nan_aware
    formulas["verl's row loop"] = baselines.row_loop
    return formulas


def _ours(components: Tensor, weights: Tensor, size: int) -> Tensor:
    import torch

    from .advantage import group_advantages

    offsets = torch.arange(0, len(components) + 1, size)
    return group_advantages(components, weights, offsets).advantages


def _kernel_runs(device: str, skipped: dict[str, str]) -> bool:
    if not triton_installed():
        skipped[KERNEL] = "Triton is not installed"
        return False
    if device == "cpu":
        skipped[KERNEL] = NOT_TIMED if interpreted() else NOT_RUN
    return device == "cuda" or interpreted()


def _print(report: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"torch {report['torch']} on {report['device']}")
    if not report["correct"]:
        console.print("Wrong, so nothing was timed:", *report["problems"], sep="\n  ")
        return
    console.print(f"Right: {', '.join(report['checked'])} equal the float64 definition.")
    exact = Table(title="Equal rewards (0.01 to 5.00): the largest advantage, which should be 0")
    for heading in ("formula", "worst |A|", "constants with |A| > 0.001 at 8"):
        exact.add_column(heading, justify="left" if heading == "formula" else "right")
    for row in report["exactness"]:
        share = row["share_above_0.001_at_8"]
        exact.add_row(row["name"], f"{row['worst']:.4g}", "-" if share is None else f"{share:.0%}")
    console.print(exact)
    table = Table(title="One call (this is not training speed)")
    headings = ("groups", "formula", "aten ops", "kernels + copies", "median µs", "times ours")
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "formula" else "right")
    for row in report["cost"]:
        counted = "-" if row["kernels"] is None else f"{row['kernels']} + {row['copies']}"
        table.add_row(
            f"{row['groups']} x {row['size']}",
            row["name"],
            "-" if row["operations"] is None else str(row["operations"]),
            counted,
            f"{row['median_us']:,.1f}",
            f"{row['times_ours']:.2f}",
        )
    console.print(table)
    for name, reason in report["skipped"].items():
        console.print(f"Not timed: {name}: {reason}")


if __name__ == "__main__":
    sys.exit(main())
