"""Rate limits of one endpoint: concurrent calls, requests and tokens a minute, pauses."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from rewardkit.errors import MissingExtra
from rewardkit.judge.endpoint import Endpoint

if TYPE_CHECKING:
    from aiolimiter import AsyncLimiter

_MINUTE = 60.0
# The weight of the newest call in the moving average of tokens per call.
_LEARN = 0.1


class Turns:
    """The limits of one endpoint in one event loop.

    Tokens are reserved by an estimate, since the length of a reply is unknown beforehand. The
    difference to the actual use is charged or credited to the next call.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._slots = asyncio.Semaphore(endpoint.concurrency)
        self._requests = _bucket(endpoint.rpm)
        self._tokens = _bucket(endpoint.tpm)
        self._owed = 0.0
        self._reply = min(float(endpoint.max_tokens), 128.0)
        self._per_byte = 0.3
        self._resume = 0.0

    def pause(self, seconds: float) -> None:
        """Start no call for a number of seconds, as the server asked."""
        self._resume = max(self._resume, time.monotonic() + seconds)

    @asynccontextmanager
    async def turn(self, size: int) -> AsyncIterator[float]:
        """Wait until a call with so many bytes of prompt may start, and hold its slot.

        Yields:
            The tokens reserved for it, to be corrected by `used`.
        """
        async with self._slots:
            if self._requests is not None:
                await self._requests.acquire()
            taken = 0.0
            if self._tokens is not None:
                wanted = self._per_byte * size + self._reply + self._owed
                # One call that is larger than the bucket must not wait for ever.
                taken = min(max(0.0, wanted), self._tokens.max_rate)
                self._owed = min(0.0, wanted)
                await self._tokens.acquire(taken)
            while (wait := self._resume - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            yield taken

    def used(self, taken: float, size: int, usage: tuple[int, int]) -> None:
        """Correct the reserved tokens by the actual use; (0, 0) when it was not served."""
        prompt, completion = usage
        if self._tokens is not None:
            bound = self._tokens.max_rate
            self._owed = max(-bound, min(bound, self._owed + prompt + completion - taken))
        if size and prompt:
            self._reply += _LEARN * (completion - self._reply)
            self._per_byte += _LEARN * (prompt / size - self._per_byte)


def _bucket(rate: float | None) -> AsyncLimiter | None:
    if rate is None:
        return None
    try:
        from aiolimiter import AsyncLimiter
    except ImportError:
        raise MissingExtra("asking a judge", "judge") from None
    # The bucket holds a tenth of a minute's limit, refilled evenly, to avoid bursts.
    if rate >= 10:
        return AsyncLimiter(rate / 10, _MINUTE / 10)
    return AsyncLimiter(1, _MINUTE / rate)
