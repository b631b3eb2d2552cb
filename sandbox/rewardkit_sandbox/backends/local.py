"""The local backend: agents behind Linux namespaces, without a daemon and without root."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from rewardkit_sandbox.backends import cgroups, rootfs
from rewardkit_sandbox.channel import bundle
from rewardkit_sandbox.channel.link import Agent, AgentLost, SocketChannel
from rewardkit_sandbox.types import SandboxUnavailable

# Users that own nothing: an agent started by root becomes one of them.
FIRST_UID, LAST_UID = 210_000, 260_000
_serial = itertools.count()


class LocalChannel(SocketChannel):
    """The stream to an agent that is a child process of ours."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        connection: socket.socket,
        group: cgroups.Group | None,
    ) -> None:
        super().__init__(connection)
        self._process = process
        self._group = group

    def close(self) -> str:
        """Hang up, see the process end, and return the last thing that it said."""
        self._connection.close()
        try:
            _, said = self._process.communicate(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            _, said = self._process.communicate()
        if self._group is not None:
            self._group.remove()
        return said.decode("utf-8", "replace")[-2000:].strip()


class LocalBackend:
    """Starts agents as processes of this machine.

    Args:
        packages: Distributions that programs may import, with all they require.
        programs: Commands to have beside the shell: `node`, `g++` ...
        preload: Modules to import before the first job.
        memory_mb: The most that the processes of one agent may use together, where this user
            may set it (control groups).
        walls: `bubblewrap`, `kernel`, or None for the first of them that can be used.

    Raises:
        SandboxUnavailable: This is not Linux, or something asked for is not installed.
    """

    name = "local"
    engine = "here"

    def __init__(
        self,
        *,
        packages: Sequence[str] = (),
        programs: Sequence[str] = (),
        preload: Sequence[str] = (),
        memory_mb: int = 2048,
        walls: str | None = None,
    ) -> None:
        if sys.platform != "linux":
            raise SandboxUnavailable(
                f"the local sandbox needs Linux namespaces, and this is {sys.platform}; "
                "install Docker and use backend='docker'"
            )
        self._preload = list(preload)
        self._memory_mb = memory_mb
        self._walls = walls or self.default_walls()
        self._bwrap = shutil.which("bwrap") or "bwrap"
        self._root = rootfs.build(packages, programs)
        self._started: list[subprocess.Popen[bytes]] = []
        cgroups.remove_stale()

    @staticmethod
    def default_walls() -> str:
        """Bubblewrap for users where it is installed; root needs nobody's help."""
        return "bubblewrap" if os.geteuid() != 0 and shutil.which("bwrap") else "kernel"

    def start(self) -> Agent:
        """Start an agent.

        Raises:
            AgentLost: It did not start; the message says why.
        """
        ours, theirs = socket.socketpair()
        made = self._walls == "bubblewrap"
        environment = {**bundle.environment(), "PYTHONPATH": rootfs.PACKAGES_DIR}
        python = "/usr/bin/python3" if made else os.path.realpath(sys.executable)
        words = [python, "-S", *bundle.command()[1:]]
        try:
            process = subprocess.Popen(
                [*self._bubblewrap(environment), *words] if made else words,
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.PIPE,
                env=environment,
                cwd="/",
                start_new_session=True,
            )
        except OSError as error:
            ours.close()
            raise AgentLost(f"the agent did not start: {error}") from None
        finally:
            theirs.close()
        self._started = [one for one in self._started if one.poll() is None] + [process]
        name = f"rewardkit-{os.getpid()}-{next(_serial)}"
        group = cgroups.make(name, process.pid, self._memory_mb)
        channel = LocalChannel(process, ours, group)
        groups = group.paths if group is not None else []
        how: dict[str, Any] = {"groups": groups, "root": str(self._root), "made": made}
        how["uid"] = random.randint(FIRST_UID, LAST_UID)
        return Agent(channel, {"preload": self._preload, "enclose": how})

    def processes(self) -> list[int]:
        """Process ids of this backend's agents."""
        return [one.pid for one in self._started if one.poll() is None]

    def _bubblewrap(self, environment: dict[str, str]) -> list[str]:
        # Not --die-with-parent: that is the thread which starts it, and threads come and go. The
        # agent sees it when its client hangs up, or is killed, and takes bubblewrap with it.
        # By its full path: the agent's own PATH has only the system's folders.
        words = [self._bwrap, "--unshare-all", "--as-pid-1", "--new-session"]
        words += ["--ro-bind", str(self._root), "/", "--proc", "/proc", "--dev", "/dev"]
        words += ["--remount-ro", "/dev"]  # else it is as large as memory, and outlives jobs
        words += ["--tmpfs", "/tmp", "--hostname", "sandbox", "--clearenv"]
        for key, value in environment.items():
            words += ["--setenv", key, value]
        return words

    def describe(self) -> dict[str, Any]:
        """What an agent of this backend is made with, for `doctor`."""
        return {
            "backend": self.name,
            "walls": self._walls,
            "root": str(self._root),
            "control_groups": cgroups.kind() or "none",
        }

    def close(self) -> None:
        """Nothing outlives the agents."""
        with contextlib.suppress(OSError):
            cgroups.remove_stale()
