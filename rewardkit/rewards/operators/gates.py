"""Gates: one reward decides whether another is paid, or which share of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from rewardkit.data.score import Breakdown, Range, Score, Status
from rewardkit.errors import SpecError
from rewardkit.rewards.arguments import interval, number, usable
from rewardkit.rewards.base import Composite, Reward, make
from rewardkit.rewards.combining import blame, breakdown_of, finished, without_value
from rewardkit.rewards.operator import Operator, enter
from rewardkit.rewards.tree import Asking, Node, Options, Ranges


class Gate(Operator):
    """`then`, paid only where `when` reaches a threshold."""

    word: ClassVar[str] = "gate"
    partial: ClassVar[bool] = True
    depends: ClassVar[bool] = True

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return the options with the threshold filled in."""
        when, then = children
        low = options["otherwise"]
        return {
            "threshold": _level(self.word, when, options["threshold"]),
            "otherwise": _closed_pay(self.word, then, low),
        }

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the range of `then`, widened to hold the value of a closed gate."""
        low = options["otherwise"] if options["otherwise"] is not None else ranges[1].low
        return ranges[1].hull(Range(low, low))

    def written(self, node: Node) -> dict[str, Any]:
        """Return the options that differ from their defaults."""
        found = {}
        if node.options["threshold"] != node.children[0].range.high:
            found["threshold"] = node.options["threshold"]
        if node.options["otherwise"] is not None:
            found["otherwise"] = node.options["otherwise"]
        return found

    async def evaluate(self, node: Node, asking: Asking) -> list[Breakdown]:
        """Evaluate `when` everywhere and `then` only where the gate is open."""
        when, then = node.children
        level, otherwise = node.options["threshold"], node.options["otherwise"]
        low = then.range.low if otherwise is None else otherwise
        (keys,) = await asking.every((when,))
        rows = [row for row, key in enumerate(keys) if key.value is not None and key.value >= level]
        opened = await asking.rows(then, rows)
        blank = then.skipped()
        out = []
        for row, key in enumerate(keys):
            if row in opened:
                inner = opened[row]
                out.append(breakdown_of(node, replace(inner.score), (key, inner)))
                continue
            if key.value is None:
                score = Score(None, key.status, key.reason, blame(key))
            else:
                status: Status = "unparsed" if key.status == "unparsed" else "ok"
                detail = f"{key.name} gave {key.value:g}, the gate needs {level:g}"
                # Where a closed gate pays more than the worst `then`, being unreadable may not.
                worst = min(low, then.range.low)
                pay = worst if status == "unparsed" and math.isfinite(worst) else low
                score = Score(pay, status, key.reason or "gate_closed", detail)
            out.append(breakdown_of(node, score, (key, blank)))
        return out

    def moved(self, node: Node, index: int, width: float) -> float:
        """Return for `when` the largest difference of open and closed, for `then` its own width."""
        when, then = node.children
        if index == 1:
            return width
        if when.range.low >= node.options["threshold"]:
            return 0.0  # it is always open
        closed = node.options["otherwise"]
        closed = then.range.low if closed is None else closed
        return float(max(abs(then.range.high - closed), abs(then.range.low - closed)))

    def why_never(self, node: Node, index: int) -> str:
        """Say that the gate is never closed."""
        return (
            f"the gate opens at {node.options['threshold']:g}, the low end of its range "
            f"{node.children[index].range}, so it is never closed. Raise the threshold."
        )

    def is_condition(self, index: int) -> bool:
        """Return True if the child is `when`."""
        return index == 0

    def closed_pay(self, node: Node) -> float | None:
        """Return the value of a closed gate; None if the gate is always open."""
        when, then = node.children
        if when.range.low >= node.options["threshold"]:
            return None
        closed = node.options["otherwise"]
        return float(then.range.low if closed is None else closed)


class SoftGate(Operator):
    """`then`, scaled by the position of `when` between `low` and `high`."""

    word: ClassVar[str] = "soft_gate"
    partial: ClassVar[bool] = True
    depends: ClassVar[bool] = True

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return both ends as numbers; by default they are those of the range of `when`."""
        when, then = children
        low, high = options.get("low"), options.get("high")
        ends = interval(
            self.word,
            when.range.low if low is None else low,
            when.range.high if high is None else high,
        )
        if not math.isfinite(then.range.low):
            raise SpecError(
                f"soft_gate: {then.name!r} has no finite low end to be paid where {when.name!r} "
                f"has come nowhere; its range is {then.range}. Give it one with .clip(low, high)."
            )
        return dict(ends)

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the range of `then`; its low end is the value at `low`."""
        return ranges[1]

    def written(self, node: Node) -> dict[str, Any]:
        """Return the ends that differ from those of the range of `when`."""
        usual = {"low": node.children[0].range.low, "high": node.children[0].range.high}
        return {key: value for key, value in node.options.items() if value != usual[key]}

    async def evaluate(self, node: Node, asking: Asking) -> list[Breakdown]:
        """Evaluate `when` everywhere and `then` where `when` is above `low`."""
        when, then = node.children
        (keys,) = await asking.every((when,))
        low = node.options["low"]
        rows = [row for row, key in enumerate(keys) if key.value is not None and key.value > low]
        opened = await asking.rows(then, rows)
        blank = then.skipped()
        out = []
        for row, key in enumerate(keys):
            if row in opened:
                out.append(finished(node, self.score, (key, opened[row]), whole=(0,)))
            elif key.value is None:
                out.append(breakdown_of(node, without_value((key,)), (key, blank)))
            else:
                status: Status = "unparsed" if key.status == "unparsed" else "ok"
                detail = f"{key.name} gave {key.value:g}, the gate begins to open above {low:g}"
                score = Score(then.range.low, status, key.reason or "gate_closed", detail)
                out.append(breakdown_of(node, score, (key, blank)))
        return out

    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return `low_end + way * (then - low_end)`; `way` in [0, 1] is the position of `when`."""
        when, then = children
        assert when.score.value is not None
        assert then.score.value is not None
        low, high = options["low"], options["high"]
        way = min(max((when.score.value - low) / (high - low), 0.0), 1.0)
        if way == 1.0:
            return then.score.value
        return float(then.range.low + way * (then.score.value - then.range.low))

    def shares(
        self, node: Node, parts: Sequence[Breakdown], value: float
    ) -> list[tuple[float, float]]:
        """Return all of it for `then`, since `when` only scales it; a closed gate is `when`."""
        then = parts[1].score.value
        return [(0.0, value), (0.0, 0.0)] if then is None else [(0.0, 0.0), (1.0, value - then)]

    def moved(self, node: Node, index: int, width: float) -> float:
        """Return for `when` its share of the way times the span of `then`, for `then` its width."""
        when, then = node.children
        if index == 1:
            return width
        low, high = node.options["low"], node.options["high"]
        kept = min(when.range.high, high) - max(when.range.low, low)
        way = min(width, max(0.0, kept)) / (high - low)
        return float(way * then.range.span) if way else 0.0

    def why_never(self, node: Node, index: int) -> str:
        """Say that `when` is never between the ends."""
        if index == 1:
            return f"{node.children[0].name!r} never comes further than {node.options['low']:g}"
        return (
            f"its range {node.children[index].range} lies outside [{node.options['low']:g}, "
            f"{node.options['high']:g}], so the gate never moves"
        )

    def is_condition(self, index: int) -> bool:
        """Return True if the child is `when`."""
        return index == 0

    def closed_pay(self, node: Node) -> float | None:
        """Return the low end of `then`; None where `when` is always above `low`."""
        when, then = node.children
        return None if when.range.low > node.options["low"] else float(then.range.low)


