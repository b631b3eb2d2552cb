"""How leaves run: what a deadline means to each kind of them."""

from __future__ import annotations

import time

from rewardkit import reward


@reward(timeout=0.02)
async def blocking(completion: str) -> float:
    time.sleep(0.1)  # on purpose: nothing can cancel this
    return 1.0


def test_an_async_call_that_blocks_past_its_deadline_is_a_timeout() -> None:
    found = blocking.score(completion="a")
    assert (found.value, found.status, found.reason) == (None, "timeout", "deadline")
