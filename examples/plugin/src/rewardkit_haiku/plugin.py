"""Tell rewardkit where the verifiers of this distribution are."""

from rewardkit.hooks import Folder, hookimpl


@hookimpl
def rewardkit_verifiers() -> list[Folder]:
    """Return the package whose folders `<family>/<name>/` are verifiers."""
    return [Folder("rewardkit_haiku.verifiers")]
