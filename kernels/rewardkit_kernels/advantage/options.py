"""Options of the advantage, checked when they are set rather than when they are used."""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass
from typing import Final, Literal, get_args

Mode = Literal["zscore", "centre", "leave_one_out", "maxrl"]
Deviation = Literal["sample", "population"]
Missing = Literal["renormalise", "zero", "drop_row"]


def _one_of(field: str, value: object, words: tuple[str, ...]) -> None:
    if value in words:
        return
    near = difflib.get_close_matches(str(value), words, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"{field}={value!r} is not known; choose one of {', '.join(words)}.{hint}")


def _number(field: str, value: object, *, above: float, including: bool) -> None:
    """Raise ValueError for booleans, text, NaN, infinity and numbers below the bound."""
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and (value > above or (including and value == above))
    ):
        return
    bound = f"at least {above:g}" if including else f"above {above:g}"
    raise ValueError(f"{field}={value!r} must be a finite number {bound}.")


@dataclass(frozen=True, slots=True)
class AdvantageOptions:
    """Options of the conversion of rewards to advantages inside each group.

    With r a row's reward, m and s the mean and deviation over the counted rows of its group and
    n their number:

    | mode | advantage | where it is from |
    | --- | --- | --- |
    | `zscore` | (r - m) / (s + epsilon) | GRPO (DeepSeekMath) |
    | `centre` | r - m | Dr.GRPO |
    | `leave_one_out` | r - mean of the others = (r - m) n / (n - 1) | RLOO |
    | `maxrl` | (r - m) / (m + epsilon), rewards at least 0 | MaxRL |

    Raises:
        ValueError: A field holds an unknown word or a number out of range.

    Example:
        >>> AdvantageOptions(mode="centre", clip=1.0).clip
        1.0
        >>> AdvantageOptions(missing="drop")
        Traceback (most recent call last):
        ...
        ValueError: missing='drop' is not known; choose one of renormalise, zero, drop_row. \
Did you mean 'drop_row'?
    """

    mode: Mode = "zscore"
    """The subtrahend and the divisor; see the table."""
    deviation: Deviation = "sample"
    """Divide the squared distances by n - 1 (`sample`, as TRL and verl do) or by n. At eight
    completions the choice changes every z-score by 6.9 %."""
    epsilon: float = 1e-4
    """Added to the deviation (`zscore`) or the mean (`maxrl`). May be 0: dead groups never get
    as far as the division."""
    decoupled: bool = False
    """Normalise each component inside its group, then weight and sum (GDPO), instead of weighting
    and summing first. GDPO's further whitening over the batch is left to the caller."""
    clip: float | None = None
    """Bound every advantage to [-clip, clip], or None for no bound."""
    missing: Missing = "renormalise"
    """The meaning of a NaN component. `renormalise`: the row's weights are spread over the
    components it has. `zero`: it counts as a reward of 0. `drop_row`: the row is left out of its
    group."""
    tolerance: float = 1e-6
    """A group whose largest and smallest reward differ by at most tolerance * max(1, |reward|)
    is dead: its advantages are exactly 0. The default is eight float32 steps at 1."""

    def __post_init__(self) -> None:
        _one_of("mode", self.mode, get_args(Mode))
        _one_of("deviation", self.deviation, get_args(Deviation))
        _one_of("missing", self.missing, get_args(Missing))
        _number("epsilon", self.epsilon, above=0.0, including=True)
        _number("tolerance", self.tolerance, above=0.0, including=True)
        if self.clip is not None:
            _number("clip", self.clip, above=0.0, including=False)
        if not isinstance(self.decoupled, bool):
            raise ValueError(f"decoupled={self.decoupled!r} must be True or False.")


DEFAULT_OPTIONS: Final = AdvantageOptions()

LARGEST: Final = 1e18
"""Rewards and weights beyond this are refused together with the infinities. With at most 64
components no advantage can then leave float32, so a finite input never gives inf or NaN."""

MOST_COMPONENTS: Final = 64
"""The kernel keeps one tile of rows x components in registers."""


def lowest(options: AdvantageOptions) -> float:
    """The smallest accepted component: 0 for MaxRL, which divides by the mean."""
    return 0.0 if options.mode == "maxrl" else -LARGEST
