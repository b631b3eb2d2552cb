"""Remove what sandboxes left on this machine: containers, control groups, and, asked, images."""

from __future__ import annotations

import contextlib
import shutil

from rewardkit_sandbox.backends import cgroups, images, owner, rootfs
from rewardkit_sandbox.types import SandboxUnavailable


def clean(*, everything: bool = False) -> dict[str, int]:
    """Remove what is left of sandboxes whose process is gone.

    Args:
        everything: Remove also the containers of living processes, and every image and root
            file system that was made here.

    Returns:
        How many of each kind were removed.
    """
    removed = {"containers": 0, "images": 0, "groups": cgroups.remove_stale(), "roots": 0}
    with contextlib.suppress(SandboxUnavailable):
        from rewardkit_sandbox.backends.docker import connect

        client = connect()
        removed["containers"] = owner.reap(client, everything=everything)
        if everything:
            removed["images"] = _remove_images(client)
        client.close()
    if everything and rootfs.home().is_dir():
        for folder in rootfs.home().iterdir():
            if (folder / ".complete").exists() or folder.suffix == ".half":
                shutil.rmtree(folder)
                removed["roots"] += 1
    return removed


def _remove_images(client: object) -> int:
    import docker.errors

    count = 0
    for image in client.images(filters={"label": images.LABEL}):  # type: ignore[attr-defined]
        with contextlib.suppress(docker.errors.DockerException):
            client.remove_image(image["Id"], force=True)  # type: ignore[attr-defined]
            count += 1
    return count
