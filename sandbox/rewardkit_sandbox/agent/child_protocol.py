"""Orders: what the server tells a child, over a socket that only these two hold.

To the child they are marshalled, which a child can read with one call and without touching much
memory. That is safe in this direction alone: what comes back is a program's, and is JSON.
"""

from __future__ import annotations

import marshal
import os
import socket
from collections.abc import Sequence
from typing import Any

from rewardkit_sandbox.protocol import frames

READY = frames.pack({"ready": True})


def pack(header: dict[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """Return an order as the child reads it."""
    text = marshal.dumps((header, list(blobs)))
    return frames.LENGTH.pack(len(text)) + text


class Orders:
    """The child's end of the socket to the server; bare descriptors, since objects cost time."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def receive(self, count: int) -> bytes:
        """Return exactly `count` bytes."""
        data = os.read(self._descriptor, count)
        if len(data) == count:
            return data
        parts = [data]
        while (count := count - len(data)) > 0:
            data = os.read(self._descriptor, count)
            if not data:
                raise frames.StreamClosed
            parts.append(data)
        return b"".join(parts)

    def read(self) -> tuple[dict[str, Any], list[bytes]]:
        """Wait for the next order."""
        length = int.from_bytes(self.receive(4))
        order: tuple[dict[str, Any], list[bytes]] = marshal.loads(self.receive(length))
        return order

    def take_descriptor(self) -> int:
        """Receive one open file."""
        with socket.socket(fileno=os.dup(self._descriptor)) as connection:
            _, descriptors, _, _ = socket.recv_fds(connection, 1, 1)
        return descriptors[0]

    def give_descriptor(self, descriptor: int) -> None:
        """Send one open file."""
        with socket.socket(fileno=os.dup(self._descriptor)) as connection:
            socket.send_fds(connection, [b"d"], [descriptor])

    def say(self, frame: bytes) -> None:
        """Send a frame that is packed already."""
        sent = os.write(self._descriptor, frame)
        while sent < len(frame):
            sent += os.write(self._descriptor, frame[sent:])

    def tell(self, header: dict[str, Any]) -> None:
        """Send a message to the server."""
        self.say(frames.pack(header))
