"""Whose a container is, and the removal of those whose owner is dead."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any

MARK = "rewardkit.sandbox"
PID, START, HOST = f"{MARK}.pid", f"{MARK}.start", f"{MARK}.host"


def host() -> str:
    """This machine since it was started: process ids mean nothing on another."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    name = boot.read_text().strip() if boot.exists() else socket.gethostname()
    namespace = "/proc/self/ns/pid"
    return f"{name}/{os.readlink(namespace)}" if os.path.exists(namespace) else name


def started(pid: int) -> str:
    """When a process started, in the kernel's own ticks; "" when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def labels() -> dict[str, str]:
    """Labels that say whose a container is: this process's."""
    return {PID: str(os.getpid()), START: started(os.getpid()), HOST: host()}


def is_orphan(found: dict[str, str]) -> bool:
    """Whether the process that these labels name is gone; False where that cannot be known."""
    if found.get(HOST) != host() or not found.get(PID, "").isdigit():
        return False
    return started(int(found[PID])) != found.get(START)


def reap(client: Any, ours: Iterable[str] = (), everything: bool = False) -> int:
    """Remove the containers of dead owners; return how many there were.

    Args:
        client: A client of the engine.
        ours: Ids of containers to remove beside those.
        everything: Remove every container that any sandbox made.
    """
    import docker.errors

    mine = set(ours)
    count = 0
    try:
        found = client.containers(all=True, filters={"label": [MARK]})
    except (docker.errors.DockerException, OSError):
        return 0
    for container in found:
        if everything or container["Id"] in mine or is_orphan(container.get("Labels") or {}):
            with contextlib.suppress(docker.errors.DockerException, OSError):
                client.remove_container(container["Id"], force=True, v=True)
                count += 1
    return count
