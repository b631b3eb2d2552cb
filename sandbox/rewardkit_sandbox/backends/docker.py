"""The Docker backend: agents in long-lived, hardened containers, reached by the attach stream."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import socket
import sys
from collections.abc import Sequence
from typing import Any

from rewardkit_sandbox.backends import images, owner, rootfs
from rewardkit_sandbox.backends.attach import DockerChannel, hang_up
from rewardkit_sandbox.backends.seccomp import profile
from rewardkit_sandbox.backends.unix_socket import Door, remove_stale
from rewardkit_sandbox.channel import bundle
from rewardkit_sandbox.channel.link import Agent, AgentLost
from rewardkit_sandbox.types import SandboxUnavailable

LABEL = "rewardkit.sandbox"
# Users that own nothing in any image. Some daemons map users, and have only 16 bits of them.
FIRST_UID, LAST_UID = 20_000, 60_000
PLENTY = 16_384


def connect(timeout: float = 60.0) -> Any:
    """Return a client of the engine that the environment names (`DOCKER_HOST`), or the default.

    Raises:
        SandboxUnavailable: The docker SDK is not installed, or no engine answers.
    """
    try:
        import docker
        import docker.errors
    except ImportError:
        raise SandboxUnavailable(
            "the Docker backend needs the docker SDK: pip install 'rewardkit[sandbox]'"
        ) from None
    client = None
    try:
        knock()
        client = docker.APIClient(**docker.utils.kwargs_from_env(), version="auto", timeout=timeout)
        client.ping()
    except (docker.errors.DockerException, OSError) as error:
        if client is not None:
            client.close()
        host = os.environ.get("DOCKER_HOST", "the default socket")
        raise SandboxUnavailable(f"no Docker engine answers at {host}: {error}") from None
    return client


def knock() -> None:
    """Fail early and cleanly where nobody listens: the SDK leaks a socket at each such attempt.

    Raises:
        OSError: Nobody listens at the engine's socket.
    """
    host = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    if host.startswith("unix://") and hasattr(socket, "AF_UNIX"):
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(host.removeprefix("unix://"))


def _check_runtime(info: dict[str, Any], runtime: str | None) -> None:
    known = sorted(info.get("Runtimes") or {})
    if runtime is not None and known and runtime not in known:
        raise SandboxUnavailable(
            f"the engine has no runtime {runtime!r}; it has: {', '.join(known)}. Runtimes are "
            "named in the engine's own configuration (daemon.json)"
        )


def _check_image(client: Any, image: str) -> None:
    import docker.errors

    try:
        client.inspect_image(image)
    except docker.errors.ImageNotFound:
        raise SandboxUnavailable(
            f"the engine has no image {image!r}; make one with `rewardkit sandbox build`, or leave "
            "the name out"
        ) from None


def _profile_for(client: Any) -> list[str]:
    """The seccomp profile as an engine takes it: its text, or its path for Podman.

    Podman also unmasks what is below /proc only if it is told so here.
    """
    text = json.dumps(profile())
    parts = client.version().get("Components") or []
    if not any("podman" in str(part.get("Name", "")).lower() for part in parts):
        return [f"seccomp={text}"]
    path = rootfs.home() / f"seccomp-{hashlib.sha256(text.encode()).hexdigest()[:12]}.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{os.getpid()}")
        half.write_text(text)
        half.replace(path)
    return [f"seccomp={path}", "unmask=ALL"]


class DockerBackend:
    """Starts agents in containers.

    Args:
        image: An image with a Python; by default one made of the running interpreter, with no
            registry asked.
        packages: Distributions to have in that image, with all they require.
        programs: Commands to have in it: `node`, `g++` ...
        preload: Modules to import before the first job.
        memory_mb: Memory of one container, all of a job's processes and files together.
        cpus: Processors that one container may use; with one, the agent and the program that it
            watches would be stopped for the rest of a tenth of a second now and then.
        pids: Processes and threads in one container.
        runtime: Name of the OCI runtime: `runsc` for gVisor.

    Raises:
        SandboxUnavailable: The SDK is missing, no engine answers, or the image is not there
            and cannot be made.
    """

    name = "docker"

    def __init__(
        self,
        *,
        image: str | None = None,
        packages: Sequence[str] = (),
        programs: Sequence[str] = (),
        preload: Sequence[str] = (),
        memory_mb: int = 2048,
        cpus: float = 2.0,
        pids: int = 512,
        runtime: str | None = None,
    ) -> None:
        client = connect()
        self._packages = tuple(packages)
        self._programs = tuple(programs)
        self._image_asked = image
        self._preload = list(preload)
        self._memory_mb = memory_mb
        self._cpus = cpus
        self._pids = pids
        self._runtime = runtime
        self._containers: set[str] = set()
        self._info = client.info()
        _check_runtime(self._info, runtime)
        self._profile = _profile_for(client)
        if image:
            _check_image(client, image)
        self.image = image or images.ensure(client, self._packages, self._programs)
        # An engine that is elsewhere, or another machine's, does not see our folders.
        host = os.environ.get("DOCKER_HOST", "unix://")
        self._near = host.startswith("unix://") and sys.platform == "linux"
        self.engine = "here" if self._near else hashlib.sha256(host.encode()).hexdigest()[:16]
        owner.reap(client)
        remove_stale()
        client.close()

    def start(self) -> Agent:
        """Start an agent.

        Raises:
            AgentLost: It did not start; the message says why.
        """
        import docker.errors

        try:
            client = connect()
        except SandboxUnavailable as error:
            raise AgentLost(str(error)) from None
        door = self._make_door()
        container = ""
        stream = None
        try:
            container = self._create(client, door)
            self._containers.add(container)
            words = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1, "logs": 0}
            stream = client.attach_socket(container, params=words)
            client.start(container)
        except (docker.errors.DockerException, OSError) as error:
            hang_up(stream)
            if door is not None:
                door.close()
            with contextlib.suppress(docker.errors.DockerException, OSError):
                if container:
                    client.remove_container(container, force=True)
            client.close()
            raise AgentLost(f"no container could be started: {error}") from None
        if not self._near and door is not None:
            door.close()
            door = None
        channel = DockerChannel(client, container, stream, door)
        return Agent(channel, {"preload": self._preload, "door": door and door.config})

    def _make_door(self) -> Door | None:
        try:
            return Door() if self._near else None
        except OSError:
            return None

    def _create(self, client: Any, door: Door | None) -> str:
        """Create a container; without a door where the engine does not see its folder."""
        import docker.errors

        config = self._config(client)
        if door is not None:
            near = {**config, "HostConfig": {**config["HostConfig"], "Mounts": [door.mount()]}}
            try:
                return str(client.create_container_from_config(near)["Id"])
            except docker.errors.APIError:
                self._near = False
        return str(client.create_container_from_config(config)["Id"])

    def _config(self, client: Any) -> dict[str, Any]:
        """What to ask of the engine. Every privilege that can be left out is."""
        uid = random.randint(FIRST_UID, LAST_UID)
        options = [*self._profile, "no-new-privileges:true"]
        if any("apparmor" in option for option in self._info.get("SecurityOptions") or []):
            options.append("apparmor=unconfined")  # its default profile forbids every mount
        host = client.create_host_config(
            network_mode="none",
            read_only=True,
            cap_drop=["ALL"],
            security_opt=options,
            mem_limit=self._memory_mb << 20,
            memswap_limit=self._memory_mb << 20,
            pids_limit=self._pids,
            nano_cpus=int(self._cpus * 1e9),
            # What the engine would mount at /dev/mqueue could be written to, for the next job.
            tmpfs={"/tmp": "size=1m,mode=1777", "/dev/mqueue": "size=4k,mode=755"},
            shm_size=1 << 20,
            ipc_mode="private",
            auto_remove=True,
            log_config={"Type": "none"},
            runtime=self._runtime,
            ulimits=[
                {"Name": "core", "Soft": 0, "Hard": 0},
                # Podman asks for millions otherwise, which not every machine has to give.
                {"Name": "nofile", "Soft": PLENTY, "Hard": PLENTY},
                {"Name": "nproc", "Soft": PLENTY, "Hard": PLENTY},
            ],
        )
        # A process-id namespace may only have a /proc of its own where nothing hides this one.
        # The agent has no privilege that could use what the masks hide.
        host |= {"MaskedPaths": [], "ReadonlyPaths": []}
        environment = [f"{key}={value}" for key, value in bundle.environment().items()]
        return {
            "Image": self.image,
            "User": f"{uid}:{uid}",
            "Entrypoint": bundle.command(),
            "Cmd": [],
            "Env": [*environment, f"PYTHONPATH={images.PACKAGES_DIR}"],
            "WorkingDir": "/tmp",
            "Hostname": "sandbox",
            "OpenStdin": True,
            "StdinOnce": True,
            "AttachStdin": True,
            "AttachStdout": True,
            "AttachStderr": True,
            "Tty": False,
            "NetworkDisabled": True,
            "StopSignal": "SIGKILL",
            "Labels": {LABEL: "agent", **owner.labels()},
            "HostConfig": host,
        }

    def describe(self) -> dict[str, Any]:
        """What an agent of this backend is made with, for `doctor`."""
        return {
            "backend": self.name,
            "engine": self._info.get("ServerVersion", "unknown"),
            "runtime": self._runtime or self._info.get("DefaultRuntime", "unknown"),
            "image": self.image,
            "seccomp": "our profile",
        }

    def processes(self) -> list[int]:
        """Process ids of this backend's agents, where the engine runs on this machine."""
        import docker.errors

        client = connect()
        found = []
        for container in client.containers(filters={"label": [f"{LABEL}=agent"]}):
            if container["Id"] in self._containers:
                with contextlib.suppress(docker.errors.DockerException):
                    found.append(int(client.inspect_container(container["Id"])["State"]["Pid"]))
        client.close()
        return found

    def close(self) -> None:
        """Remove what is left of this backend's containers, and any left by dead clients."""
        with contextlib.suppress(SandboxUnavailable):
            client = connect()
            owner.reap(client, ours=self._containers)
            client.close()
