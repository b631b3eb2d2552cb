"""Options of the advantage, checked when they are set rather than when they are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from ..option_checks import require_number, require_truth, require_word

Mode = Literal["zscore", "centre", "leave_one_out", "maxrl"]
Deviation = Literal["sample", "population"]
Missing = Literal["renormalise", "zero", "drop_row"]


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
    is dead: its advantages are exactly 0. The default is eight float32 steps at 1. Below 1e-12 it
    counts as 1e-12: equal rewards may sum in float64 to numbers that differ in the last digit."""

    def __post_init__(self) -> None:
        require_word("mode", self.mode, get_args(Mode))
        require_word("deviation", self.deviation, get_args(Deviation))
        require_word("missing", self.missing, get_args(Missing))
        require_number("epsilon", self.epsilon, above=0.0, including=True)
        require_number("tolerance", self.tolerance, above=0.0, including=True)
        if self.clip is not None:
            require_number("clip", self.clip, above=0.0, including=False)
        require_truth("decoupled", self.decoupled)


DEFAULT_OPTIONS: Final = AdvantageOptions()

LARGEST: Final = 1e18
"""Rewards and weights beyond this are refused together with the infinities. With at most 64
components no advantage can then leave float32, so a finite input never gives inf or NaN."""

MOST_COMPONENTS: Final = 64
"""The kernel keeps one tile of rows x components in registers."""


def lowest(options: AdvantageOptions) -> float:
    """The smallest accepted component: 0 for MaxRL, which divides by the mean."""
    return 0.0 if options.mode == "maxrl" else -LARGEST


def dead_within(options: AdvantageOptions) -> float:
    """The tolerance that is in force, which is never below the rounding of float64 sums."""
    return max(options.tolerance, 1e-12)
