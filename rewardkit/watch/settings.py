"""The settings of a watch, with the budget of false alarms."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=1)]
Positive = Annotated[float, Field(gt=0.0)]


class Settings(BaseModel):
    """How much is asked, and how sure an alarm is.

    Example:
        >>> Settings(rows=32).budget
        0.01
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: Count = 16
    """Paid completions that are probed at a step, one of a group."""
    every: Count | None = None
    """Steps between two probes; None means every step, and every fifth for dear rewards."""
    budget: Annotated[float, Field(gt=0.0, lt=1.0)] = 0.01
    """The probability of a false alarm by any test, over `steps` steps."""
    steps: Count = 1000
    """The steps that the budget is for."""
    first_steps: Count = 10
    """The steps whose numbers later ones are compared with."""
    batch: Count | None = None
    """Completions that make a step where a trainer hands them over in smaller numbers, such as one
    by one; None takes each call of the reward as a step."""
    in_a_row: Count = 3
    """How many steps in a row a number must be beyond its first values."""
    growth: Positive = 1.5
    """The factor beyond which length and entropy are told of."""
    share_rise: Positive = 0.25
    """The rise beyond which a share, such as that of cut completions, is told of."""
