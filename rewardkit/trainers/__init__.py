"""Adapters of rewards to trainers: one module for each trainer.

| trainer | module | usage |
| --- | --- | --- |
| TRL (GRPO, RLOO, AsyncGRPO), Unsloth | `trl` | `GRPOTrainer(reward_funcs=reward)` |
| verl | `verl` | `compute_score = reward.for_verl()` |

No module here imports its trainer: the contracts are plain Python calls.
"""

from __future__ import annotations

from rewardkit.trainers.trl import DoubleNormalisationWarning, call
from rewardkit.trainers.verl import compute_score_for

__all__ = ["DoubleNormalisationWarning", "call", "compute_score_for"]
