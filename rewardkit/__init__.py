"""Write, compose, test and run reward functions for RL on language models."""

from __future__ import annotations

import typing as _typing

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Range, Score
from rewardkit.engine.scoring import ascore, score, stream
from rewardkit.errors import RewardkitError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.decorator import reward
from rewardkit.rewards.function import FunctionReward
from rewardkit.rewards.operators.extremes import maximum, minimum
from rewardkit.rewards.operators.fallback import first
from rewardkit.rewards.operators.formula import formula
from rewardkit.rewards.operators.gates import gate, soft_gate
from rewardkit.rewards.operators.pointwise import at_least, clip, scale_to
from rewardkit.rewards.operators.routes import where
from rewardkit.rewards.operators.sums import weighted
from rewardkit.wiring import wire as _wire

if _typing.TYPE_CHECKING:
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
    "formula",
    "gate",
    "get",
    "load",
    "maximum",
    "minimum",
    "reward",
    "scale_to",
    "score",
    "soft_gate",
    "stream",
    "weighted",
    "where",
]

_wire()

# These bring pydantic along, which an import of the decorator should not.
_LATE = {
    "dump": "rewardkit.specs.dump",
    "get": "rewardkit.registry.verifiers",
    "load": "rewardkit.specs.files",
}


def __getattr__(name: str) -> _typing.Any:
    if name not in _LATE:
        raise AttributeError(f"module 'rewardkit' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_LATE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
