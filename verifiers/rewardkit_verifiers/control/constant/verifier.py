"""The same reward for every reply."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from rewardkit import reward


def _check(settings: Mapping[str, Any]) -> None:
    if not isfinite(settings["value"]):
        raise ValueError(f"value={settings['value']} must be a finite number")


@reward(range=lambda settings: (settings["value"], settings["value"]), check=_check)
def constant(completion: str, *, value: float = 1.0) -> float:
    """Pay every reply the same, the empty one included, so that every advantage is zero.

    A model that changes all the same was moved by something else, such as a KL term.

    Args:
        completion: The reply; it makes no difference.
        value: What every reply is paid. The range is this one point.
    """
    return value
