"""What a composed reward can and cannot do, worked out from its tree before anything runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rewardkit.data.score import Range
from rewardkit.rewards.base import Reward
from rewardkit.rewards.compose import Composite
from rewardkit.rewards.function import FunctionReward


@dataclass(frozen=True, slots=True)
class Warn:
    """One thing about a reward that its author may not have meant.

    Attributes:
        code: A stable word: `never_matters`, `dominates`, `unlike_scales`, `low_scores_equal`,
            `pays_without_answer` or `normalised_twice`.
        path: Where in the tree, as names from the root.
        message: What it means and what to do.
    """

    code: str
    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Node:
    """One reward of the tree.

    Attributes:
        path: Names from the root, dotted.
        word: The operator, or for a leaf what a spec would `use`.
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
    """The tree of a reward and everything odd about it."""

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


@dataclass(frozen=True, slots=True)
class Step:
    """One step down the tree: a parent and which of its children is meant."""

    parent: Composite
    index: int


def explain(reward: Reward, dominant: float = 0.8) -> Explanation:
    """Work out ranges, effective weights and warnings of a reward.

    Args:
        reward: Any reward.
        dominant: The share of a sum from which one part is said to dominate it, in (0, 1].

    Raises:
        ValueError: `dominant` is not in (0, 1].

    Example:
        >>> from rewardkit import reward, weighted
        >>> @reward
        ... def a(completion: str) -> bool:
        ...     return True
        >>> [one.code for one in explain(weighted(x=(0.95, a), y=(0.05, a))).warnings]
        ['dominates']
    """
    from rewardkit.explain.warnings import warnings_of

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
        options = {k: _shown(v) for k, v in reward.settings.items() if v is not usual[k]}
    else:
        assert isinstance(reward, Composite)
        word = reward.op
        hidden = {"state", "weights", "routes"}
        options = {key: _shown(v) for key, v in reward.options.items() if key not in hidden}
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


def _shown(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def share(reward: Reward, steps: Sequence[Step]) -> float | None:
    """Return the most that a reward alone can move the total, as a share of the total's range."""
    root = steps[0].parent if steps else reward
    if not math.isfinite(root.range.span):
        return None
    if root.range.span == 0:
        return 0.0
    moved = reach(reward, steps)
    return min(moved / root.range.span, 1.0)


def reach(reward: Reward, steps: Sequence[Step]) -> float:
    """Return the most that a reward alone can move the root of the tree it stands in."""
    width = reward.range.span
    for step in reversed(steps):
        width = min(moved(step, width), step.parent.range.span) if width else 0.0
    return width


def moved(step: Step, width: float) -> float:
    """Return the most a parent moves when one child moves by up to `width`, others at will."""
    parent, index = step.parent, step.index
    child = parent.children[index]
    options = parent.options
    rule = _RULES.get(parent.op)
    if rule is not None:
        return rule(parent, index, width)
    if parent.op == "weighted":
        unit = width / child.range.span if options["scale"] == "static" else width
        return _times(abs(parent.weights[index]), unit)
    if parent.op == "affine":
        return _times(abs(float(options["times"])), width)
    if parent.op == "scale_to":
        return float(width / child.range.span * abs(options["high"] - options["low"]))
    if parent.op == "at_least":
        return 1.0 if child.range.low < options["threshold"] <= child.range.high else 0.0
    if parent.op == "normalise":
        return parent.range.span  # spread is what it divides by: any difference may fill the range
    return width  # sum, invert, first, where: one for one


def _clip(parent: Composite, index: int, width: float) -> float:
    child = parent.children[0].range
    kept = min(child.high, parent.options["high"]) - max(child.low, parent.options["low"])
    return float(min(width, max(0.0, kept)))


def _gate(parent: Composite, index: int, width: float) -> float:
    when, then = parent.children
    if index == 1:
        return width
    if when.range.low >= parent.options["threshold"]:
        return 0.0  # it is always open
    closed = parent.options["otherwise"]
    closed = then.range.low if closed is None else closed
    return float(max(abs(then.range.high - closed), abs(then.range.low - closed)))


def _product(parent: Composite, index: int, width: float) -> float:
    for other, one in enumerate(parent.children):
        if other != index:
            width = _times(width, max(abs(one.range.low), abs(one.range.high)))
    return width


def _minimum(parent: Composite, index: int, width: float) -> float:
    child = parent.children[index].range
    cap = min(one.range.high for at, one in enumerate(parent.children) if at != index)
    return min(width, max(0.0, min(child.high, cap) - child.low))


def _maximum(parent: Composite, index: int, width: float) -> float:
    child = parent.children[index].range
    floor = max(one.range.low for at, one in enumerate(parent.children) if at != index)
    return min(width, max(0.0, child.high - max(child.low, floor)))


_RULES = {
    "clip": _clip,
    "gate": _gate,
    "product": _product,
    "minimum": _minimum,
    "maximum": _maximum,
}


def _times(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b  # nothing of an infinite width is nothing
