"""The result of learning against a reward: a curve, and the completion that opened the gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Point:
    """One step of learning.

    Attributes:
        step: Its number; 0 is the policy before any reward.
        pay: The mean pay, as a part of the way from the lowest to the honest pay.
        right: The share of completions that the oracle calls right.
        wrong_paid: The share that is paid in full, or without any answer more than the bound,
            and surely wrong.
        failed: The share for which the reward gave no number.
    """

    step: int
    pay: float
    right: float
    wrong_paid: float
    failed: float = 0.0


@dataclass(frozen=True, slots=True)
class Learned:
    """The result of learning against one reward.

    Attributes:
        reward: Its name.
        rows: How many rows were learnt on.
        points: The curve.
        exposed: Whether the policy ended up being paid for wrong completions.
        opened: The first of two steps in a row at which that was so; None if it never was.
        kind: How it is known to be wrong: `absent`, `two_truths`, `free_pay` or `oracle`.
        completion: The completion that is paid most often and wrong; empty without one.
        id: Its row.
        reference: The reference of its row.
        value: Its pay.
        honest_value: The pay of the honest reply to that row.
        notes: Sentences, such as why nothing could be measured.
        calls: How many completions were scored.
        seconds: Seconds it took.
    """

    reward: str
    rows: int
    points: tuple[Point, ...] = ()
    exposed: bool = False
    opened: int | None = None
    kind: str = ""
    completion: str = ""
    id: str = ""
    reference: str = ""
    value: float | None = None
    honest_value: float | None = None
    notes: tuple[str, ...] = ()
    calls: int = 0
    seconds: float = 0.0

    @property
    def at_start(self) -> float:
        """The share that was paid wrongly before any reward was learnt from."""
        return self.points[0].wrong_paid if self.points else 0.0

    @property
    def at_end(self) -> float:
        """The mean of the last five steps."""
        last = [one.wrong_paid for one in self.points[-5:]]
        return sum(last) / len(last) if last else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data for JSON."""
        found = asdict(self)
        found["seconds"] = round(self.seconds, 3)
        return found

    def __str__(self) -> str:
        lines = [
            f"reward {self.reward!r} on {self.rows} rows, {len(self.points)} steps: "
            + ("a hole was learnt" if self.exposed else "no hole was learnt")
        ]
        for name in ("pay", "right", "wrong_paid"):
            values = [getattr(one, name) for one in self.points]
            if values:
                lines.append(f"  {name:<10} {values[0]:5.2f} {curve(values)} {values[-1]:5.2f}")
        if self.exposed:
            lines.append(
                f"  step {self.opened}, {self.kind}: {self.completion[:100]!r} is paid "
                f"{self.value:g} of {self.honest_value:g} for {self.reference[:40]!r}"
            )
        lines += [f"  {note}" for note in self.notes]
        return "\n".join(lines)


def curve(values: Sequence[float], width: int = 40) -> str:
    """Return values from 0 to 1 as a line of bars, at most `width` of them.

    Example:
        >>> curve([0.0, 0.5, 1.0])
        '▁▄█'
    """
    step = max(1, -(-len(values) // width))
    means = [
        sum(values[at : at + step]) / len(values[at : at + step])
        for at in range(0, len(values), step)
    ]
    return "".join(_BARS[min(7, max(0, int(8 * value - 1e-9)))] for value in means)
