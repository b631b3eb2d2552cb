"""What a job uses, as the kernel says: processor time, time it was kept waiting, memory.

Read by the server, from outside of the job's own process-id namespace.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import resource
import time

PAGE = resource.getpagesize()
_ALREADY_LIMITED = 1 << 46  # a larger limit is none, and the group is the whole machine's
_CPU_CLOCK = 2
# Memory that processes share without a file: what `mmap(-1, ...)` and /dev/zero give.
_SHARED = re.compile(
    rb"^([0-9a-f]+)-([0-9a-f]+) ..\Ss ([0-9a-f]+) (\S+ \d+) +(?:/dev/zero|/memfd:|/SYSV)", re.M
)


def cpu_of(pid: int) -> float:
    """Seconds of processor time that a living process has used; 0.0 where there is none."""
    with contextlib.suppress(OSError):
        return time.clock_gettime((~pid << 3) | _CPU_CLOCK)
    return 0.0


def kept_waiting(pid: int) -> float:
    """Seconds for which a process could have run and no processor was free."""
    try:
        with open(f"/proc/{pid}/schedstat") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):  # it has ended, or this kernel does not count
        return 0.0


def is_alone(pid: int) -> bool:
    """Whether a process has one thread and is the only one of its job."""
    with contextlib.suppress(OSError):
        # Beside it there is the first process of its namespace, which sleeps.
        others = [
            name for name in os.listdir("/proc") if name.isdigit() and not _is_ours(int(name))
        ]
        return len(others) <= 2 and len(os.listdir(f"/proc/{pid}/task")) == 1
    return False


class Group:
    """The control group of this agent, if it has one: the only exact count of shared memory."""

    def __init__(self) -> None:
        self.descriptor: int | None = None
        self._idle: int | None = None

    def find(self, folders: list[str]) -> None:
        """Open the statistics of the first of these folders that is a group with a limit."""
        for folder in folders:
            if self.descriptor is None and _is_limited(folder):
                with contextlib.suppress(OSError):
                    self.descriptor = os.open(f"{folder}/memory.stat", os.O_RDONLY | os.O_CLOEXEC)

    def idle(self) -> int | None:
        """What `shared` says where no job runs; asked once, since it takes the kernel a while."""
        if self._idle is None:
            self._idle = self.shared()
        return self._idle

    def shared(self) -> int | None:
        """Bytes of shared memory and of files in memory, or None where nobody counts them."""
        if self.descriptor is None:
            return None
        try:
            text = os.pread(self.descriptor, 8192, 0)
            return int(text.split(b"\nshmem ", 1)[1].split(b"\n", 1)[0])
        except (OSError, ValueError, IndexError):
            return None


def _is_limited(folder: str) -> bool:
    for name in ("memory.max", "memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError), open(f"{folder}/{name}") as file:
            return int(file.read()) < _ALREADY_LIMITED
    return False


group = Group()
GROUPS = ["/sys/fs/cgroup/memory", "/sys/fs/cgroup"]


class Memory:
    """The memory of one child and of all that it starts.

    Args:
        files: Bytes of files in memory that it may hold beside.
    """

    def __init__(self, files: int) -> None:
        self._files = files
        self._before = group.idle()

    def used(self, most: int) -> int:
        """Bytes that the job's processes hold beyond what each was born with.

        Args:
            most: More than this is of interest; where no process could hold that much shared
                memory, none is looked for.
        """
        private = reserved = base = base_size = 0
        ours: list[int] = []
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            with contextlib.suppress(OSError, ValueError, IndexError):
                with open(f"/proc/{name}/statm") as file:
                    size, resident, shared = (int(word) for word in file.read().split()[:3])
                if _is_ours(int(name)):
                    base, base_size = max(base, resident - shared), max(base_size, size)
                else:
                    ours.append(int(name))
                    private += max(0, resident - shared - base)
                    reserved += max(0, size - base_size)
        if self._before is not None:
            held = (group.shared() or 0) - self._before - self._files
        else:
            held = mapped(ours) if reserved * PAGE > most else 0
        return private * PAGE + max(0, held)


def mapped(pids: list[int]) -> int:
    """Bytes of shared memory without a file that these processes have mapped, each part once."""
    ends: dict[bytes, int] = {}
    for pid in pids:
        with contextlib.suppress(OSError), open(f"/proc/{pid}/maps", "rb") as file:
            for start, end, offset, inode in _SHARED.findall(file.read(1 << 22)):
                reach = int(offset, 16) + int(end, 16) - int(start, 16)
                ends[inode] = max(ends.get(inode, 0), reach)
    return sum(ends.values())


def _is_ours(pid: int) -> bool:
    """Whether a process is the server or one of the zygote's two, by its depth."""
    return _depth(str(pid)) < _own_depth() + 2


def _depth(name: str) -> int:
    with open(f"/proc/{name}/status") as file:
        line = next(line for line in file if line.startswith("NSpid:"))
    return len(line.split()) - 1


@functools.cache
def _own_depth() -> int:
    return _depth("self")
