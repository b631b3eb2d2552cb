"""Rewards that the tests of Ray score; imported by the name `ray_rewards`, here and by actors."""

from __future__ import annotations

import os
import time

from rewardkit import Score, reward


@reward(range=(-1, 1))
def shaky(completion: str, answer: str) -> float | Score | None:
    """Pay for the answer; fail, abstain or refuse as the completion says."""
    if completion == "outage":
        return Score.error("outage", "the backend is down")
    if completion == "skip":
        return None
    if completion == "garble":
        return Score.unparsed("no_answer")
    return 1.0 if completion == answer else -1.0


@reward
def deadly(completion: str) -> float:
    """End the process that scores some completions."""
    if completion == "die":
        os._exit(1)
    return 1.0


@reward
def slow(completion: str) -> float:
    """Take a moment."""
    time.sleep(0.02)
    return float(len(completion) % 2)


@reward
async def waiting(completion: str) -> float:
    """Wait without a thread."""
    import asyncio

    await asyncio.sleep(0.01)
    return 1.0


@reward(isolated=True, timeout=10)
def alone(completion: str) -> float:
    """Run in a worker process of the actor."""
    return float(completion == "x")


@reward(grouped=True)
def shortest(completion: list[str]) -> list[float]:
    """Pay the shortest completion of a prompt."""
    return [float(len(one) == min(map(len, completion))) for one in completion]