enter(Gate())
enter(SoftGate())


def _level(op: str, when: Reward, threshold: float | None) -> float:
    level = when.range.high if threshold is None else number(op, "threshold", threshold)
    if not math.isfinite(level):
        raise SpecError(f"{op}: {when.name!r} has no finite top; give threshold=")
    if not when.range.low <= level <= when.range.high:
        raise SpecError(
            f"{op}: threshold {level:g} lies outside the range {when.range} of {when.name!r}, "
            "so the gate would never change"
        )
    return level


def _closed_pay(op: str, then: Reward, otherwise: float | None) -> float | None:
    if otherwise is None and not math.isfinite(then.range.low):
        raise SpecError(f"{op}: {then.name!r} has no finite low end; give otherwise=")
    return None if otherwise is None else number(op, "otherwise", otherwise)


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
        usable("gate", child)
    return make("gate", (when, then), {"threshold": threshold, "otherwise": otherwise})


def soft_gate(
    when: Reward, then: Reward, *, low: float | None = None, high: float | None = None
) -> Composite:
    """Pay `then` in proportion to the position of `when` between `low` and `high`.

    Where `when` gives `low` or less, the low end of `then` is paid and `then` is not run; from
    `high` on `then` is paid in full; between them the payment grows linearly. Unlike `gate`, it
    distinguishes a completion that nearly meets the condition from one that misses it.

    Args:
        when: The condition.
        then: What is paid.
        low: The value of `when` up to which nothing is paid; the low end of its range by default.
        high: The value of `when` from which all is paid; the high end of its range by default.

    Raises:
        SpecError: `low` does not lie below `high`, an end is infinite, or `then` has no low end.

    Example:
        >>> from rewardkit import reward, soft_gate
        >>> @reward
        ... def tidy(completion: str) -> float:
        ...     return min(completion.count(";"), 4) / 4
        >>> @reward
        ... def right(completion: str) -> bool:
        ...     return "42" in completion
        >>> soft_gate(tidy, right, high=0.5).score(completion="42;").value
        0.5
    """
    for child in (when, then):
        usable("soft_gate", child)
    return make("soft_gate", (when, then), {"low": low, "high": high})
