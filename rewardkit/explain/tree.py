"""The explanation of a composed reward, computed from its tree before anything runs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from rewardkit.data.score import Range
from rewardkit.explain.influence import Step, share
from rewardkit.explain.warnings import Warn, warnings_of
from rewardkit.rewards.base import Composite, Reward
from rewardkit.rewards.function import FunctionReward


@dataclass(frozen=True, slots=True)
class Node:
    """One reward of the tree.

    Attributes:
        path: Names from the root, dotted.
        word: The operator, or for a leaf its `use` in a spec.
        share: The most that this reward alone can move the total, as a share of the total's
            range; None where the range has no ends. Shares need not add up to 1: behind a gate
            each of two rewards can be decisive.
        options: The operator's options; of a leaf, the settings that were given.
    """

    path: str
    name: str
    word: str
    range: Range
    weight: float | None
    share: float | None
    fingerprint: str
    options: dict[str, Any]
    children: tuple[Node, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the tree as plain data for JSON; infinite ends are None."""
        return {
            "path": self.path,
            "name": self.name,
            "word": self.word,
            "range": [end if math.isfinite(end) else None for end in self.range],
            "weight": self.weight,
            "share": self.share,
            "fingerprint": self.fingerprint,
            "options": self.options,
            "children": [child.to_dict() for child in self.children],
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """The tree of a reward and the warnings about it."""

    tree: Node
    warnings: tuple[Warn, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "tree": self.tree.to_dict(),
            "warnings": [
                {"code": one.code, "path": one.path, "message": one.message}
                for one in self.warnings
            ],
        }


def explain(reward: Reward, dominant: float = 0.8) -> Explanation:
    """Return ranges, effective weights and warnings of a reward.

    Args:
        reward: Any reward.
        dominant: The share of a sum from which one part is said to dominate it, in (0, 1].

    Raises:
        ValueError: `dominant` is not in (0, 1].

    Example:
        >>> from rewardkit import reward, weighted
        >>> @reward
        ... def a(completion: str, answer: str) -> bool:
        ...     return completion == answer
        >>> [one.code for one in explain(weighted(x=(0.95, a), y=(0.05, a))).warnings]
        ['dominates']
    """
    if not 0 < dominant <= 1:
        raise ValueError(f"dominant must lie in (0, 1], not {dominant!r}")
    return Explanation(_node(reward, (), ()), tuple(warnings_of(reward, dominant)))


def _node(reward: Reward, steps: tuple[Step, ...], above: tuple[str, ...]) -> Node:
    names = (*above, reward.name)
    options: dict[str, Any] = {}
    weight = None
    if steps and steps[-1].parent.weights:
        weight = steps[-1].parent.weights[steps[-1].index]
    if isinstance(reward, FunctionReward):
        word = reward.reference
        usual = reward.signature.settings
        options = {k: _as_plain(v) for k, v in reward.settings.items() if v is not usual[k]}
        if reward.signature.columns:
            options["columns"] = dict(reward.signature.columns)
    else:
        assert isinstance(reward, Composite)
        word = reward.op
        hidden = {"state", "weights", "routes"}
        options = {key: _as_plain(v) for key, v in reward.options.items() if key not in hidden}
    children: tuple[Node, ...] = ()
    if isinstance(reward, Composite):
        children = tuple(
            _node(child, (*steps, Step(reward, index)), names)
            for index, child in enumerate(reward.children)
        )
    return Node(
        ".".join(names),
        reward.name,
        word,
        reward.range,
        weight,
        share(reward, steps),
        reward.fingerprint,
        options,
        children,
    )


def _as_plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
