"""Settings of every sandbox of a process, from environment variables.

For whoever starts a program and cannot change what it asks for: a cluster's job script, say.
What code says by name comes before them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from rewardkit_sandbox.types import BadRequest

PREFIX = "REWARDKIT_SANDBOX_"


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _whole(text: str) -> int:
    number = int(text)
    if number <= 0:
        raise ValueError
    return number


def _number(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise ValueError
    return number


VARIABLES: dict[str, tuple[Callable[[str], Any], str]] = {
    "backend": (str, "`docker` or `local`, where code says `auto`"),
    "size": (_whole, "programs at one time, in each sandbox"),
    "capacity": (_whole, "programs at one time, in all processes of this user together"),
    "packages": (_names, "distributions that programs may import, beside those asked for"),
    "programs": (_names, "commands, beside those asked for"),
    "preload": (_names, "modules to import before the first job, beside those asked for"),
    "image": (str, "image to run programs in; Docker only"),
    "runtime": (str, "OCI runtime, such as `runsc`; Docker only"),
    "cpus": (_number, "processors of one container; Docker only"),
    "pids": (_whole, "processes and threads in one container; Docker only"),
    "memory_mb": (_whole, "MiB of one agent and all that it runs"),
}
ONLY_DOCKER = ("image", "runtime", "cpus", "pids")
ADDED = ("packages", "programs", "preload")


def read(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the settings that are there, by name.

    Args:
        environment: Where to look; by default the environment of this process.

    Raises:
        BadRequest: A variable holds nothing that the setting could be.

    Example:
        >>> read({"REWARDKIT_SANDBOX_SIZE": "4", "REWARDKIT_SANDBOX_PROGRAMS": "node, g++"})
        {'size': 4, 'programs': ('node', 'g++')}
    """
    found = {}
    where = os.environ if environment is None else environment
    for name, (kind, meaning) in VARIABLES.items():
        text = where.get(PREFIX + name.upper(), "").strip()
        if text:
            try:
                found[name] = kind(text)
            except ValueError:
                raise BadRequest(
                    f"{PREFIX}{name.upper()}={text!r} is no setting: {meaning}"
                ) from None
    return found
