"""A reward that takes its time and no processor, in a module of its own so that actors find it."""

from __future__ import annotations

import time

from rewardkit.rewards.decorator import reward


@reward
def waits_5_ms(completion: str, answer: str) -> bool:
    """Wait as long as a small program runs, then compare."""
    time.sleep(0.005)
    return completion == answer
