"""Where the built-in verifiers are: the same hook that any other distribution uses."""

from __future__ import annotations

from rewardkit.hooks import Folder, hookimpl


@hookimpl
def rewardkit_verifiers() -> list[Folder]:
    """Return the package in which the built-in verifiers live."""
    return [Folder("rewardkit_verifiers")]
