"""The result of group advantages for a batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class GroupAdvantages:
    """Advantages of a batch, and statistics of its groups for logging.

    `columns` below is 1, or the number of components when `decoupled` normalises each by itself.
    """

    advantages: Tensor
    """[rows] float32. Exactly 0 for a row that carries no signal."""
    alive: Tensor
    """[rows] bool. False where the row was not scored, or all of its group got the same reward:
    use it to leave dead rows out of a loss denominator."""
    mean: Tensor
    """[groups, columns] float32. Mean reward over the counted rows; NaN where none counted."""
    deviation: Tensor
    """[groups, columns] float32. Deviation over the counted rows; NaN below two rows, and
    exactly 0 in a dead group."""
    counted: Tensor
    """[groups, columns] int32. Rows that entered the mean; -1 in a group that holds a reward which
    `check=True` would have refused: its advantages, mean and deviation are then NaN."""
