"""Docker images: made of the running interpreter without a registry, or from a Dockerfile."""

from __future__ import annotations

import tarfile
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from rewardkit_sandbox.backends import rootfs
from rewardkit_sandbox.backends.rootfs import PACKAGES_DIR
from rewardkit_sandbox.types import SandboxUnavailable

REPOSITORY = "rewardkit-sandbox"
LABEL = "rewardkit.sandbox.image"
__all__ = ["LABEL", "PACKAGES_DIR", "REPOSITORY", "ensure", "from_dockerfile", "own_name"]


def own_name(packages: Sequence[str] = (), programs: Sequence[str] = ()) -> str:
    """The name of the image with these packages and programs; its tag is their fingerprint."""
    return f"{REPOSITORY}:{rootfs.fingerprint(packages, programs)}"


def ensure(client: Any, packages: Sequence[str] = (), programs: Sequence[str] = ()) -> str:
    """Return the name of the image with these packages and programs, made if it is not there.

    No registry is asked: see `rootfs.build`.

    Raises:
        SandboxUnavailable: It cannot be made here, or the engine refuses it.
    """
    import docker.errors

    name = own_name(packages, programs)
    try:
        client.inspect_image(name)
    except docker.errors.ImageNotFound:
        folder = rootfs.build(packages, programs)
        with rootfs.alone():  # of two processes that import one image, one would be left unnamed
            try:
                client.inspect_image(name)
            except docker.errors.ImageNotFound:
                remove_old(client)
                _import(client, folder, name)
    return name


def remove_old(client: Any, days: float = rootfs.DAYS_KEPT) -> list[str]:
    """Remove the images made here that are older than these days and that no container uses.

    An engine does not say when an image was last used; one that still is used is made again from
    its root file system in seconds.
    """
    import docker.errors

    removed = []
    for image in client.images(filters={"label": LABEL}):
        names = [name for name in image["RepoTags"] or () if name.startswith(f"{REPOSITORY}:")]
        if names and time.time() - image["Created"] >= days * 86400:
            with suppress(docker.errors.DockerException):  # a container uses it
                client.remove_image(image["Id"])
                removed += names
    return removed


def _import(client: Any, folder: Path, name: str) -> None:
    import docker.errors

    repository, _, tag = name.partition(":")
    with tempfile.TemporaryFile() as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            archive.add(folder, arcname=".", filter=_as_root)
        file.seek(0)
        changes = [f"LABEL {LABEL}={tag}", f"ENV PYTHONPATH={PACKAGES_DIR}"]
        answer = client.import_image_from_data(
            file, repository=repository, tag=tag, changes=changes
        )
    if '"error"' in str(answer):
        raise SandboxUnavailable(f"the engine did not take the image: {str(answer)[-300:]}")
    try:
        client.inspect_image(name)
    except docker.errors.ImageNotFound:  # Podman takes no tag with an import, and says `latest`
        client.tag(f"{repository}:latest", repository, tag)


def _as_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def from_dockerfile(
    client: Any,
    folder: Path,
    arguments: Mapping[str, str] | None = None,
    network: str | None = None,
) -> str:
    """Build the image of a folder with a Dockerfile; needs what that asks for, a registry mostly.

    Args:
        client: The engine.
        folder: Where the Dockerfile is; its last name becomes part of the image's.
        arguments: Values for `ARG` lines: `{"BASE": "my-registry/python:3.12"}`.
        network: What the steps of the build are connected to: `none`, `host`; by default what
            the engine gives them.

    Raises:
        SandboxUnavailable: There is no such folder, or the build failed; the last lines of its
            output are in the message.
    """
    import docker.errors

    if not (folder / "Dockerfile").is_file():
        raise SandboxUnavailable(f"{folder}: no Dockerfile in this folder")
    name = f"{REPOSITORY}-{folder.resolve().name.lower()}:latest"
    options: dict[str, Any] = {"buildargs": dict(arguments or {}), "labels": {LABEL: "dockerfile"}}
    options |= {"network_mode": network} if network else {}
    said: list[str] = []
    try:
        for line in client.build(path=str(folder), tag=name, rm=True, decode=True, **options):
            said.append(str(line.get("stream") or line.get("error") or "").strip())
            if "error" in line:
                raise SandboxUnavailable(f"building {name} failed: {' | '.join(said[-4:])}")
    except docker.errors.DockerException as error:
        raise SandboxUnavailable(f"building {name} failed: {error}") from None
    if unused := next((line for line in said if "build-args" in line), ""):
        raise SandboxUnavailable(f"{folder}/Dockerfile has no such ARG: {unused}")
    return name
