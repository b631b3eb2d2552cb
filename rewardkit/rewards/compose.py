"""The algebra: rewards made of rewards.

Every function here returns a `Composite`, which is itself a Reward with an inferred range.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Self

from rewardkit.data.score import Breakdown, Score
from rewardkit.errors import SpecError, closest
from rewardkit.rewards.base import Reward
from rewardkit.rewards.function import FunctionReward
from rewardkit.rewards.normalisers import RunningState, state_of, told_apart, with_own_states
from rewardkit.rewards.operators import OPERATORS, Operator

SCALES = ("static", "none", "group", "running", "rank")
MISSING = ("propagate", "low", "skip")
NORMALISERS = ("group", "running", "rank")
Weighted = tuple[float, Reward]


class Composite(Reward):
    """A reward that combines others by one operator.

    Attributes:
        op: The operator's word, a key of `rewardkit.rewards.operators.OPERATORS`.
        options: Its options, such as weights or thresholds.
    """

    def __init__(self, op: str, children: Sequence[Reward], options: Mapping[str, Any]) -> None:
        self.op = op
        self.name = op
        self.children = tuple(children)
        self.options = dict(options)
        for child in self.children:
            _usable(op, child)
        self.range = self.operator.range_of([child.range for child in self.children], self.options)
        if math.isnan(self.range.low) or math.isnan(self.range.high):
            raise SpecError(f"{op}: the range of the result is not a number; clip its children")

    @property
    def operator(self) -> Operator:
        """The operator's range rule, combination and schedule."""
        return OPERATORS[self.op]

    @property
    def weights(self) -> tuple[float, ...]:
        """The weight of each child; empty where the operator has none."""
        return tuple(self.options.get("weights", ()))

    def identity(self) -> dict[str, Any]:
        """Return operator, options and the identities and names of the children."""
        return {
            "op": self.op,
            "options": {key: value for key, value in self.options.items() if key != "state"},
            "children": [[child.name, child.identity()] for child in self.children],
        }

    def skipped(self) -> Breakdown:
        """Return the breakdown of this composition when nothing asked for it."""
        return skipped(self)

    def __reduce__(self) -> tuple[Any, ...]:
        options = {key: value for key, value in self.options.items() if key != "state"}
        state = self.options.get("state")
        seen = None if state is None else state.state_dict()
        return _rebuild, (self.op, self.children, options, self.name, seen)

    def named(self, name: str) -> Self:
        """Return the same reward under another name.

        Its running normalisers start as a copy of what those of this reward have seen, and go
        on apart from them.
        """
        twin = super().named(name)
        if twin is self or not any(map(state_of, self.walk())):
            return twin
        return with_own_states(twin)


def _rebuild(
    op: str,
    children: Sequence[Reward],
    options: Mapping[str, Any],
    name: str,
    seen: Mapping[str, float] | None = None,
) -> Reward:
    made = make(op, children, options)
    made.name = name
    if seen is not None:
        made.options["state"].load_state_dict(seen)
    return made


def make(op: str, children: Sequence[Reward], options: Mapping[str, Any]) -> Composite:
    """Build a composition by its operator's word; running normalisers start afresh."""
    if op == "normalise" and options.get("by") == "running":
        options = {**options, "state": RunningState()}
    made = Composite(op, children, options)
    made.children = tuple(told_apart(made.children))
    return made


def skipped(node: Reward) -> Breakdown:
    """Return the breakdown of a reward that was not asked, with the same shape as any other."""
    weights = node.weights if isinstance(node, Composite) else ()
    children = tuple(
        skipped(child).renamed(child.name, weights[index] if weights else None)
        for index, child in enumerate(node.children)
    )
    score = Score(None, "abstain", "skipped")
    return Breakdown(node.name, score, children, None, node.range, node.fingerprint)


def _usable(op: str, child: object) -> None:
    if not isinstance(child, Reward):
        raise SpecError(f"{op} takes rewards, not {type(child).__name__}: {str(child)[:60]!r}")
    if isinstance(child, FunctionReward) and child.missing_settings:
        raise SpecError(
            f"{op}: reward {child.name!r} still needs the setting {child.missing_settings[0]!r}. "
            f"Write {child.name}({child.missing_settings[0]}=...)."
        )


