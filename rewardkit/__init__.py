"""Write, compose, test and run reward functions for RL on language models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Range, Score
from rewardkit.engine.scoring import ascore, score, stream
from rewardkit.errors import RewardkitError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.compose import (
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
from rewardkit.rewards.function import FunctionReward, reward

# `reward` and `score` are functions here although modules of these names exist: the imports
# above load the modules first, and a loaded module is not bound to its package again.

if TYPE_CHECKING:
    from rewardkit.registry.verifiers import get
    from rewardkit.specs.files import dump, load

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
    "dump": "rewardkit.specs.files",
    "get": "rewardkit.registry.verifiers",
    "load": "rewardkit.specs.files",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'rewardkit' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_LATE[name]), name)
    globals()[name] = value
    return value
