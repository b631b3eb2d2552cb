"""Write, compose, test and run reward functions for RL on language models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rewardkit.compose import (
    at_least,
    clip,
    first,
    gate,
    maximum,
    minimum,
    scale_to,
    weighted,
    where,
)
from rewardkit.engine import ascore, score, stream
from rewardkit.errors import RewardkitError
from rewardkit.function import FunctionReward, reward
from rewardkit.reward import Reward
from rewardkit.sample import Sample
from rewardkit.score import Breakdown, Range, Score

# `reward` and `score` are functions here although modules of these names exist: the imports
# above load the modules first, and a loaded module is not bound to its package again.

if TYPE_CHECKING:
    from rewardkit.registry import get
    from rewardkit.spec import dump, load

__all__ = [
    "Breakdown",
    "FunctionReward",
    "Range",
    "Reward",
    "RewardkitError",
    "Sample",
    "Score",
    "ascore",
    "at_least",
    "clip",
    "dump",
    "first",
    "gate",
    "get",
    "load",
    "maximum",
    "minimum",
    "reward",
    "scale_to",
    "score",
    "stream",
    "weighted",
    "where",
]

# These bring pydantic along, which an import of the decorator should not.
_LATE = {
    "dump": "rewardkit.spec",
    "get": "rewardkit.registry",
    "load": "rewardkit.spec",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'rewardkit' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_LATE[name]), name)
    globals()[name] = value
    return value
