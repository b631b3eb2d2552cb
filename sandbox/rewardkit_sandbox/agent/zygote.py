"""The zygote: a warm interpreter that forks one child for each run and buries it.

It is told how to fork and nothing else. No source, input or answer of any job ever passes
through its memory, so a child, which begins as a copy of it, has nothing to find there.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import types
from typing import Any

from rewardkit_sandbox import frames
from rewardkit_sandbox.agent import child, kernel, landlock
from rewardkit_sandbox.agent.filters import Filter

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
    "rewardkit_sandbox.values",
]
REHEARSALS = 24
REHEARSAL = b"a, b = map(int, input().split())\nfor i in range(3): print(a + b, sorted([b, a]))\n"


class Zygote:
    """State of the process that forks."""

    def __init__(self, server: socket.socket, features: frozenset[str]) -> None:
        self._server = server
        self._features = features
        self._filter = Filter(building=True)
        self._namespaces = kernel.PidNamespaces() if "pid" in features else None
        with open("/proc/self/statm") as file:
            pages, resident = (int(word) for word in file.read().split()[:2])
        self._base_pages = pages
        self._base_kb = resident * resource.getpagesize() >> 10

    def serve(self) -> None:
        """Fork a child for each request until the server is gone."""
        while True:
            message, descriptors, _, _ = socket.recv_fds(self._server, 64, 4)
            if not message:
                return
            if not descriptors:  # "kill" for a child that had ended on its own by then
                continue
            self._server.send(json.dumps(self._life(descriptors)).encode())

    def _life(self, descriptors: list[int]) -> dict[str, Any]:
        """Fork a child with these as 0, 1, 2 and its orders; wait for it; bury all it left."""
        first = self._namespaces.enter() if self._namespaces else 0
        try:
            pid = os.fork()
            if pid == 0:
                self._become_child(descriptors)
        finally:
            if self._namespaces:
                self._namespaces.leave()
        for descriptor in descriptors:
            os.close(descriptor)
        return self._watch(pid, first)

    def _become_child(self, descriptors: list[int]) -> None:
        orders = 3
        try:
            for target, descriptor in enumerate(descriptors):
                if descriptor <= target:
                    raise OSError(f"descriptor {descriptor} is in the way")
            for target, descriptor in enumerate(descriptors):
                os.dup2(descriptor, target, inheritable=target < orders)
            os.closerange(orders + 1, 256)
        except OSError:
            os._exit(73)
        child.main(orders, self._filter, self._base_pages, self._features)

    def _watch(self, pid: int, first: int) -> dict[str, Any]:
        alive = os.pidfd_open(pid)
        poll = select.poll()
        poll.register(alive, select.POLLIN)
        poll.register(self._server, select.POLLIN)
        killed = False
        while True:
            events = dict(poll.poll())
            if alive in events:
                break
            order = self._server.recv(16)  # anything is "kill"; nothing is "the server is gone"
            killed = True
            self._kill(pid, first)
            if not order:
                os._exit(0)
        os.close(alive)
        _, status, usage = os.wait4(pid, 0)
        left = self._bury(first)
        return {
            "status": os.waitstatus_to_exitcode(status),
            "killed": killed,
            "cpu_s": usage.ru_utime + usage.ru_stime,
            "memory_kb": usage.ru_maxrss,
            "base_kb": self._base_kb,
            "left": left,
        }

    def _kill(self, pid: int, first: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(first or pid, signal.SIGKILL)

    def _bury(self, first: int) -> int:
        """Kill and await everything that the child left; return how much cannot be buried.

        When the first process of a namespace dies the kernel kills the whole namespace, and
        waiting for it returns only when nothing of it is left.
        """
        if first:
            self._kill(first, first)
            os.waitpid(first, 0)
        elif "own" in self._features:
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)
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
    kernel.map_ids(child.INSIDE_ID, child.INSIDE_ID, child.INSIDE_ID)


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
        kernel.map_ids(child.INSIDE_ID, uid, gid)
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
    gc.freeze()
    Zygote(server, frozenset(features)).serve()
    os._exit(0)


def warm_streams() -> None:
    """Make the text streams that every child begins with.

    They are made over pipes, as a child's are: what they learn now of the file behind them
    stays true when the child's own pipes take its place.
    """
    from rewardkit_sandbox.agent import python

    kept = [os.dup(number) for number in range(3)]
    source, target = os.pipe()
    for number, descriptor in enumerate((source, target, target)):
        os.dup2(descriptor, number)
    for _ in range(REHEARSALS):
        rehearse(python)
    python.standard_streams()
    for number, descriptor in enumerate(kept):
        os.dup2(descriptor, number)
    for descriptor in (source, target, *kept):
        os.close(descriptor)


def rehearse(python: types.ModuleType) -> None:
    """Do what every child does, but here: read an order, compile and run a small program.

    An interpreter rewrites its own code while that gets warm. What it has rewritten here, no
    child has to rewrite again, each in its own copy of the page.
    """
    ours, theirs = socket.socketpair()
    limits = {"wall_s": 1.5, "cpu_s": 10.0, "memory_mb": 256, "network": False}
    order = {"mode": "run", "command": [], "limits": limits, "files": [], "nonce": "0123"}
    ours.sendall(frames.pack({**order, "argv": [], "address_space": True}, [REHEARSAL]))
    orders = child.Orders(theirs.fileno())
    _, blobs = orders.read()
    child.unpack([], [])
    main = sys.modules["__main__"]
    python.standard_streams()
    os.write(1, b"1 2\n")
    code, _ = python.compile_program(blobs[0])
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
