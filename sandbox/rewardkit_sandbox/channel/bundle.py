"""The agent as one blob: what is sent to a fresh interpreter inside a sandbox."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from rewardkit_sandbox.agent.boot import BOOT
from rewardkit_sandbox.protocol.frames import LENGTH

# In the order in which they can be executed: each imports only what stands before it.
MODULES = (
    "protocol",
    "protocol.frames",
    "protocol.bounds",
    "protocol.kinds",
    "protocol.encoding",
    "protocol.decoding",
    "protocol.values",
    "agent",
    "agent.forks",
    "agent.kernel",
    "agent.seccomp_filters",
    "agent.landlock",
    "agent.child_protocol",
    "agent.isolation",
    "agent.python",
    "agent.starter",
    "agent.calls",
    "agent.modes",
    "agent.child",
    "agent.zygote",
    "agent.measures",
    "agent.watch",
    "agent.endings",
    "agent.budget",
    "agent.jobs",
    "agent.namespaces",
    "agent.server",
)
PYTHON_FLAGS = ("-s", "-B", "-u")


@functools.cache
def sources() -> list[tuple[str, str]]:
    """Every module of the agent with its source."""
    root = Path(str(files("rewardkit_sandbox")))
    found = [("rewardkit_sandbox", "")]
    for name in MODULES:
        path = root.joinpath(*name.split("."))
        place = path / "__init__.py" if path.is_dir() else path.with_name(f"{path.name}.py")
        found.append((f"rewardkit_sandbox.{name}", place.read_text()))
    return found


def first_words(config: dict[str, Any]) -> bytes:
    """What an agent reads first: its own source, and how it is to start."""
    text = json.dumps({**config, "modules": sources()}).encode()
    return LENGTH.pack(len(text)) + text


def command(python: str = "python3") -> list[str]:
    """The command line of an agent."""
    return [python, *PYTHON_FLAGS, "-c", BOOT]


def environment() -> dict[str, str]:
    """The whole environment of an agent and so of every program.

    A fixed hash seed makes a program's verdict the same in every process.
    """
    return {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/tmp",
        "TMPDIR": "/tmp",
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        # Else every child would look up for itself what it calls for the first time.
        "LD_BIND_NOW": "1",
        "MALLOC_ARENA_MAX": "2",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }
