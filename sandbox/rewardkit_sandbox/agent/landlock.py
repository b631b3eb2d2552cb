"""Landlock: the kernel's own rule that a process may write only below certain folders.

It needs neither root nor namespaces, so it stands even where a mount namespace does not.
"""

from __future__ import annotations

import ctypes
import os
import struct

from rewardkit_sandbox.agent import kernel

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_READ = 0b1101  # execute, read a file, list a folder
_WRITE_BY_VERSION = {1: 0x1FF2, 2: 0x3FF2, 3: 0x7FF2}  # 2 adds refer, 3 adds truncate


def version() -> int:
    """The version of Landlock that this kernel has; 0 for none."""
    found = kernel.libc.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    return max(0, int(found))


def restrict(writable: list[str]) -> None:
    """Let this process read what it can see, and write only below `writable` and in /dev."""
    found = version()
    if found < 2:  # too little for it
        return
    writes = _WRITE_BY_VERSION[min(found, 3)]
    handled = struct.pack("=Q", writes | _READ)
    ruleset = kernel.libc.syscall(_CREATE, handled, ctypes.c_size_t(8), ctypes.c_uint32(0))
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "landlock_create_ruleset")
    for path, rights in [("/", _READ), *((path, writes | _READ) for path in writable)]:
        _allow(ruleset, path, rights)
    for device in ("/dev/null", "/dev/zero", "/dev/full", "/dev/tty"):
        if os.path.exists(device):
            _allow(ruleset, device, 0b110)
    if os.path.exists("/proc/self"):
        _allow(ruleset, "/proc", 0b1110)  # a process's own name and memory, for instance
    if kernel.libc.syscall(_RESTRICT, ruleset, ctypes.c_uint32(0)) != 0:
        raise OSError(ctypes.get_errno(), "landlock_restrict_self")
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    rule = struct.pack("=Qi", rights, place)
    done = kernel.libc.syscall(_ADD_RULE, ruleset, 1, rule, ctypes.c_uint32(0))
    os.close(place)
    if done != 0:
        raise OSError(ctypes.get_errno(), f"landlock_add_rule {path}")
