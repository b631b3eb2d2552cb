"""The system calls that a job may not make, as classic BPF programs for seccomp.

There are two. The long one is put on once, by the zygote, and every child is born with it. The
short one is put on by each child and forbids what only the building of its walls needed:
putting on a long filter takes the kernel a tenth of a millisecond.

A deny-list on top of empty namespaces and no capabilities: what is listed is either a way to
gain rights (user namespaces, ptrace, bpf), memory that no limit counts (memfd, System V), a
channel to other processes (sockets, keys, queues), or code of the kernel that programs have no
use for and that has been attacked before. A call whose number is newer than this table answers
"not there", and so does every call of another architecture.
"""

from __future__ import annotations

import ctypes
import struct

from rewardkit_sandbox.agent import kernel

ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, ENOSYS, EACCES = 1, 38, 13
_LOAD, _EQUAL, _ABOVE, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16
_AF_UNIX = 1
_SOL_SOCKET, _BUFFERS = 1, (7, 8, 32, 33)  # SO_SNDBUF, SO_RCVBUF and their FORCE twins
_NAMESPACES = 0x7E020080  # every CLONE_NEW* flag that clone() takes
NEWEST = 466

# name: (x86_64, aarch64); None where the architecture lacks the call.
DENIED: dict[str, tuple[int | None, int | None]] = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "kcmp": (312, 272), "pidfd_getfd": (438, 438),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "statmount": (457, 457), "listmount": (458, 458),
    "unshare": (272, 97), "setns": (308, 268),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89), "quotactl": (179, 60),
    "quotactl_fd": (443, 443), "nfsservctl": (180, 42), "lookup_dcookie": (212, 18),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "clock_adjtime": (305, 266),
    "adjtimex": (159, 171), "sethostname": (170, 161), "setdomainname": (171, 162),
    "iopl": (172, None), "ioperm": (173, None), "modify_ldt": (154, None), "uselib": (134, None),
    "syslog": (103, 116), "vhangup": (153, 58), "mknod": (133, None), "mknodat": (259, 33),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263), "personality": (135, 92), "move_pages": (279, 239),
    "migrate_pages": (256, 238), "mbind": (237, 235), "set_mempolicy": (238, 237),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "semget": (64, 190),
    "msgget": (68, 186), "mq_open": (240, 180), "memfd_create": (319, 279),
    "memfd_secret": (447, 447), "socketcall": (None, None), "vmsplice": (278, 75),
    "landlock_create_ruleset": (444, 444), "set_mempolicy_home_node": (450, 450),
    "map_shadow_stack": (453, 453), "lsm_set_self_attr": (460, 460), "seccomp": (317, 277),
}  # fmt: skip
_WITH_MODE = ("mknod", "mknodat")
_FIFO = 0o010000
_FORMAT = 0o170000


def _operation(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)


def _answer(code: int) -> bytes:
    return _operation(_RETURN, ERRNO | code)


def _when(number: int, body: list[bytes]) -> list[bytes]:
    """These operations for this call only; they end in a return."""
    return [_operation(_EQUAL, number, 0, len(body)), *body]


# What a child needs to build its walls, and nothing after that.
BUILDING = ("mount", "umount2", "pivot_root", "unshare", "setns", "landlock_create_ruleset")


def program(machine: str = kernel.MACHINE, *, building: bool = False) -> bytes:
    """Return a filter for a machine, as an array of `struct sock_filter`.

    Args:
        machine: As `uname -m` says it.
        building: The short filter, over what the long one still allows.

    Raises:
        OSError: There is no table for this kind of machine.
    """
    if machine not in ("x86_64", "aarch64"):
        raise OSError(ENOSYS, f"no system call table for {machine}; known: x86_64, aarch64")
    intel = machine == "x86_64"
    operations = [
        _operation(_LOAD, _ARCH),
        _operation(_EQUAL, 0xC000003E if intel else 0xC00000B7, 1, 0),
        _operation(_RETURN, KILL),
        _operation(_LOAD, _NUMBER),
        *(_namespaces(intel) if building else _everything_else(intel)),
    ]
    for name, numbers in DENIED.items():
        number = numbers[0 if intel else 1]
        if number is not None and (name in BUILDING) is building and name not in _WITH_MODE:
            operations += _when(number, [_answer(EPERM)])
    return b"".join([*operations, _operation(_RETURN, ALLOW)])


def _namespaces(intel: bool) -> list[bytes]:
    """No process in fresh namespaces; clone3 hides its flags, so clone() is asked instead."""
    body = [
        _operation(_LOAD, _FIRST_ARGUMENT),
        _operation(_ANY_BIT, _NAMESPACES, 0, 1),
        _answer(EPERM),
        _operation(_RETURN, ALLOW),
    ]
    return [*_when(435, [_answer(ENOSYS)]), *_when(56 if intel else 220, body)]


def _everything_else(intel: bool) -> list[bytes]:
    body = [
        _operation(_LOAD, _FIRST_ARGUMENT),
        _operation(_EQUAL, _AF_UNIX, 1, 0),
        _answer(EACCES),
        _operation(_RETURN, ALLOW),
    ]
    return [
        _operation(_ABOVE, NEWEST + 1, 0, 1),
        _answer(ENOSYS),
        *_when(41 if intel else 198, body),
        *_when(54 if intel else 208, _buffers_as_they_are()),
        *_fifo_only(133 if intel else None, 1),
        *_fifo_only(259 if intel else 33, 2),
    ]


def _buffers_as_they_are() -> list[bytes]:
    """Wishes for larger socket buffers are met with a nod: no limit counts what they hold."""
    body = [
        _operation(_LOAD, _FIRST_ARGUMENT + 8),
        _operation(_EQUAL, _SOL_SOCKET, 1, 0),
        _operation(_RETURN, ALLOW),
        _operation(_LOAD, _FIRST_ARGUMENT + 16),
    ]
    for left, option in zip(range(len(_BUFFERS) - 1, -1, -1), _BUFFERS, strict=True):
        body.append(_operation(_EQUAL, option, left + 1, 0))
    return [*body, _operation(_RETURN, ALLOW), _answer(0)]


def _fifo_only(number: int | None, argument: int) -> list[bytes]:
    """`mkfifo` is the one honest use of mknod; its mode is this argument."""
    if number is None:
        return []
    body = [
        _operation(_LOAD, _FIRST_ARGUMENT + 8 * argument),
        _operation(0x54, _FORMAT),  # and
        _operation(_EQUAL, _FIFO, 1, 0),
        _answer(EPERM),
        _operation(_RETURN, ALLOW),
    ]
    return _when(number, body)


class Filter:
    """A filter that is built once and put on often.

    Attributes:
        header: Where it is and how long, as prctl wants to be told.
    """

    def __init__(self, *, building: bool) -> None:
        operations = program(building=building)
        self._operations = ctypes.create_string_buffer(operations, len(operations))
        address = ctypes.addressof(self._operations)
        self.header = struct.pack("HxxxxxxQ", len(operations) // 8, address)

    def apply(self) -> None:
        """Filter this process and everything it starts, for good."""
        kernel.prctl(kernel.PR_SET_SECCOMP, 2, self.header)
