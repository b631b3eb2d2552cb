"""Adapters of rewards to trainers: one module for each trainer, on one bridge.

A reward has a method for each: `reward.for_verl()`, `reward.for_openrlhf()`; docs/trainers.md has
the table. No module here imports its trainer until its adapter is used.
"""

from __future__ import annotations

from rewardkit.trainers.bridge import Bridge, Outcome
from rewardkit.trainers.foreign import from_trl, from_verl
from rewardkit.trainers.trl import DoubleNormalisationWarning, trl_rewards

__all__ = [
    "Bridge",
    "DoubleNormalisationWarning",
    "Outcome",
    "from_trl",
    "from_verl",
    "trl_rewards",
]
