"""The tree of a reward as text."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.explain.tree import Node, explain
from rewardkit.rewards.base import Reward


def reward_tree(reward: Reward) -> str:
    """Return the tree of a reward as text: ranges, weights, share of the total, warnings.

    Example:
        >>> from rewardkit import reward, weighted
        >>> @reward
        ... def right(completion: str, answer: str) -> bool:
        ...     return completion == answer
        >>> print(reward_tree(weighted(one=(0.5, right), two=(0.5, right))))
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
