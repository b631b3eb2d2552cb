"""What a forked child does before anybody else's code runs in it: build its walls, then step in.

The child is born of the zygote, which has never seen a byte of any job, in a process-id
namespace of its own. Its orders come over one socket, whose other end the server holds.
"""

from __future__ import annotations

import os
import resource
import socket
import traceback
from typing import Any

from rewardkit_sandbox import frames
from rewardkit_sandbox.agent import kernel, landlock
from rewardkit_sandbox.agent.filters import Filter

INSIDE_ID = 1000
WORK = "/tmp/work"
# Sockets between processes of one job live in memory too; a tmpfs for them is part of the disk.
INODES_PER_MB = 256
SLACK = 64 << 20
READY = frames.pack({"ready": True})
_RLIM = {
    "cpu_s": resource.RLIMIT_CPU,
    "open_files": resource.RLIMIT_NOFILE,
    "pids": resource.RLIMIT_NPROC,
}


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
        return frames.read(self.receive)

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


def main(orders_fd: int, seccomp: Filter, base_pages: int, features: frozenset[str]) -> None:
    """Live the life of a child; never returns.

    Args:
        orders_fd: The socket to the server; 0, 1 and 2 are already the job's own streams.
        seccomp: The filter to put on.
        base_pages: Address space of the zygote, in pages; limits count what comes on top.
        features: What this kernel allows, as found when the zygote started.
    """
    status = 70
    try:
        orders = Orders(orders_fd)
        header, blobs = orders.read()
        try:
            enclose(header["limits"], seccomp, base_pages, features, header["address_space"])
            unpack(header["files"], blobs[1:])
            if header["fetch"]:
                orders.give_descriptor(os.open(".", os.O_RDONLY | os.O_DIRECTORY))
            if header["command"] and not is_there(header["command"][0]):
                raise FileNotFoundError(f"{header['command'][0]} is not in this image")
            seccomp.apply()
        except BaseException:  # noqa: BLE001 - whatever it is, nothing may run without walls
            orders.tell({"walls": traceback.format_exc(limit=4)[-2000:]})
            os._exit(71)
        orders.say(READY)
        if header["command"]:
            os.set_inheritable(orders_fd, False)
            os.execvp(header["command"][0], header["command"])
        from rewardkit_sandbox.agent import python

        status = python.main(header, blobs[0], orders)
    except (frames.StreamClosed, OSError):
        status = 72  # the server is gone or the program closed our socket: nobody is listening
    finally:
        os._exit(status)


def is_there(command: str) -> bool:
    """Whether a command can be found."""
    if "/" in command:
        return os.access(command, os.X_OK)
    folders = os.environ.get("PATH", os.defpath).split(":")
    return any(os.access(f"{folder}/{command}", os.X_OK) for folder in folders)


def enclose(
    limits: dict[str, Any],
    seccomp: Filter,
    base_pages: int,
    features: frozenset[str],
    address_space: bool,
) -> None:
    """Build the walls, all but the last of the system call filters."""
    os.setsid()
    os.umask(0o022)
    private_files(limits, features)
    kernel.hide_memory(False)
    write("/proc/self/oom_score_adj", "1000", features)
    if "user" in features:
        kernel.unshare(kernel.NEWUSER)
        kernel.map_ids(INSIDE_ID, INSIDE_ID, INSIDE_ID)
    for name, kind in _RLIM.items():
        soft = int(limits[name]) or 1
        resource.setrlimit(kind, (soft, soft + 1 if name == "cpu_s" else soft))
    disk = int(limits["disk_mb"]) << 20
    resource.setrlimit(resource.RLIMIT_FSIZE, (disk, disk))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    memory = int(limits["memory_mb"]) << 20
    stack = min(memory, 64 << 20)
    resource.setrlimit(resource.RLIMIT_STACK, (stack, stack))
    if address_space:
        # Twice what may be used, for much of what is reserved (stacks of threads) never is.
        # What is used is looked at while the program runs, and its peak when it has ended.
        total = base_pages * resource.getpagesize() + 2 * memory + SLACK
        resource.setrlimit(resource.RLIMIT_AS, (total, total))
    if "mount" not in features:
        landlock.restrict(["/tmp", "/dev/shm"], features)
    # With no new privileges nothing can be gained again, so the bounding set need not shrink.
    kernel.drop_capabilities()


def private_files(limits: dict[str, Any], features: frozenset[str]) -> None:
    """Give the job file systems in memory that nobody else sees, and go to its working folder."""
    if "mount" in features:
        kernel.unshare(kernel.NEWNS)
        size = int(limits["disk_mb"])
        flags = kernel.MS_NOSUID | kernel.MS_NODEV
        inodes = min(8192, 512 + size * INODES_PER_MB)
        kernel.mount("tmpfs", "/tmp", "tmpfs", flags, f"size={size}m,nr_inodes={inodes},mode=1777")
        shared = min(64, max(1, int(limits["memory_mb"]) // 4))
        kernel.mount("tmpfs", "/dev/shm", "tmpfs", flags, f"size={shared}m,nr_inodes=1024")
    if "proc" in features:
        kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV)
    os.mkdir(WORK)
    os.chdir(WORK)


def write(path: str, text: str, features: frozenset[str]) -> None:
    """Write to a file of the kernel; only where there is a /proc to write to."""
    if "proc" in features:
        fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        os.write(fd, text.encode())
        os.close(fd)


def unpack(files: list[list[Any]], blobs: list[bytes]) -> None:
    """Write the program's own files into the working folder: (path, mode) beside content."""
    for (path, mode), blob in zip(files, blobs, strict=True):
        folder = os.path.dirname(path)
        if folder:
            os.makedirs(folder, exist_ok=True)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(fd, "wb") as file:
            file.write(blob)
