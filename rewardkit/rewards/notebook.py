"""A reward as text and as HTML for notebooks: its tree with ranges, weights and operators."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.data import notebook
from rewardkit.rewards.tree import Tree


def short(reward: Tree) -> str:
    """Return the name and range of a reward."""
    return f"<{reward.name} {reward.range}>"


def html(reward: Tree) -> str:
    """Return the tree of a reward for a notebook."""
    heads = ("part", "operator", "range", "weight")
    return notebook.table(heads, list(_rows(reward, 0, None)))


def _rows(reward: Tree, depth: int, weight: float | None) -> Iterator[list[str]]:
    operator = getattr(reward, "op", "")
    yield [
        notebook.indented(reward.name, depth),
        notebook.text(operator if operator != reward.name else ""),
        notebook.text(reward.range),
        "" if weight is None else notebook.number(weight),
    ]
    weights = getattr(reward, "weights", ())
    for turn, child in enumerate(reward.children):
        yield from _rows(child, depth + 1, weights[turn] if turn < len(weights) else None)
