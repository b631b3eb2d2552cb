"""The kernel calls that Python's standard library does not have, through the C library."""

from __future__ import annotations

import ctypes
import mmap
import os
import signal
import struct

NEWNS, NEWIPC, NEWUSER = 0x00020000, 0x08000000, 0x10000000
NEWPID, NEWNET, NEWUTS, NEWCGROUP = 0x20000000, 0x40000000, 0x04000000, 0x02000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP = 1, 4, 22, 24
PR_SET_SECUREBITS, PR_SET_NO_NEW_PRIVS = 28, 38
SECUREBITS_LOCKED = 0b101111
_CHILD_ENDED = int(signal.SIGCHLD)
_CLONE_FLAGS = 0x100 | _CHILD_ENDED  # sharing memory
# name: (x86_64, aarch64)
_NUMBERS = {
    "capset": (126, 91), "chdir": (80, 49), "close": (3, 57), "close_range": (436, 436),
    "dup3": (292, 24), "mkdirat": (258, 34), "mount": (165, 40), "openat": (257, 56),
    "pidfd_open": (434, 434), "pivot_root": (155, 41), "ppoll": (271, 73), "prctl": (157, 167),
    "prlimit64": (302, 261), "rt_sigprocmask": (14, 135), "setns": (308, 268),
    "setsid": (112, 157), "umask": (95, 166), "unshare": (272, 97), "wait4": (61, 260),
    "write": (1, 64),
}  # fmt: skip

libc = ctypes.CDLL(None, use_errno=True)
libc.mount.argtypes = [ctypes.c_char_p] * 3 + [ctypes.c_ulong, ctypes.c_char_p]
libc.umount2.argtypes = [ctypes.c_char_p, ctypes.c_int]
libc.clone.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p]
libc.prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, *[ctypes.c_ulong] * 2]
libc.syscall.restype = ctypes.c_long
# For the zygote and its children. It keeps the lock of the interpreter and no errno of its own:
# both would cost more than the call. Numbers must fit 32 bits; memory is given as bytes.
_quick = ctypes.PyDLL(None)
call = _quick.syscall
call.restype = ctypes.c_long
_quick.__errno_location.restype = ctypes.POINTER(ctypes.c_int)
_DEFAULT, _IGNORE = 0, 1
_SET_MASK, _MASK_BYTES = 2, 8
MACHINE = os.uname().machine
NUMBERS = {name: numbers[MACHINE == "aarch64"] for name, numbers in _NUMBERS.items()}
# The words of capset: version 3 of its header, and nothing of anything.
NO_CAPABILITIES = (struct.pack("=Ii", 0x20080522, 0), bytes(24))


def failed(what: str) -> OSError:
    """The error of the `call` just made."""
    code = _quick.__errno_location().contents.value
    return OSError(code, f"{what}: {os.strerror(code)}")


def _check(result: int, what: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def unshare(flags: int) -> None:
    """Move this process into fresh namespaces."""
    _check(libc.unshare(flags), f"unshare({flags:#x})")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Mount a file system."""
    text = [None if part is None else part.encode() for part in (source, target, kind)]
    _check(libc.mount(*text, flags, data.encode() or None), f"mount {target}")


def unmount(target: str) -> None:
    """Take a mount out of sight at once; it ends when nobody uses it."""
    _check(libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root and put the old one at `old`."""
    _check(libc.syscall(NUMBERS["pivot_root"], new.encode(), old.encode()), f"pivot_root {new}")


def prctl(option: int, value: int = 0, third: object = None) -> None:
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


def id_maps(inside: int, uid: int, gid: int) -> tuple[tuple[str, bytes], ...]:
    """What to write where so that one user of the outside is `inside` in a user namespace."""
    return (
        ("/proc/self/setgroups", b"deny"),
        ("/proc/self/uid_map", b"%d %d 1" % (inside, uid)),
        ("/proc/self/gid_map", b"%d %d 1" % (inside, gid)),
    )


def map_ids(inside: int, uid: int, gid: int) -> None:
    """In a fresh user namespace, be `inside` for the outside's `uid` and `gid`."""
    for path, text in id_maps(inside, uid, gid):
        write(path, text)


def write(path: str, text: bytes) -> None:
    """Write to a file of the kernel."""
    fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, text)
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
        top = ctypes.c_void_p((start + 16384 - 128) & ~15)
        self._first = (ctypes.cast(libc.pause, ctypes.c_void_p), top, _CLONE_FLAGS, None)
        self._clone, self._signal = _quick.clone, _quick.signal
        self._fresh = (NUMBERS["unshare"], NEWPID)
        self._back = (NUMBERS["setns"], self._own, NEWPID)
        number, none = NUMBERS["rt_sigprocmask"], bytes(_MASK_BYTES)
        self._deaf = (number, _SET_MASK, b"\xff" * _MASK_BYTES, None, _MASK_BYTES)
        self._hearing = (number, _SET_MASK, none, None, _MASK_BYTES)

    def enter(self) -> int:
        """Make the next child be born in a fresh namespace; return its first process's id."""
        if call(*self._fresh) < 0:
            raise failed("unshare")
        # Orphans are adopted by that process; with SIGCHLD ignored the kernel buries them.
        self._signal(_CHILD_ENDED, _IGNORE)
        # A program may signal it, and a handler of ours would run there, in our memory.
        call(*self._deaf)
        first = int(self._clone(*self._first))
        call(*self._hearing)
        self._signal(_CHILD_ENDED, _DEFAULT)
        if first < 0:
            raise failed("clone")
        return first

    def leave(self) -> None:
        """Make later children be born in this process's own namespace again."""
        if call(*self._back) < 0:
            raise failed("setns")
