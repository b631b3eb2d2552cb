"""Make the walls of the local backend: what a container is for the Docker backend.

Called in a fresh interpreter before anything else of the agent runs. Uses the kernel alone;
where bubblewrap is installed it has done most of this already, and only the user is left.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import time
from typing import Any

from rewardkit_sandbox.agent import kernel, measures

MOUNT_OPTIONS = {"tmp": "size=1m,mode=1777", "dev": "size=1m,mode=755", "proc": ""}
DEVICES = ("null", "zero", "full", "random", "urandom")


class Group:
    """A control group that its last process removes: files are out of sight by then."""

    def __init__(self, path: str) -> None:
        above, self._name = os.path.split(path)
        self._above = os.open(above, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._members = os.open(f"{above}/cgroup.procs", os.O_WRONLY | os.O_CLOEXEC)

    def leave_and_remove(self) -> None:
        """Go back to the group above and remove this one."""
        with contextlib.suppress(OSError):  # the client may have been quicker
            os.write(self._members, str(os.getpid()).encode())
            for _ in range(100):
                try:
                    os.rmdir(self._name, dir_fd=self._above)
                    return
                except OSError as error:
                    if error.errno != errno.EBUSY:
                        raise
                    time.sleep(0.01)

    def forget(self) -> None:
        """Close what only the process outside needs."""
        os.close(self._above)
        os.close(self._members)


def enter(how: dict[str, Any]) -> None:
    """Move this process behind walls of its own; comes back in the first process inside.

    Args:
        how: `root`: folder that becomes `/`, read-only; `uid`: the user to become, when we
            are root; `made`: True when the namespaces are there and only the user is left.
    """
    if not how.get("made"):
        _namespaces(how)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(how["uid"], how["uid"], how["uid"])
        os.setresuid(how["uid"], how["uid"], how["uid"])
    kernel.seal_capabilities()
    kernel.no_new_privileges()


def _namespaces(how: dict[str, Any]) -> None:
    """Leave the machine's namespaces: files, processes, network, names, messages."""
    uid, gid = os.geteuid(), os.getegid()
    flags = kernel.NEWNS | kernel.NEWPID | kernel.NEWNET | kernel.NEWIPC | kernel.NEWUTS
    if uid != 0:
        kernel.unshare(kernel.NEWUSER)
        kernel.map_ids(uid, uid, gid)
    groups = [Group(path) for path in how.get("groups", ())]
    kernel.unshare(flags)
    pid = os.fork()
    if pid:
        # Outlives the client: it is the first process inside that ends when the client does.
        for descriptor in (0, 1):
            os.close(descriptor)
        _, status = os.waitpid(pid, 0)
        for group in groups:
            group.leave_and_remove()
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    kernel.die_with_parent()
    measures.group.find(list(how.get("groups", ())))
    for group in groups:
        group.forget()
    socket.sethostname("sandbox")
    _files(how["root"])


def _files(root: str) -> None:
    """See nothing of the machine's files but `root`, and that read-only."""
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount(root, root, None, kernel.MS_BIND | kernel.MS_REC)
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    for name in MOUNT_OPTIONS:
        kind = "proc" if name == "proc" else "tmpfs"
        kernel.mount(kind, f"{root}/{name}", kind, flags, MOUNT_OPTIONS[name])
    os.mkdir(f"{root}/dev/shm", 0o1777)
    for name in DEVICES:
        place = f"{root}/dev/{name}"
        os.close(os.open(place, os.O_CREAT | os.O_WRONLY, 0o666))
        kernel.mount(f"/dev/{name}", place, None, kernel.MS_BIND)
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1")):
        os.symlink(target, f"{root}/dev/{name}")
    os.symlink("fd/2", f"{root}/dev/stderr")
    # It is there for the life of the agent, and an agent that is not root's has programs run as
    # the user who made it: what one left there, or removed, would be there for the next.
    kernel.mount(None, f"{root}/dev", None, kernel.MS_REMOUNT | kernel.MS_RDONLY)
    again = kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID
    kernel.mount(None, root, None, again | kernel.MS_NODEV)
    os.chdir(root)
    kernel.pivot_root(".", ".")
    kernel.unmount(".")
    os.chdir("/")
