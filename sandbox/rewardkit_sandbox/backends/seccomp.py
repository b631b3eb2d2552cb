"""The seccomp profile of a container: the outer one, around the agent itself.

Docker's own profile forbids a container without privileges to make namespaces, which is just
what the agent has to do, without privileges, for every program. So this one forbids what
Docker's documentation lists as forbidden, but for those calls. Programs run behind a second,
narrower filter (`agent.filters`), which forbids them too.
"""

from __future__ import annotations

from typing import Any

FORBIDDEN = [
    "acct",
    "add_key",
    "bpf",
    "clock_adjtime",
    "clock_settime",
    "create_module",
    "delete_module",
    "finit_module",
    "get_kernel_syms",
    "init_module",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "ioperm",
    "iopl",
    "kcmp",
    "kexec_file_load",
    "kexec_load",
    "keyctl",
    "lookup_dcookie",
    "mbind",
    "migrate_pages",
    "move_pages",
    "nfsservctl",
    "open_by_handle_at",
    "perf_event_open",
    "personality",
    "process_vm_readv",
    "process_vm_writev",
    "ptrace",
    "query_module",
    "quotactl",
    "reboot",
    "request_key",
    "set_mempolicy",
    "settimeofday",
    "stime",
    "swapoff",
    "swapon",
    "sysfs",
    "syslog",
    "_sysctl",
    "uselib",
    "userfaultfd",
    "ustat",
    "vhangup",
    "vm86",
    "vm86old",
    "fanotify_init",
    "fanotify_mark",
    "name_to_handle_at",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "open_tree",
    "move_mount",
    "mount_setattr",
    "pidfd_getfd",
    "process_madvise",
]


def profile() -> dict[str, Any]:
    """Return the profile as the engine wants it."""
    return {
        "defaultAction": "SCMP_ACT_ALLOW",
        "archMap": [
            {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": []},
            {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": []},
        ],
        "syscalls": [{"names": FORBIDDEN, "action": "SCMP_ACT_ERRNO", "errnoRet": 1}],
    }
