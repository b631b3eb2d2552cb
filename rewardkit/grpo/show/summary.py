"""What a run shows a person before its first step and after its last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from rewardkit import Breakdown, Reward, Sample
from rewardkit.explain.tree import Node, explain
from rewardkit.grpo.run.runfolder import RESULT

if TYPE_CHECKING:
    from rewardkit.grpo.run.loop import Finished


def print_summary(finished: Finished, console: Console) -> None:
    """Print how the policy did before and after, some completions and the run folder."""
    result = finished.result
    console.print()
    console.print(before_and_after(result))
    console.print("\nHeld-out completions of the final policy:")
    for sample, breakdown in finished.transcripts:
        console.print(transcript(sample, breakdown), markup=False, highlight=False, soft_wrap=True)
    console.print(
        f"\nheld-out accuracy {result['heldout_before']:.1%} -> {result['heldout_after']:.1%} "
        f"in {result['seconds']:.0f} s; result: {finished.folder / RESULT}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def reward_tree(reward: Reward) -> str:
    """Return the tree of a reward as text: ranges, weights, share of the total, warnings.

    Example:
        >>> from rewardkit import reward, weighted
        >>> @reward
        ... def short(completion: str) -> bool:
        ...     return len(completion) < 9
        >>> print(reward_tree(weighted(one=(0.5, short), two=(0.5, short))))
        weighted  in [0, 1]
        ├─ one  in [0, 1]  x 0.5  can move 50% of the total
        └─ two  in [0, 1]  x 0.5  can move 50% of the total
    """
    found = explain(reward)
    lines = list(_node_lines(found.tree, "", ""))
    lines += [f"warning: {one.path}: {one.message}" for one in found.warnings]
    return "\n".join(lines)


def _node_lines(node: Node, lead: str, below: str) -> Iterator[str]:
    parts = [f"{node.name}  in {node.range}"]
    if node.weight is not None:
        parts.append(f"x {node.weight:g}")
    if node.share is not None and lead:
        parts.append(f"can move {node.share:.0%} of the total")
    yield lead + "  ".join(parts)
    for index, child in enumerate(node.children):
        last = index == len(node.children) - 1
        tip, under = ("└─ ", "   ") if last else ("├─ ", "│  ")
        yield from _node_lines(child, below + tip, below + under)


def before_and_after(result: Mapping[str, Any]) -> Table:
    """Return the table of held-out measurements: primed policy beside trained policy."""
    before, after, k = result["before"], result["after"], result["k"]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("held out")
    for name in ("before", "after"):
        table.add_column(name, justify="right")
    named = {
        "accuracy (pass@1)": "accuracy",
        f"pass@{k}": "pass_at_k",
        f"maj@{k}": "maj_at_k",
        "well formed": "well_formed",
        "truncated": "truncated",
    }
    for label, key in named.items():
        table.add_row(label, f"{before[key]:.1%}", f"{after[key]:.1%}")
    for name, value in after["components"].items():
        table.add_row(f"reward {name}", _mean(before["components"].get(name)), _mean(value))
    return table


def transcript(sample: Sample, breakdown: Breakdown) -> str:
    """Return one completion with its prompt, its reference and its Breakdown."""
    tree = "\n".join("    " + line for line in str(breakdown).splitlines())
    return f"  {sample.prompt_text}  →  {sample.text}  (answer {sample.answer})\n{tree}"


def _mean(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
