"""Watch over one child: feed it, collect what it writes, hold it to its limits, see it buried."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import struct
import sys
import time
from typing import Any

from rewardkit_sandbox.agent import child_protocol, isolation
from rewardkit_sandbox.agent.measures import Memory, cpu_of, is_alone, kept_waiting
from rewardkit_sandbox.agent.zygote import End, read_end
from rewardkit_sandbox.protocol import frames

CHUNK = 1 << 18
PIPE = 1 << 16  # what a pipe takes without a reader
SETUP_S = 20.0
BURIAL_S = 20.0
LOOK_EVERY_S = 0.1
_CREDENTIALS = struct.Struct("3i")
_WORDS_ROOM = socket.CMSG_SPACE(_CREDENTIALS.size) + socket.CMSG_SPACE(4)


class Lost(Exception):
    """The zygote is gone or cannot bury a child: this agent has to be replaced."""


class Capture:
    """What a child writes to one stream, up to a number of bytes."""

    def __init__(self, descriptor: int, limit: int) -> None:
        self.descriptor = descriptor
        self.limit = limit
        self.open = True
        self.clear()

    def clear(self) -> None:
        """Forget what came; what comes next belongs to the next run."""
        self.parts: list[bytes] = []
        self.size = 0
        self.cut = False

    def read(self) -> bool:
        """Take what is there; return False when there is nothing more for now."""
        try:
            part = os.read(self.descriptor, CHUNK)
        except BlockingIOError:
            return False
        if not part:
            self.open = False
            return False
        room = self.limit - self.size
        if len(part) > room:
            self.cut = True
            part = part[:room]
        self.parts.append(part)
        self.size += len(part)
        return True

    def drain(self) -> None:
        """Take what is left in the pipe; a pipe holds little, so this ends."""
        for _ in range(64):
            if not self.open or not self.read():
                return

    @property
    def data(self) -> bytes:
        """Everything that was kept."""
        return b"".join(self.parts)


class Watched:
    """A child and our ends of its channels.

    Attributes:
        reply: What the zygote said when the child was buried; None while it lives.
        why: The limit that it broke: `timeout`, `total`, `cpu`, `output`, `memory`; `stopped`
            where the client wants no more of it; or "".
        heard: Bytes of the last message.
        streams: Whether the client may say at any time that it wants no more.
    """

    def __init__(
        self,
        zygote: socket.socket,
        client: int,
        limits: dict[str, Any],
        order: dict[str, Any],
        blobs: list[bytes],
    ) -> None:
        self._zygote = zygote
        self._client = client
        self._memory = int(limits["memory_mb"]) << 20
        self._cpu_s = float(limits.get("run_cpu_s", limits["cpu_s"]))
        self._waiting_s = float(limits.get("waiting_s", 0.0))
        self._held = Memory(isolation.files_in_memory(limits))
        self._pid = 0
        self._cpu_before = self._waited_before = 0.0
        self.streams = False
        self.heard = 0
        self._largest = int(limits["output_bytes"]) + 65536
        self.reply: End | None = None
        self.why = ""
        self.folder: int | None = None
        self._inbox = bytearray()
        stdin, self._stdin = os.pipe()
        stdout, stdout_theirs = os.pipe()
        stderr, stderr_theirs = os.pipe()
        self._orders, childs = socket.socketpair()
        self._orders.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        theirs = [stdin, stdout_theirs, stderr_theirs, childs.detach()]
        self.out = Capture(stdout, int(limits["output_bytes"]))
        self.err = Capture(stderr, int(limits["output_bytes"]))
        for descriptor in (stdout, stderr, self._stdin):
            os.set_blocking(descriptor, False)
        self._pending = memoryview(b"")
        try:
            socket.send_fds(zygote, [isolation.plan(limits)], theirs)
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        with contextlib.suppress(OSError):  # a child that died is noticed below
            self._orders.sendall(child_protocol.pack(order, blobs))
        self._await_walls(bool(order["fetch"]))

    def _await_walls(self, wants_folder: bool) -> None:
        """Wait until the child has built its walls.

        Only until then do we believe what it says of the sandbox: later words are the
        program's.
        """
        try:
            if wants_folder:
                self._orders.settimeout(SETUP_S)
                self.folder = self._take_folder()
        except OSError as error:
            raise Lost(f"a child did not start: {error}") from None
        self._orders.setblocking(False)
        message = self.wait(time.monotonic() + SETUP_S)
        if message is None or "ready" not in message:
            self.close()
            said = (message or {}).get("walls", f"it ended with {self.reply}; {self.err.data!r}")
            raise Lost(f"a child could not be enclosed: {said}")

    def _take_folder(self) -> int | None:
        _, found, _, _ = self._orders.recvmsg(1, _WORDS_ROOM)
        for _, kind, data in found:
            if kind == socket.SCM_RIGHTS:
                return int.from_bytes(data[:4], sys.byteorder)
        return None

    def begin(self) -> None:
        """Count what the next run uses from here on."""
        self._cpu_before = self._cpu()
        self._waited_before = -1.0

    def cpu_s(self) -> float:
        """Processor time of the run so far; that of processes which it started is not in it."""
        return max(0.0, self._cpu() - self._cpu_before)

    def _cpu(self) -> float:
        return cpu_of(self._pid) if self._pid and self.reply is None else self._cpu_before

    def too_busy(self) -> bool:
        """Whether the run has used more processor time than it may."""
        return self.cpu_s() > self._cpu_s

    def feed(self, data: bytes) -> None:
        """Give the child this standard input, and its end after it."""
        self._pending = memoryview(data)
        if not data:
            self._close_stdin()

    def feed_fresh(self, data: bytes) -> None:
        """Give a serving child a new standard input in place of the one before."""
        self._close_stdin()
        if len(data) <= PIPE:
            self.order({"input": True}, [data])
            return
        stdin, self._stdin = os.pipe()
        os.set_blocking(self._stdin, False)
        with contextlib.suppress(OSError):  # a child that died is noticed while waiting
            self.order({"input": True})
            socket.send_fds(self._orders, [b"d"], [stdin])
        os.close(stdin)
        self.feed(data)

    def order(self, header: dict[str, Any], blobs: list[bytes] | None = None) -> None:
        """Send an order; a child that does not take it is noticed while waiting."""
        self._orders.setblocking(True)
        self._orders.settimeout(SETUP_S)
        with contextlib.suppress(OSError):
            self._orders.sendall(child_protocol.pack(header, blobs or []))
        self._orders.setblocking(False)

    def _close_stdin(self) -> None:
        if self._stdin >= 0:
            os.close(self._stdin)
            self._stdin = -1

    def wait(self, deadline: float, *, exit_only: bool = False) -> dict[str, Any] | None:
        """Wait for a message of the child; None when it ended or broke a limit.

        Args:
            deadline: On the monotonic clock; passing it kills the child.
            exit_only: Messages are kept for later; wait for the end.
        """
        began = time.monotonic()
        look = began + LOOK_EVERY_S
        end = deadline
        while self.reply is None:
            if not exit_only and (message := self.message()) is not None:
                return message
            now = time.monotonic()
            if now >= end and now >= (end := self._later(deadline)):
                self.kill("timeout")
                break
            if now >= look:
                look = now + LOOK_EVERY_S
                if broken := self._look():
                    self.kill(broken)
                    break
            self._turn(min(end, look) - now)
            if self.out.cut:
                self.kill("output")
        return None if exit_only else self.message()

    def _look(self) -> str:
        """Return the limit that the child is over, or ""."""
        if self._waited_before < 0:
            self._waited_before = kept_waiting(self._pid) if self._pid else 0.0
        if self.too_busy():
            return "cpu"
        return "memory" if self._held.used(self._memory) > self._memory else ""

    def _later(self, deadline: float) -> float:
        """Return the deadline, later by what the child was kept waiting for a processor.

        A machine that is busy with other things must not fail an honest program.
        """
        # Of a program with several threads or processes, its own may be what it waits for.
        if not (self._waiting_s and self._pid and is_alone(self._pid)):
            return deadline
        waited = kept_waiting(self._pid) - max(0.0, self._waited_before)
        return deadline + max(0.0, min(waited, self._waiting_s))

    def _turn(self, seconds: float) -> None:
        poll = select.poll()
        poll.register(self._zygote, select.POLLIN)
        poll.register(self._client, select.POLLRDHUP | (select.POLLIN if self.streams else 0))
        for capture in (self.out, self.err):
            if capture.open:
                poll.register(capture.descriptor, select.POLLIN)
        if self._orders.fileno() >= 0:
            poll.register(self._orders, select.POLLIN)
        if self._stdin >= 0 and self._pending:
            poll.register(self._stdin, select.POLLOUT)
        ready = dict(poll.poll(max(0.0, seconds) * 1000 + 1))
        if said := ready.get(self._client):
            if said & ~select.POLLIN:
                raise frames.StreamClosed  # nobody waits for the result; what runs ends with us
            self.streams = False
            self.kill("stopped")
            return
        if self.out.descriptor in ready:
            self.out.read()
        if self.err.descriptor in ready:
            self.err.read()
        if self._stdin in ready:
            self._write_stdin()
        if self._orders.fileno() in ready:
            self._listen()
        if self._zygote.fileno() in ready:
            self._hear_end()

    def _write_stdin(self) -> None:
        try:
            written = os.write(self._stdin, self._pending[:CHUNK])
        except BlockingIOError:
            return
        except BrokenPipeError:  # it does not want its input; that is its right
            written = len(self._pending)
        self._pending = self._pending[written:]
        if not self._pending:
            self._close_stdin()

    def _listen(self) -> None:
        try:
            part = self._hear()
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if part:
            self._inbox += part
        else:
            self._orders.close()

    def _hear(self) -> bytes:
        if self._pid:
            return self._orders.recv(CHUNK)
        part, found, _, _ = self._orders.recvmsg(CHUNK, _WORDS_ROOM)
        for _, kind, data in found:
            if kind == socket.SCM_CREDENTIALS:  # by the kernel, before any program has begun
                self._pid = _CREDENTIALS.unpack(data)[0]
        return part

    def message(self) -> dict[str, Any] | None:
        """Take the next whole message out of what came.

        A message that is none is the program's doing: it becomes `{"garbage": ...}`.
        """
        if len(self._inbox) < frames.LENGTH.size:
            return None
        (length,) = frames.LENGTH.unpack_from(self._inbox)
        if length > self._largest:
            return {"garbage": f"a message of {length} bytes"}
        end = frames.LENGTH.size + length
        if len(self._inbox) < end:
            return None
        text = bytes(self._inbox[frames.LENGTH.size : end])
        self.heard = length
        del self._inbox[:end]
        try:
            return frames.parse(text)
        except frames.FrameError as error:
            return {"garbage": str(error)}

    def _hear_end(self) -> None:
        try:
            message = self._zygote.recv(4096)
        except OSError as error:
            raise Lost(f"the zygote is gone: {error}") from None
        if not message:
            raise Lost("the zygote is gone")
        self.reply = read_end(message)
        for capture in (self.out, self.err):
            capture.drain()
        while self._orders.fileno() >= 0:
            before = len(self._inbox)
            self._listen()
            if len(self._inbox) == before:
                break

    def kill(self, why: str) -> None:
        """Kill the child and everything it started, and see it buried."""
        self.why = self.why or why
        if self.reply is None:
            self._zygote.send(b"kill")
            end = time.monotonic() + BURIAL_S
            while self.reply is None:
                if time.monotonic() > end:
                    raise Lost("a child could not be buried")
                self._turn(0.1)

    def close(self) -> None:
        """See the child buried and close our ends; what was captured stays."""
        if self.reply is None:
            self.kill("")
        self._close_stdin()
        for capture in (self.out, self.err):
            if capture.descriptor >= 0:
                os.close(capture.descriptor)
                capture.descriptor = -1
        self._orders.close()
        if self.folder is not None:
            os.close(self.folder)
            self.folder = None
