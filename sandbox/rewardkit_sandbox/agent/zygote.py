"""The zygote: a warm interpreter that forks one child for each run and buries it.

It is told how to fork and nothing else. No source, input or answer of any job ever passes
through its memory, so a child, which begins as a copy of it, has nothing to find there.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
from typing import NamedTuple

from rewardkit_sandbox.agent import child, kernel, landlock, python
from rewardkit_sandbox.agent.child_protocol import Orders, pack
from rewardkit_sandbox.agent.forks import forks
from rewardkit_sandbox.agent.isolation import INSIDE_ID, Step, prepare
from rewardkit_sandbox.agent.seccomp_filters import Filter

# Imported before the first fork, so that no job pays for them again: what short programs import
# most. Not more, since every megabyte here costs each fork a twentieth of a millisecond.
PRELOADED = [
    "bisect",
    "collections",
    "collections.abc",
    "copy",
    "enum",
    "functools",
    "heapq",
    "io",
    "itertools",
    "json",
    "linecache",
    "math",
    "operator",
    "os",
    "random",
    "re",
    "string",
    "struct",
    "sys",
    "threading",
    "time",
    "traceback",
    "types",
    "typing",
    "rewardkit_sandbox.agent.python",
    "rewardkit_sandbox.protocol.values",
]
# What the kernel writes when a child is buried, and we add to: status, whether it was killed,
# what could not be buried; then user and system time as seconds and microseconds, and peak KiB.
_END = struct.Struct("=iBxHqqqqq")
_OURS = struct.Struct("=BxH")
_USAGE = 8  # where in it the kernel's part on usage begins
_SIZE = _USAGE + 144
_WATCHED = struct.Struct("=ihhihh")  # two of what poll() watches: descriptor, wanted, found
_READABLE = int(select.POLLIN)
_DESCRIPTORS = struct.Struct("4i")
_ROOM = socket.CMSG_SPACE(_DESCRIPTORS.size)
MOST_WALLS = 32
_PIDFD_OPEN = kernel.NUMBERS["pidfd_open"]
REHEARSALS = 24
REHEARSAL = b"a, b = map(int, input().split())\nfor i in range(3): print(a + b, sorted([b, a]))\n"


class End(NamedTuple):
    """How a child ended.

    Attributes:
        status: Its exit code, or the negative number of a signal.
        killed: Whether the server asked for its end.
        cpu_s: Processor seconds of it and of what it waited for.
        memory_kb: Its peak of memory, and of that `base_kb` that it was born with.
        left: Processes that could not be buried.
    """

    status: int = 0
    killed: bool = False
    cpu_s: float = 0.0
    memory_kb: int = 0
    base_kb: int = 0
    left: int = 0


def read_end(message: bytes) -> End:
    """Read what the zygote says of a child that it has buried."""
    status, killed, left, *used = _END.unpack_from(message)
    cpu = used[0] + used[2] + (used[1] + used[3]) / 1e6
    base = int.from_bytes(message[_SIZE:], sys.byteorder)
    code = os.waitstatus_to_exitcode(status)
    return End(code, bool(killed), cpu, used[4], base, left)


class Zygote:
    """State of the process that forks."""

    def __init__(self, server: socket.socket, features: frozenset[str]) -> None:
        self._server = server
        self._features = features
        self._filter = Filter(building=True)
        # Landlock has to come before the filter; behind a mount namespace there is none.
        self._last = None if "mount" in features else self._filter
        self._fork = forks.settle() if "pid" in features else os.fork
        self._socket = server.fileno()
        self._namespaces = kernel.PidNamespaces() if "pid" in features else None
        with open("/proc/self/statm") as file:
            pages, resident = (int(word) for word in file.read().split()[:2])
        self._base_pages = pages
        self._walls: dict[tuple[bytes, tuple[int, ...]], tuple[Step, ...]] = {}
        # Everything below is there so that the life of a child makes few objects: while it
        # lives, every page that is touched here is copied.
        base_kb = resident * resource.getpagesize() >> 10
        self._end = ctypes.create_string_buffer(_SIZE)
        self._end_message = (self._end, base_kb.to_bytes(8, sys.byteorder))
        usage = ctypes.c_void_p(ctypes.addressof(self._end) + _USAGE)
        self._wait = (kernel.NUMBERS["wait4"], self._end, usage)
        self._look = (kernel.NUMBERS["wait4"], -1, None, os.WNOHANG, None)
        self._watched = ctypes.create_string_buffer(_WATCHED.size)
        self._poll = (kernel.NUMBERS["ppoll"], self._watched, 2, None, None, 0)

    def serve(self) -> None:
        """Fork a child for each request until the server is gone."""
        receive, send = self._server.recvmsg, self._server.sendmsg
        while True:
            planned, attached, _, _ = receive(4096, _ROOM)
            if attached:
                self._life(planned, _DESCRIPTORS.unpack(attached[0][2]))
                send(self._end_message)
            elif not planned:
                return
            # else "kill" for a child that had ended on its own by then

    def _life(self, planned: bytes, descriptors: tuple[int, ...]) -> None:
        """Fork a child with these as 0, 1, 2 and its orders; wait for it; bury all it left."""
        key = (planned, descriptors)
        steps = self._walls.get(key) or self._prepare(key)
        first = self._namespaces.enter() if self._namespaces else 0
        pid = self._fork()
        if pid == 0:
            child.main(steps, self._last)
        if self._namespaces:
            self._namespaces.leave()
        for descriptor in descriptors:
            os.close(descriptor)
        killed = self._watch(pid, first)
        number, status, usage = self._wait
        if kernel.call(number, pid, status, 0, usage) < 0:
            raise kernel.failed("wait4")
        left = self._bury(first)
        _OURS.pack_into(self._end, 4, killed, min(left, 0xFFFF))

    def _prepare(self, key: tuple[bytes, tuple[int, ...]]) -> tuple[Step, ...]:
        """Work out walls, and remember them: the next run is likely to have the same."""
        if len(self._walls) >= MOST_WALLS:
            self._walls.clear()
        made = prepare(*key, self._filter, self._base_pages, self._features)
        self._walls[key] = made
        return made

    def _watch(self, pid: int, first: int) -> bool:
        """Wait for the child's end; return whether it was killed for it."""
        alive = kernel.call(_PIDFD_OPEN, pid, 0)
        if alive < 0:
            raise kernel.failed("pidfd_open")
        killed = False
        while True:
            _WATCHED.pack_into(self._watched, 0, self._socket, _READABLE, 0, alive, _READABLE, 0)
            if kernel.call(*self._poll) < 0:
                continue
            if self._watched[_WATCHED.size - 2] != b"\0":
                break
            order = self._server.recv(16)  # anything is "kill"; nothing is "the server is gone"
            killed = True
            self._kill(first or pid)
            if not order:
                os._exit(0)
        os.close(alive)
        return killed

    def _kill(self, pid: int) -> None:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # it was quicker

    def _bury(self, first: int) -> int:
        """Kill and await everything that the child left; return how much cannot be buried.

        When the first process of a namespace dies the kernel kills the whole namespace, and
        waiting for it returns only when nothing of it is left.
        """
        if first:
            self._kill(first)
            os.waitpid(first, 0)
            if kernel.call(*self._look) < 0:
                return 0
        elif "own" in self._features:
            self._kill(-1)
        left = 0
        while True:
            try:
                pid, _ = os.waitpid(-1, 0 if not first else os.WNOHANG)
            except ChildProcessError:
                return left
            left += 1
            if pid == 0:
                return left


