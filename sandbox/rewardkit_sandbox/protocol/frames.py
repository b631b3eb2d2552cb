"""Frames on a byte stream: a length, a JSON header, then raw blobs whose lengths it names.

Used on both sides of every channel, so it needs nothing but the standard library. A frame is
only ever parsed as data: lengths are checked before anything is read or allocated.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Sequence
from typing import Any

LENGTH = struct.Struct("!I")
MAX_HEADER = 64 << 20
MAX_BLOBS = 512 << 20
_encode = json.JSONEncoder(separators=(",", ":")).encode


class FrameError(Exception):
    """What came is not a frame."""


class StreamClosed(Exception):
    """The other side closed the stream, perhaps in the middle of a frame."""


def pack(header: dict[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    r"""Return a frame.

    Args:
        header: Plain JSON data without a key `blobs`.
        blobs: Raw bytes that follow the header.

    Example:
        >>> pack({"a": 1}, [b"xyz"])
        b'\x00\x00\x00\x13{"a":1,"blobs":[3]}xyz'
    """
    full = {**header, "blobs": [len(blob) for blob in blobs]} if blobs else header
    text = _encode(full).encode()
    return b"".join([LENGTH.pack(len(text)), text, *blobs])


def frame(text: bytes) -> bytes:
    """Return a frame of a header that is encoded already, without blobs."""
    return LENGTH.pack(len(text)) + text


def read(
    receive: Callable[[int], bytes], *, max_header: int = MAX_HEADER, max_blobs: int = MAX_BLOBS
) -> tuple[dict[str, Any], list[bytes]]:
    """Read one frame.

    Args:
        receive: Returns exactly that many bytes, or raises.
        max_header: The longest header that is accepted, in bytes.
        max_blobs: The most bytes that the blobs may have together.

    Raises:
        FrameError: The bytes are not a frame within these bounds.
    """
    (length,) = LENGTH.unpack(receive(LENGTH.size))
    if length > max_header:
        raise FrameError(f"a header of {length} bytes; {max_header} are allowed")
    header = parse(receive(length))
    lengths = header.pop("blobs", [])
    if not isinstance(lengths, list) or not all(
        isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in lengths
    ):
        raise FrameError("the lengths of blobs must be a list of whole numbers")
    if sum(lengths) > max_blobs:
        raise FrameError(f"{sum(lengths)} bytes of blobs; {max_blobs} are allowed")
    return header, [receive(n) for n in lengths]


def parse(text: bytes) -> dict[str, Any]:
    """Parse the JSON of a header.

    Raises:
        FrameError: It is not a JSON object, or nested too deeply.
    """
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FrameError(f"not JSON: {type(error).__name__}") from None
    if not isinstance(header, dict):
        raise FrameError("a header must be an object")
    return header
