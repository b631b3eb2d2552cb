"""An async call that blocks the event loop costs its own row, however long it blocks."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import Any

import pytest

from rewardkit import reward, score, weighted

CALLS: Counter[str] = Counter()


async def spin() -> None:
    while True:
        pass


@reward(timeout=0.3)
async def blocks(completion: str) -> bool:
    """Block the loop in one of several ways, or answer."""
    CALLS[completion] += 1
    if completion.startswith("spin"):
        await spin()
    if completion == "sleep":
        time.sleep(30)
    if completion == "task":  # in a task of its own
        await asyncio.create_task(spin())
    if completion == "callback":
        asyncio.get_running_loop().call_soon(lambda: time.sleep(30))
        await asyncio.sleep(60)
    await asyncio.sleep(0.01)
    return completion == "good"


@reward(timeout=0.3, batched=True)
async def blocks_in_lists(completion: list[str]) -> list[bool]:
    """Block the loop when one row says so."""
    if "spin" in completion:
        await spin()
    return [True] * len(completion)


@reward(timeout=5.0)
async def patient(completion: str) -> bool:
    """Count the calls."""
    CALLS[f"patient {completion}"] += 1
    return True


def outcomes(found: Any) -> list[tuple[float | None, str, str]]:
    return [(one.value, one.status, one.reason) for one in found]


TIMEOUT = (None, "timeout", "deadline")


@pytest.mark.parametrize("how", ["spin", "sleep", "task", "callback"])
def test_the_other_rows_are_scored(how: str) -> None:
    rows = [{"completion": text} for text in ("good", "bad", how, "good", "bad")]
    found = outcomes(score(blocks, rows))
    assert found[2] == TIMEOUT
    # The rows beside it that had to wait are late themselves, or were scored.
    for one, wanted in zip(found, (1.0, 0.0, None, 1.0, 0.0), strict=True):
        assert one in (TIMEOUT, (wanted, "ok", ""))
    again = outcomes(score(blocks, [{"completion": "good"}]))
    assert again == [(1.0, "ok", "")]


def test_what_had_ended_is_not_asked_again() -> None:
    CALLS.clear()
    both = weighted(a=(1, patient), b=(1, blocks))
    rows = [{"completion": text} for text in ("one", "two", "spin", "three")]
    found = outcomes(score(both, rows))
    assert found[2][1:] == ("timeout", "deadline")
    assert [CALLS[f"patient {text}"] for text in ("one", "two", "spin", "three")] == [1, 1, 1, 1]


def test_a_list_that_blocks_is_not_tried_for_ever() -> None:
    found = outcomes(score(blocks_in_lists, [{"completion": "good"}, {"completion": "spin"}]))
    assert found == [TIMEOUT, TIMEOUT]


def test_a_reward_that_always_blocks_is_given_up() -> None:
    rows = [{"completion": f"spin {number}"} for number in range(40)]
    found = outcomes(score(blocks, rows, concurrency=1))
    assert set(found) == {TIMEOUT, (None, "error", "given_up")}
    assert found.count(TIMEOUT) == 8