def probe(features: set[str]) -> None:
    """Find out what this kernel lets us build, by building it; add what worked."""
    for name, attempt in (("mount", _try_mount), ("proc", _try_proc), ("user", _try_user)):
        pid = os.fork()
        if pid == 0:
            try:
                attempt()
                os._exit(0)
            except OSError as error:
                os.write(2, f"{name}: {error}\n".encode())
            finally:
                os._exit(1)
        _, status = os.waitpid(pid, 0)
        if status == 0:
            features.add(name)
    if (found := landlock.version()) >= 2:
        features.add(f"landlock={found}")


def _try_mount() -> None:
    kernel.unshare(kernel.NEWNS)
    kernel.mount("tmpfs", "/tmp", "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=1m")
    kernel.mount("tmpfs", "/dev/shm", "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=1m")


def _try_proc() -> None:
    kernel.unshare(kernel.NEWNS)
    kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV)


def _try_user() -> None:
    kernel.hide_memory(False)
    kernel.unshare(kernel.NEWUSER)
    kernel.map_ids(INSIDE_ID, INSIDE_ID, INSIDE_ID)


def main(server: socket.socket, modules: list[str]) -> None:
    """Become the zygote: enter our own namespaces, say what worked, then serve; never returns."""
    kernel.die_with_parent()
    features: set[str] = set()
    trouble = ""
    try:
        uid, gid = os.geteuid(), os.getegid()
        if uid == 0:
            raise OSError("the agent must not be root")
        kernel.hide_memory(False)  # changing the user hides a process from itself
        kernel.unshare(kernel.NEWUSER | kernel.NEWNS | kernel.NEWPID | kernel.NEWIPC)
        kernel.map_ids(INSIDE_ID, uid, gid)
        kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
        features |= {"pid", "own"}
        pid = os.fork()
        if pid:
            server.close()
            _, status = os.waitpid(pid, 0)
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
        kernel.die_with_parent()
        kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV)
    except OSError as error:
        trouble = str(error)
    missing = preload(modules)
    kernel.libc.mallopt(-8, 2)  # arenas: each takes 64 MiB of the address space that is counted
    probe(features)
    kernel.hide_memory(True)
    report = {"features": sorted(features), "trouble": trouble, "missing": missing}
    server.send(json.dumps({**report, "python": sys.version.split()[0]}).encode())
    if trouble:
        os._exit(0)
    Filter(building=False).apply()
    warm_streams()
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.collect()
    kernel.libc.malloc_trim(0)
    python.prepare()
    gc.freeze()
    Zygote(server, frozenset(features)).serve()
    os._exit(0)


