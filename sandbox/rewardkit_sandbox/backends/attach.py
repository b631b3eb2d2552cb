"""How we talk to the agent of a container, and end it."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import time
from typing import Any

from rewardkit_sandbox.backends.unix_socket import Door
from rewardkit_sandbox.channel.link import HELLO_S, is_quiet
from rewardkit_sandbox.protocol.frames import StreamClosed

_STREAM = struct.Struct("!BxxxI")
_STDERR = 2


class DockerChannel:
    """The attach stream of a container: plain one way, in frames of the engine the other.

    The first words to an agent go over that stream; it answers through the door, if it can.
    """

    def __init__(self, client: Any, container: str, stream: Any, door: Door | None) -> None:
        self._client = client
        self._container = container
        self._stream = stream
        self._socket: socket.socket = getattr(stream, "_sock", stream)
        self._left = 0
        self._kind = 1
        self._said = b""
        self._door = door
        self._direct: socket.socket | None = None

    def send(self, data: bytes) -> None:
        """Send all of it."""
        (self._direct or self._socket).sendall(data)

    def timeout(self, seconds: float) -> None:
        """Let the calls after this one fail when they take longer."""
        (self._direct or self._socket).settimeout(seconds)

    def quiet(self) -> bool:
        """Whether the stream is open and nothing waits to be read."""
        return is_quiet(self._direct or self._socket)

    def receive(self, count: int) -> bytes:
        """Return exactly `count` bytes of what the agent says to us."""
        if self._door is not None:
            self._open()
        if self._direct is None:
            return self._receive_attached(count)
        buffer = bytearray(count)
        view = memoryview(buffer)
        while view:
            got = self._direct.recv_into(view)
            if not got:
                raise StreamClosed
            view = view[got:]
        return bytes(buffer)

    def _open(self) -> None:
        """Wait for the agent's first word, and see which way it comes."""
        door, self._door = self._door, None
        assert door is not None
        end = time.monotonic() + HELLO_S
        try:
            while self._direct is None and (left := end - time.monotonic()) > 0:
                look = select.poll()
                look.register(door.listener, select.POLLIN)
                look.register(self._socket, select.POLLIN)
                ready = dict(look.poll(1000 * left))
                if door.listener.fileno() in ready:
                    self._direct = door.take()
                elif ready and not self._hear_attached():
                    return
        finally:
            door.close()
        if self._direct is None:
            raise TimeoutError
        self._direct.settimeout(HELLO_S)

    def _hear_attached(self) -> bool:
        """Read what an engine's frame is about; return whether it was the agent's stderr."""
        self._kind, self._left = _STREAM.unpack(self._exactly(_STREAM.size))
        if self._kind != _STDERR:
            return False
        self._said = (self._said + self._exactly(self._left))[-4000:]
        self._left = 0
        return True

    def _receive_attached(self, count: int) -> bytes:
        buffer = bytearray(count)
        view = memoryview(buffer)
        while view:
            if not self._left and self._hear_attached():
                continue
            got = self._socket.recv_into(view, min(len(view), self._left))
            if not got:
                raise StreamClosed
            self._left -= got
            view = view[got:]
        return bytes(buffer)

    def _exactly(self, count: int) -> bytes:
        parts = []
        while count:
            part = self._socket.recv(count)
            if not part:
                raise StreamClosed
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def close(self) -> str:
        """Remove the container; return the last thing that its agent said."""
        import docker.errors

        if self._door is not None:
            self._door.close()
        if self._direct is not None:
            self._direct.close()
        with contextlib.suppress(OSError):
            self._socket.settimeout(1)
            self._socket.shutdown(socket.SHUT_WR)
        with contextlib.suppress(OSError, StreamClosed):
            while True:
                self._receive_attached(1)
        hang_up(self._stream)
        with contextlib.suppress(docker.errors.DockerException, OSError):
            self._client.remove_container(self._container, force=True, v=True)
        self._client.close()
        return self._said.decode("utf-8", "replace")[-2000:].strip()


def hang_up(stream: Any) -> None:
    """Close an attach stream: the SDK wraps its socket twice and closes neither."""
    for part in (getattr(stream, "_response", None), stream, getattr(stream, "_sock", None)):
        if part is not None:
            with contextlib.suppress(OSError, ValueError):  # the other two share what one closed
                part.close()
