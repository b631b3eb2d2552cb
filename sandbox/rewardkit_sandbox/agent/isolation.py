"""The walls around one run: planned by the server, built by the child itself.

A child copies each page of memory that it touches, so the fewer objects it needs for its walls,
the sooner they stand. They are worked out beforehand, down to the words of each system call; a
child goes through that list. Limits are no secret, so the zygote may know them.
"""

from __future__ import annotations

import marshal
import math
import os
import resource
import struct
from typing import Any

from rewardkit_sandbox.agent import kernel, landlock
from rewardkit_sandbox.agent.seccomp_filters import Filter

INSIDE_ID = 1000
WORK = "/tmp/work"
ORDERS = 3  # where a child has its socket to the server
# Sockets between processes of one job live in memory too; a tmpfs for them is part of the disk.
INODES_PER_MB = 256
SLACK = 64 << 20
_FLAGS = kernel.MS_NOSUID | kernel.MS_NODEV
_EMPTY = ORDERS + 1  # the first descriptor that is free in a child
_ALL_BITS = (1 << 64) - 1  # "no limit" is -1
_call = kernel.call
Word = int | bytes | str | None
Step = tuple[Word, ...]


def plan(limits: dict[str, Any]) -> bytes:
    """Say in the kernel's own terms what a run may use, for `build`.

    Args:
        limits: As the client named them; and whether to limit the `address_space`, which some
            interpreters reserve far more of than they use.
    """
    disk, memory = int(limits["disk_mb"]), int(limits["memory_mb"])
    inodes = min(8192, 512 + disk * INODES_PER_MB)
    shared = _shared_mb(memory)
    stack = min(memory, 64) << 20
    # Programs for contests ask for a larger stack, and may: what they use of it is counted.
    _, most_stack = resource.getrlimit(resource.RLIMIT_STACK)
    if most_stack != resource.RLIM_INFINITY:
        stack = min(stack, most_stack)
    cpu, files, pids = (math.ceil(limits[name]) for name in ("cpu_s", "open_files", "pids"))
    rlimits = {
        resource.RLIMIT_CPU: (cpu, cpu + 1),
        resource.RLIMIT_NOFILE: (files, files),
        resource.RLIMIT_NPROC: (pids, pids),
        resource.RLIMIT_FSIZE: (disk << 20, disk << 20),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_STACK: (stack, most_stack),
    }
    # Twice what may be used, for much of what is reserved (stacks of threads) never is.
    # What is used is looked at while the program runs, and its peak when it has ended.
    space = (2 * memory << 20) + SLACK if limits["address_space"] else 0
    work = f"size={disk}m,nr_inodes={inodes},mode=1777".encode()
    return marshal.dumps((work, f"size={shared}m,nr_inodes=1024".encode(), rlimits, space))


def files_in_memory(limits: dict[str, Any]) -> int:
    """Bytes of files that a run may hold in its folders, which are in memory."""
    return (int(limits["disk_mb"]) + _shared_mb(int(limits["memory_mb"]))) << 20


def _shared_mb(memory_mb: int) -> int:
    return min(64, max(1, memory_mb // 4))


def build(steps: tuple[Step, ...], last: Filter | None) -> None:
    """Build the walls around this process.

    Args:
        steps: System calls: a number and its words.
        last: The filter to put on at the end, where it is not among the steps: Landlock has
            to come before it.

    Raises:
        OSError: A step failed; the process must not go on.
    """
    for step in steps:
        if _call(*step) < 0:
            raise kernel.failed(f"wall {steps.index(step)}, system call {step[0]!r}")
    if last is not None:
        landlock.restrict(["/tmp", "/dev/shm"])
        last.apply()


def prepare(
    planned: bytes,
    descriptors: tuple[int, ...],
    seccomp: Filter,
    base_pages: int,
    features: frozenset[str],
) -> tuple[Step, ...]:
    """Turn a plan into system calls: a number and its words.

    Args:
        planned: What `plan` made.
        descriptors: What becomes 0, 1, 2 and `ORDERS`; everything else is closed.
        seccomp: The filter to put on at the end.
        base_pages: Address space of the zygote, in pages; limits count what comes on top.
        features: What this kernel allows, as found when the zygote started.

    Raises:
        OSError: A descriptor stands where another one has to go.
    """
    work, shared, rlimits, space = marshal.loads(planned)
    if min(descriptors) <= ORDERS:
        raise OSError(f"one of the descriptors {descriptors} is in the way")
    last = {ORDERS: os.O_CLOEXEC}
    steps: list[Step] = [
        ("dup3", old, new, last.get(new, 0)) for new, old in enumerate(descriptors)
    ]
    steps += [("close_range", _EMPTY, 0x7FFFFFFF, 0), ("setsid",), ("umask", 0o022)]
    if "mount" in features:
        steps += [
            ("unshare", kernel.NEWNS),
            ("mount", b"tmpfs", b"/tmp", b"tmpfs", _FLAGS, work),
            ("mount", b"tmpfs", b"/dev/shm", b"tmpfs", _FLAGS, shared),
        ]
    if "proc" in features:
        steps.append(("mount", b"proc", b"/proc", b"proc", _FLAGS, None))
    steps += [("mkdirat", -100, WORK.encode(), 0o777), ("chdir", WORK.encode())]
    steps.append(("prctl", kernel.PR_SET_DUMPABLE, 1, 0, 0, 0))
    if "proc" in features:
        steps += _write("/proc/self/oom_score_adj", b"1000")
    if "user" in features:
        steps.append(("unshare", kernel.NEWUSER))
        for path, text in kernel.id_maps(INSIDE_ID, INSIDE_ID, INSIDE_ID):
            steps += _write(path, text)
    if space:
        total = base_pages * resource.getpagesize() + space
        rlimits[resource.RLIMIT_AS] = (total, total)
    steps += [
        ("prlimit64", 0, kind, struct.pack("=QQ", *(n & _ALL_BITS for n in pair)), None)
        for kind, pair in rlimits.items()
    ]
    # With no new privileges nothing can be gained again, so the bounding set need not shrink.
    steps.append(("capset", *kernel.NO_CAPABILITIES))
    if "mount" in features:
        steps.append(("prctl", kernel.PR_SET_SECCOMP, 2, seccomp.header, 0, 0))
    return tuple((kernel.NUMBERS[str(name)], *words) for name, *words in steps)


def _write(path: str, text: bytes) -> list[Step]:
    """Write to a file of the kernel."""
    return [
        ("openat", -100, path.encode(), os.O_WRONLY | os.O_CLOEXEC, 0),
        ("write", _EMPTY, text, len(text)),
        ("close", _EMPTY),
    ]