def _number(op: str, name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise SpecError(f"{op}: {name} must be a finite number, not {value!r}")
    return float(value)


def _bounded(op: str, child: Reward) -> None:
    _usable(op, child)
    if not child.range.bounded:
        raise SpecError(
            f"{op}: {child.name!r} has the unbounded range {child.range}, which cannot be scaled. "
            'Give it ends with .clip(low, high), or use scale="running".'
        )
    if not math.isfinite(child.range.span):
        raise SpecError(
            f"{op}: the range {child.range} of {child.name!r} is wider than a float can hold. "
            "Give it nearer ends with .clip(low, high)."
        )


def weighted(
    *, scale: str = "static", missing: str = "propagate", **parts: Weighted | Reward
) -> Composite:
    """Add rewards with weights, each first brought to one scale.

    Args:
        scale: `static` maps each child from its declared range onto [0, 1]; `none` adds raw
            values; `group`, `running` and `rank` normalise each child before the sum (`group`
            is the decoupled form of GDPO, arXiv:2601.05242).
        missing: What a child without a value does: `propagate` its status to the sum, count
            at its `low` end, or `skip` it and spread its weight over the others.
        **parts: `name=(weight, reward)`, or `name=reward` for weight 1. Weights are used as
            given, never renormalised; a negative weight is a penalty.

    Raises:
        SpecError: A part is not a weight and a reward, or cannot be scaled.

    Example:
        >>> from rewardkit import reward, weighted
        >>> @reward(range=(0, 10))
        ... def tens(completion: str) -> float:
        ...     return float(min(len(completion), 10))
        >>> @reward
        ... def bang(completion: str) -> bool:
        ...     return completion.endswith("!")
        >>> both = weighted(size=(0.8, tens), mood=(0.2, bang))
        >>> both.range
        Range(low=0.0, high=1.0)
        >>> both.score(completion="hello!").components
        {'size': 6.0, 'mood': 1.0}
    """
    _choice("weighted", "scale", scale, SCALES)
    _choice("weighted", "missing", missing, MISSING)
    if not parts:
        raise SpecError("weighted needs at least one part: name=(weight, reward)")
    weights: list[float] = []
    children: list[Reward] = []
    for name, part in parts.items():
        pair: Any = part
        weight, child = pair if isinstance(pair, (tuple, list)) and len(pair) == 2 else (1.0, pair)
        if isinstance(weight, Reward):
            raise SpecError(f"weighted part {name!r}: the weight comes first: (weight, reward)")
        _usable(f"weighted part {name!r}", child)
        assert isinstance(child, Reward)
        weights.append(_number(f"weighted part {name!r}", "weight", weight))
        if scale in NORMALISERS:
            child = normalise(child, scale)
        elif scale == "static":
            _bounded(f"weighted part {name!r}", child)
        if missing == "low" and not math.isfinite(child.range.low):
            raise SpecError(
                f"weighted part {name!r}: missing='low' needs a finite low end, and the range of "
                f"{child.name!r} is {child.range}. Give it one with .clip(low, high)."
            )
        children.append(child.named(name))
    kept = "none" if scale in NORMALISERS else scale
    options = {"weights": tuple(weights), "scale": kept, "missing": missing}
    return make("weighted", children, options)


def gate(
    when: Reward,
    then: Reward,
    *,
    threshold: float | None = None,
    otherwise: float | None = None,
) -> Composite:
    """Pay `then` only where `when` reaches a threshold; `then` is not even run elsewhere.

    Args:
        when: The condition.
        then: What is paid when the gate is open.
        threshold: The least value of `when` that opens the gate; the top of its range by default.
        otherwise: What a closed gate pays; the low end of `then` by default.

    Raises:
        SpecError: The threshold lies outside the range of `when`, or `then` has no low end.

    Example:
        >>> from rewardkit import gate, reward
        >>> @reward
        ... def polite(completion: str) -> bool:
        ...     return "please" in completion
        >>> @reward
        ... def short(completion: str) -> bool:
        ...     return len(completion) < 20
        >>> gate(polite, short).score(completion="now!").value
        0.0
    """
    for child in (when, then):
        _usable("gate", child)
    level = when.range.high if threshold is None else _number("gate", "threshold", threshold)
    if not math.isfinite(level):
        raise SpecError(f"gate: {when.name!r} has no finite top; give threshold=")
    if not when.range.low <= level <= when.range.high:
        raise SpecError(
            f"gate: threshold {level:g} lies outside the range {when.range} of {when.name!r}, "
            "so the gate would never change"
        )
    if otherwise is None and not math.isfinite(then.range.low):
        raise SpecError(f"gate: {then.name!r} has no finite low end; give otherwise=")
    low = None if otherwise is None else _number("gate", "otherwise", otherwise)
    return make("gate", (when, then), {"threshold": level, "otherwise": low})


def first(*rewards: Reward) -> Composite:
    """Take the first reward that gives a value; later ones are fallbacks for its failures.

    This is how a fallback is chosen by name: nothing else replaces an error by a number.
    """
    return _several("first", rewards)


def minimum(*rewards: Reward) -> Composite:
    """Take the lowest value; `a & b` says the same."""
    return _several("minimum", rewards)


def maximum(*rewards: Reward) -> Composite:
    """Take the highest value; `a | b` says the same."""
    return _several("maximum", rewards)


def at_least(child: Reward, threshold: float) -> Composite:
    """Pay 1 where a reward reaches the threshold, else 0."""
    _usable("at_least", child)
    return make("at_least", (child,), {"threshold": _number("at_least", "threshold", threshold)})


def clip(child: Reward, low: float, high: float) -> Composite:
    """Move values outside `[low, high]` to the nearer end."""
    _usable("clip", child)
    return make("clip", (child,), _interval("clip", low, high))


def scale_to(child: Reward, low: float, high: float) -> Composite:
    """Map a reward affinely from its range onto `[low, high]`."""
    _bounded("scale_to", child)
    return make("scale_to", (child,), _interval("scale_to", low, high))


def invert(child: Reward) -> Composite:
    """Mirror a reward inside its own range; `~a` says the same."""
    _bounded("invert", child)
    return make("invert", (child,), {})


def normalise(child: Reward, by: str, *, clip: float = 10.0) -> Composite:
    """Express a reward in units of its own spread.

    Args:
        child: The reward to normalise.
        by: `group` for the z-score inside a prompt's group, `running` for the mean and
            deviation of everything seen so far, `rank` for the rank in the group from 0 to 1.
        clip: Bound on the absolute z-score; also what gives the result a finite range.

    Raises:
        SpecError: `by` is unknown or `clip` is not positive.
    """
    _usable("normalise", child)
    _choice("normalise", "by", by, NORMALISERS)
    bound = _number("normalise", "clip", clip)
    if bound <= 0:
        raise SpecError(f"normalise: clip must be positive, not {bound:g}")
    return make("normalise", (child,), {"by": by, "clip": bound})


def where(column: str, *, otherwise: Reward | None = None, **routes: Reward) -> Composite:
    """Choose the reward by the value of a dataset column.

    Args:
        column: The column whose value is the name of a route.
        otherwise: The reward for any other value; without it such a sample is an error.
        **routes: The reward for each value.

    Raises:
        SpecError: There is no route.
    """
    if not routes:
        raise SpecError(f"where({column!r}) needs at least one route: value=reward")
    children = [child.named(name) for name, child in routes.items() if _is_reward(name, child)]
    if otherwise is not None:
        children.append(otherwise.named("otherwise"))
    options = {"column": column, "routes": tuple(routes), "otherwise": otherwise is not None}
    return make("where", children, options)


def add(one: Reward, other: Reward | float) -> Composite:
    """Add two rewards as they are, or shift one by a number."""
    if isinstance(other, Reward):
        return make("sum", (one, other), {})
    return affine(one, 1.0, _number("+", "the other side", other))


def multiply(one: Reward, other: Reward | float) -> Composite:
    """Multiply two rewards, or scale one by a number."""
    if isinstance(other, Reward):
        return make("product", (one, other), {})
    return affine(one, _number("*", "the other side", other), 0.0)


def affine(child: Reward, times: float, plus: float) -> Composite:
    """Return `times * child + plus`."""
    _usable("affine", child)
    options = {"times": _number("affine", "times", times), "plus": _number("affine", "plus", plus)}
    return make("affine", (child,), options)


def _several(op: str, rewards: Sequence[Reward]) -> Composite:
    if len(rewards) < 2:
        raise SpecError(f"{op} needs at least two rewards, got {len(rewards)}")
    return make(op, rewards, {})


def _is_reward(name: str, child: object) -> bool:
    _usable(f"where route {name!r}", child)
    return True


def _interval(op: str, low: float, high: float) -> dict[str, float]:
    ends = {"low": _number(op, "low", low), "high": _number(op, "high", high)}
    if not ends["low"] < ends["high"]:
        raise SpecError(f"{op}: low {low:g} must lie below high {high:g}")
    return ends


def _choice(op: str, name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise SpecError(f"{op}: {name}={value!r} is not known.{closest(value, known)}")
