"""Scale normalisers: a reward in units of its own spread.

The static one is an affine map, defined with the operators; those here need many samples.
Zero spread gives zero, exactly: a group whose values are all equal carries no signal.
"""

from __future__ import annotations

import math
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence

from rewardkit.data.deviation import sample_deviation

Values = Sequence[float | None]
EPSILON = 1e-4


class RunningState:
    """Mean and variance of all values seen, updated one value at a time.

    Welford's method (Technometrics 4(3), 1962), which does not lose digits when the mean is
    large beside the deviation.

    Example:
        >>> state = RunningState()
        >>> state.update([1.0, 3.0])
        >>> state.mean, state.deviation
        (2.0, 1.4142135623730951)
    """

    def __init__(self) -> None:
        self.count = 0
        self.mean = 0.0
        self._squares = 0.0
        self.frozen = False
        """Whether updates are ignored, as they are while a trainer evaluates."""
        self._lock = threading.Lock()

    def update(self, values: Iterable[float]) -> None:
        """Add values to the mean and variance, unless the state is frozen."""
        if self.frozen:
            return
        with self._lock:
            for value in values:
                self.count += 1
                delta = value - self.mean
                self.mean += delta / self.count
                self._squares += delta * (value - self.mean)

    @property
    def deviation(self) -> float:
        """The sample standard deviation; 0 before there are two values."""
        return math.sqrt(self._squares / (self.count - 1)) if self.count > 1 else 0.0

    def copy(self) -> RunningState:
        """Return an independent copy of the state."""
        twin = RunningState()
        twin.load_state_dict(self.state_dict())
        return twin

    def state_dict(self) -> dict[str, float]:
        """Return the state as plain numbers."""
        return {"count": self.count, "mean": self.mean, "squares": self._squares}

    def load_state_dict(self, state: Mapping[str, float]) -> None:
        """Restore what `state_dict` returned."""
        with self._lock:
            self.count = int(state["count"])
            self.mean = float(state["mean"])
            self._squares = float(state["squares"])


def running(values: Values, state: RunningState, clip: float) -> list[float | None]:
    """Update the state with a batch, then express the batch in units of it."""
    state.update(value for value in values if value is not None)
    spread = state.deviation
    if spread == 0.0:
        return [None if value is None else 0.0 for value in values]
    return [
        None if value is None else _bound((value - state.mean) / (spread + EPSILON), clip)
        for value in values
    ]


def group_scores(values: Values, groups: Sequence[Hashable], clip: float) -> list[float | None]:
    """Return the z-score of each value inside its group, by sample deviation.

    The decoupled normalisation of GDPO (arXiv:2601.05242) with the constants of GRPO in TRL:
    `(r - mean) / (std + 1e-4)`. Fewer than two values in a group, or equal values, give 0.
    """
    out: list[float | None] = [None] * len(values)
    for rows in _by_group(values, groups):
        known = [value for row in rows if (value := values[row]) is not None]
        low, high = min(known), max(known)
        if low == high:
            for row in rows:
                out[row] = 0.0
            continue
        mean = math.fsum(known) / len(known)
        spread = sample_deviation(known) + EPSILON
        for row, value in zip(rows, known, strict=True):
            out[row] = _bound((value - mean) / spread, clip)
    return out


def group_ranks(values: Values, groups: Sequence[Hashable]) -> list[float | None]:
    """Return the rank of each value in its group from 0 (lowest) to 1; ties share their mean."""
    out: list[float | None] = [None] * len(values)
    for rows in _by_group(values, groups):
        known = sorted(value for row in rows if (value := values[row]) is not None)
        for row in rows:
            value = values[row]
            assert value is not None
            below = bisect_left(known, value)
            equal = bisect_right(known, value) - below
            rank = below + (equal - 1) / 2
            out[row] = rank / (len(known) - 1) if len(known) > 1 else 0.5
    return out


def _by_group(values: Values, groups: Sequence[Hashable]) -> Iterable[list[int]]:
    members: dict[Hashable, list[int]] = {}
    for row, group in enumerate(groups):
        if values[row] is not None:
            members.setdefault(group, []).append(row)
    return members.values()


def _bound(value: float, clip: float) -> float:
    return min(max(value, -clip), clip)
