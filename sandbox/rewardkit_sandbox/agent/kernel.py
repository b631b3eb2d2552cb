"""The kernel calls that Python's standard library does not have, through the C library."""

from __future__ import annotations

import ctypes
import mmap
import os
import signal

NEWNS, NEWIPC, NEWUSER = 0x00020000, 0x08000000, 0x10000000
NEWPID, NEWNET, NEWUTS, NEWCGROUP = 0x20000000, 0x40000000, 0x04000000, 0x02000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP = 1, 4, 22, 24
PR_SET_SECUREBITS, PR_SET_NO_NEW_PRIVS = 28, 38
SECUREBITS_LOCKED = 0b101111
_CLONE_VM = 0x100
_CAPSET = {"x86_64": 126, "aarch64": 91}
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}

libc = ctypes.CDLL(None, use_errno=True)
libc.mount.argtypes = [ctypes.c_char_p] * 3 + [ctypes.c_ulong, ctypes.c_char_p]
libc.umount2.argtypes = [ctypes.c_char_p, ctypes.c_int]
libc.clone.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p]
libc.syscall.restype = ctypes.c_long
MACHINE = os.uname().machine
_CAPABILITY_VERSION_3 = (ctypes.c_uint32 * 2)(0x20080522, 0)
_NO_CAPABILITIES = (ctypes.c_uint32 * 6)()


def _check(result: int, what: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def unshare(flags: int) -> None:
    """Move this process into fresh namespaces."""
    _check(libc.unshare(flags), f"unshare({flags:#x})")


def setns(fd: int, kind: int) -> None:
    """Move this process (its future children, for pid) into the namespace behind `fd`."""
    _check(libc.setns(fd, kind), f"setns({kind:#x})")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Mount a file system."""
    text = [None if part is None else part.encode() for part in (source, target, kind)]
    _check(libc.mount(*text, flags, data.encode() or None), f"mount {target}")


def unmount(target: str) -> None:
    """Take a mount out of sight at once; it ends when nobody uses it."""
    _check(libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root and put the old one at `old`."""
    number = _PIVOT_ROOT[MACHINE]
    _check(libc.syscall(number, new.encode(), old.encode()), f"pivot_root {new}")


def prctl(option: int, value: int = 0, third: object = 0) -> None:
    """Call prctl with the remaining arguments zero."""
    _check(libc.prctl(option, value, third, 0, 0), f"prctl({option})")


def no_new_privileges() -> None:
    """Set-user-id programs and file capabilities have no effect from here on."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def die_with_parent() -> None:
    """Be killed when the parent ends."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def hide_memory(hidden: bool) -> None:
    """Keep processes of the same user from reading this one's memory, or stop doing so."""
    prctl(PR_SET_DUMPABLE, 0 if hidden else 1)


def seal_capabilities() -> None:
    """No program started from here on can gain a capability, whatever its user."""
    for capability in range(64):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    libc.prctl(PR_SET_SECUREBITS, SECUREBITS_LOCKED, 0, 0, 0)


def drop_capabilities() -> None:
    """Give up every capability that this process holds."""
    _check(libc.syscall(_CAPSET[MACHINE], _CAPABILITY_VERSION_3, _NO_CAPABILITIES), "capset")


def map_ids(inside: int, uid: int, gid: int) -> None:
    """In a fresh user namespace, be `inside` for the outside's `uid` and `gid`."""
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{inside} {uid} 1"),
        ("gid_map", f"{inside} {gid} 1"),
    ):
        fd = os.open(f"/proc/self/{name}", os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(fd, text.encode())
        finally:
            os.close(fd)


class PidNamespaces:
    """Fresh process-id namespaces for children, each with a first process that only sleeps.

    The first process of such a namespace must not be the program: signals it sends itself would
    be ignored, and it would have to reap orphans. A second fork of this interpreter would cost
    as much as the job. So the first process is a `clone` that shares our memory, as `vfork`
    does, has 16 KiB of stack of its own and never returns from `pause`.
    """

    def __init__(self) -> None:
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self._stack = mmap.mmap(-1, 16384)
        start = ctypes.addressof(ctypes.c_char.from_buffer(self._stack))
        self._top = (start + 16384 - 128) & ~15
        self._pause = ctypes.cast(libc.pause, ctypes.c_void_p)

    def enter(self) -> int:
        """Make the next child be born in a fresh namespace; return its first process's id."""
        unshare(NEWPID)
        # Orphans are adopted by that process; with SIGCHLD ignored the kernel buries them.
        before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        try:
            first = libc.clone(self._pause, self._top, _CLONE_VM | signal.SIGCHLD, None)
            return _check(first, "clone")
        finally:
            signal.signal(signal.SIGCHLD, before)

    def leave(self) -> None:
        """Make later children be born in this process's own namespace again."""
        setns(self._own, NEWPID)
