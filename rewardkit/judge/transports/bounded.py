"""Bodies of answers with a bound: a server that sends without end is refused, and not held."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from rewardkit.judge.faults import Fault

# A verdict has a few hundred bytes; with log-probabilities of each token some hundred thousand.
LARGEST = 16 * 2**20
_PLAIN = ("", "identity")


class Bounded:
    """The stream of a body that ends with a Fault once it is too long.

    Args:
        stream: What the response reads from.
        largest: The most bytes.
    """

    def __init__(self, stream: Any, largest: int = LARGEST) -> None:
        self._stream = stream
        self._left = largest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the parts of the body."""
        async for part in self._stream:
            self._left -= len(part)
            if self._left < 0:
                raise _too_long()
            yield part

    async def aclose(self) -> None:
        """Close the stream."""
        await self._stream.aclose()


async def bound(response: Any) -> None:
    """Bound the body of a response before it is read; a hook of the HTTP package.

    Raises:
        Fault: The headers say already that it is too long, or it is compressed: a few bytes of a
            compressed body may become any number of them.
    """
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) > LARGEST:
        raise _too_long()
    if response.headers.get("content-encoding", "").lower() not in _PLAIN:
        raise Fault("judge_bad_body", "the answer is compressed, which was not asked for")
    kind = type(response.stream)
    bounded = type("BoundedStream", (Bounded, *kind.__mro__[1:-1]), {})
    response.stream = bounded(response.stream)


def _too_long() -> Fault:
    return Fault("judge_bad_body", f"the answer has more than {LARGEST:,} bytes")
