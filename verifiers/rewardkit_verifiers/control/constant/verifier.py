"""The same reward for every reply."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from rewardkit import reward


def _check(settings: Mapping[str, Any]) -> None:
    if not math.isfinite(settings["value"]):
        raise ValueError(f"value={settings['value']} must be a finite number")


@reward(range=lambda settings: (settings["value"], settings["value"]), check=_check)
def constant(completion: str, *, value: float = 1.0) -> float:
    """Pay every reply the same, the empty one included.

    All advantages of a group are then zero, so training must not change the model. If it does, the
    cause is elsewhere: a KL term, weight decay, an advantage that is not exactly zero.

    Args:
        completion: The reply; it is ignored.
        value: The reward of every reply. The range is this one point.

    Returns:
        The value.

    Raises:
        DefinitionError: The value is not finite.

    Example:
        >>> constant(value=0.5).score(completion="").value
        0.5
    """
    return value
