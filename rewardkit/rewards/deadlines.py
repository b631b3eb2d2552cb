"""Deadlines for the plain functions of a tree, which nothing else can stop."""

from __future__ import annotations

import math
from typing import Any, TypeVar

from rewardkit.errors import DefinitionError
from rewardkit.rewards.running_states import with_own_states

R = TypeVar("R")


def with_timeout(reward: R, seconds: float) -> R:
    """Return the same reward with a deadline for every call of a function of yours.

    Plain functions run in a worker process, which is killed at the deadline: the row is a
    `timeout`. Functions that declare a timeout keep theirs; verifiers of the registry bound
    their own work. Running normalisers are copied.

    Args:
        reward: The reward.
        seconds: The deadline of one call.

    Raises:
        DefinitionError: The deadline is no number above 0.

    Example:
        >>> from rewardkit import reward
        >>> @reward
        ... def brief(completion: str) -> float:
        ...     return float(len(completion) < 9)
        >>> timed = (brief * 2).with_timeout(2).children[0]
        >>> timed.isolated, timed.timeout
        (True, 2.0)
    """
    tree: Any = reward
    twin = object.__new__(type(tree))
    twin.__dict__.update(tree.__dict__)
    twin.children = tuple(child.with_timeout(seconds) for child in tree.children)
    copied: R = with_own_states(twin)
    return copied


def refuse_timeout(name: str, seconds: Any) -> None:
    """Raise DefinitionError for a deadline that is no finite number above 0."""
    number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if not (number and seconds > 0 and math.isfinite(seconds)):
        raise DefinitionError(f"reward {name!r}: timeout={seconds!r} must be seconds > 0")
