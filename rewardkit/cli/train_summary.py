"""The printed summary of a run, after its last step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.grpo.run.runfolder import RESULT
from rewardkit.grpo.run.screen import Finished

_BACKENDS = {"triton": "the Triton kernel", "reference": "the reference of the kernel"}


def print_training(finished: Finished, console: Console) -> None:
    """Print measurements before and after training, some completions and the run folder."""
    result = finished.result
    console.print()
    console.print(before_and_after(result))
    console.print("\nHeld-out completions of the final policy:")
    for sample, breakdown in finished.transcripts:
        told = transcript(sample, breakdown)
        console.print(told, markup=False, highlight=False, soft_wrap=not console.is_terminal)
    count = result.get("heldout_problems")
    told_of = "" if count is None else f"on {count} problem{'s' * (count != 1)} "
    console.print(
        f"\nheld-out accuracy {result['heldout_before']:.1%} -> {result['heldout_after']:.1%} "
        f"{told_of}in {result['seconds']:.0f} s; "
        f"advantages by {_BACKENDS[result['advantages_by']]}; "
        f"result: {finished.folder / RESULT}",
        markup=False,
        highlight=False,
        soft_wrap=not console.is_terminal,
    )


def before_and_after(result: Mapping[str, Any]) -> Table:
    """Return the table of held-out measurements: primed policy beside trained policy."""
    before, after, k = result["before"], result["after"], result["k"]
    table = Table(box=None, pad_edge=False, header_style="bold")
    count = result.get("heldout_problems")  # older results do not say it
    table.add_column("held out" if count is None else f"held out ({count})")
    for name in ("before", "after"):
        table.add_column(name, justify="right")
    named = {
        "accuracy (pass@1)": "accuracy",
        f"pass@{k}": "pass_at_k",
        f"maj@{k}": "maj_at_k",
        "well formed": "well_formed",
        "truncated": "truncated",
    }
    if before.get("unjudged") or after.get("unjudged"):
        named["not judged, the task raised"] = "unjudged"
    for label, key in named.items():
        table.add_row(label, f"{before.get(key, 0.0):.1%}", f"{after.get(key, 0.0):.1%}")
    for name, value in after["components"].items():
        table.add_row(f"reward {name}", _mean(before["components"].get(name)), _mean(value))
    return table


def transcript(sample: Sample, breakdown: Breakdown) -> str:
    """Return one completion with its prompt, its reference and its Breakdown."""
    tree = "\n".join("    " + line for line in str(breakdown).splitlines())
    return f"  {sample.prompt_text}  →  {sample.text}  (answer {sample.answer})\n{tree}"


def _mean(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
