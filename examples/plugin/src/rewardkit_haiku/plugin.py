"""Tell rewardkit where the verifiers of this distribution are."""

from __future__ import annotations

from rewardkit.hooks import Folder, hookimpl


@hookimpl
def rewardkit_verifiers() -> list[Folder]:
    """Return the package whose sub-packages are verifiers."""
    return [Folder("rewardkit_haiku.verifiers")]
