"""Frames on the pipes of a worker: eight bytes of length, big end first, then the payload."""

from __future__ import annotations

import os
import select
import struct
from time import monotonic
from typing import IO

HEADER = struct.Struct(">Q")
_FRAME_AT_MOST = 1 << 32


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """Read one frame; None at the end of the pipe, or if it breaks off."""
    header = _read(pipe, HEADER.size)
    if header is None:
        return None
    size = HEADER.unpack(header)[0]
    # Longer can only be noise that a reward wrote to a pipe which is not its own.
    return _read(pipe, size) if size <= _FRAME_AT_MOST else None


def write_frame(pipe: IO[bytes], payload: bytes) -> None:
    """Write one frame."""
    pipe.write(HEADER.pack(len(payload)))
    pipe.write(payload)
    pipe.flush()


def write_frame_within(pipe: IO[bytes], payload: bytes, seconds: float) -> None:
    """Write one frame to a reader that may have stopped reading.

    A worker whose interpreter is held by a thread of the reward reads nothing, and a pipe holds
    64 KiB: a plain write of more would wait for ever.

    Raises:
        TimeoutError: It was not taken in time.
        OSError: The reader is gone.
    """
    if os.name != "posix":
        write_frame(pipe, payload)
        return
    end = monotonic() + seconds
    number = pipe.fileno()
    os.set_blocking(number, False)
    left = memoryview(HEADER.pack(len(payload)) + payload)
    poll = select.poll()
    poll.register(number, select.POLLOUT)
    while left:
        try:
            left = left[os.write(number, left) :]
        except BlockingIOError:
            wait = end - monotonic()
            if wait <= 0 or not poll.poll(wait * 1000):
                raise TimeoutError from None


def _read(pipe: IO[bytes], size: int) -> bytes | None:
    data = pipe.read(size)
    return data if len(data) == size else None