def warm_streams() -> None:
    """Make the text streams that every child begins with.

    They are made over pipes, as a child's are: what they learn now of the file behind them
    stays true when the child's own pipes take its place.
    """
    kept = [os.dup(number) for number in range(3)]
    source, target = os.pipe()
    for number, descriptor in enumerate((source, target, target)):
        os.dup2(descriptor, number)
    for _ in range(REHEARSALS):
        rehearse()
    python.standard_streams()
    for number, descriptor in enumerate(kept):
        os.dup2(descriptor, number)
    for descriptor in (source, target, *kept):
        os.close(descriptor)


def rehearse() -> None:
    """Do what every child does, but here: read an order, compile and run a small program.

    An interpreter rewrites its own code while that gets warm. What it has rewritten here, no
    child has to rewrite again, each in its own copy of the page.
    """
    ours, theirs = socket.socketpair()
    limits = {"wall_s": 1.5, "cpu_s": 10.0, "memory_mb": 256, "network": False}
    order = {"mode": "run", "command": [], "limits": limits, "files": [], "nonce": "0123"}
    ours.sendall(pack({**order, "argv": []}, [REHEARSAL]))
    orders = Orders(theirs.fileno())
    _, blobs = orders.read()
    main = sys.modules["__main__"]
    python.standard_streams()
    os.write(1, b"1 2\n")
    code, _ = python.compile_program(blobs[0])
    if code is not None:
        exec(code, python.fresh_main().__dict__)  # noqa: S102 - our own three lines
    sys.stdout.flush()
    os.read(0, 4096)
    orders.tell({"nonce": "0123", "end": "exit", "error": "", "code": 0})
    sys.modules["__main__"] = main
    ours.close()
    theirs.close()


def preload(modules: list[str]) -> list[str]:
    """Import what jobs are likely to need; return the names that are not there."""
    missing = []
    for name in [*PRELOADED, *modules]:
        try:
            __import__(name)
        except ImportError:
            missing.append(name)
    ctypes.CDLL(None)
    resource.getrusage(resource.RUSAGE_SELF)
    return missing
