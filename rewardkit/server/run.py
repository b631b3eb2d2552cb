"""The process of the server: uvicorn, its limits, and its end."""

from __future__ import annotations

import json
import logging
import os
import signal
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rewardkit.data.sample_files import read_rows
from rewardkit.errors import InputError, MissingExtra
from rewardkit.rewards.base import Reward
from rewardkit.server.metrics import MULTIPROCESS
from rewardkit.server.settings import ServerSettings, server_settings
from rewardkit.specs.files import resolve

_ENVIRONMENT = "REWARDKIT_SERVER"
_BACKLOG = 2048


@dataclass(frozen=True, slots=True)
class SpecTrust:
    """The trust in the author of the served spec.

    Attributes:
        trusted: Whether you would run code of its author.
        hosts: Hosts at which a judge of a spec that is not trusted may be.
    """

    trusted: bool = True
    hosts: tuple[str, ...] = ()

    def read(self, spec: str) -> Reward:
        """Return the reward that the words name.

        Raises:
            SpecError: There is none, or it asks for what its author may not.
        """
        return resolve(spec, trusted=self.trusted, hosts=self.hosts)


TRUSTED = SpecTrust()


def serve(
    spec: str,
    settings: ServerSettings,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    processes: int = 1,
    tasks: str | None = None,
    trust: SpecTrust = TRUSTED,
) -> None:
    """Serve a reward until the process is told to stop; running requests are finished first.

    Args:
        spec: A spec file, `module:attribute`, or a registry id.
        settings: Limits, token and policies.
        host: The address to listen at.
        port: The port; 0 takes a free one.
        processes: How many processes share the port; one that dies is replaced.
        tasks: A file of samples, for protocols that hand out tasks.
        trust: How far the author of the spec is trusted.

    Raises:
        MissingExtra: The server's packages are not installed.
        SpecError: The spec is none.
        DefinitionError: The reward cannot be served with these settings.
    """
    try:
        import fastapi  # noqa: F401
        import prometheus_client  # noqa: F401
        import uvicorn
    except ImportError:
        raise MissingExtra("serving a reward", "server") from None
    from rewardkit.server.app import create_app
    from rewardkit.server.slow_heads import bounded_heads

    reward = trust.read(spec)
    rows = read_tasks(tasks)
    app: Any = create_app(
        reward, settings, rows
    )  # also where it only checks, before a port is open
    options: dict[str, Any] = {
        "host": host,
        "port": port,
        "backlog": _BACKLOG,
        "timeout_graceful_shutdown": max(1, round(settings.drain_seconds)),
        "timeout_keep_alive": 30,
        "ws_max_size": settings.body_bytes,
        "access_log": False,
        "server_header": False,
        "log_config": None,
    }
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    _say(reward)
    if processes == 1:
        uvicorn.run(app, http=bounded_heads(settings.body_seconds), **options)
        return
    values = settings.model_dump(mode="json")
    with tempfile.TemporaryDirectory(prefix="rewardkit-metrics-") as folder:
        os.environ[MULTIPROCESS] = folder
        os.environ[_ENVIRONMENT] = json.dumps(
            {
                "spec": spec,
                "settings": values,
                "tasks": tasks,
                "parent": os.getpid(),
                "trust": asdict(trust),
            }
        )
        uvicorn.run(
            "rewardkit.server.run:app_of_environment",
            factory=True,
            workers=processes,
            http="rewardkit.server.slow_heads:BoundedHeads",
            **options,
        )


def app_of_environment() -> Any:
    """Return the application that the parent process describes; each process makes its own."""
    from rewardkit.server.app import create_app
    from rewardkit.server.slow_heads import BoundedHeads

    given = json.loads(os.environ[_ENVIRONMENT])
    # The parent as it says itself: it may have died while this process was still importing.
    threading.Thread(target=_end_with, args=(given["parent"],), daemon=True).start()
    settings = server_settings(**given["settings"])
    BoundedHeads.head_seconds = settings.body_seconds
    trust = SpecTrust(given["trust"]["trusted"], tuple(given["trust"]["hosts"]))
    return create_app(trust.read(given["spec"]), settings, read_tasks(given["tasks"]))


def _end_with(parent: int) -> None:
    # A parent that is killed cannot tell its children, and they would keep the port.
    while os.getppid() == parent:
        time.sleep(1.0)
    os.kill(os.getpid(), signal.SIGTERM)


def read_tasks(path: str | None) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a file of tasks; none without a file.

    Raises:
        InputError: The file or a row of it cannot be read.
    """
    if path is None:
        return ()
    rows = []
    for row in read_rows(path):
        if row.fault:
            raise InputError(f"{path}: {row.fault}")
        try:
            json.dumps(row.data, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise InputError(f"{path}: {row.where} cannot be sent as JSON: {error}") from None
        rows.append(row.data)
    return rows


def _say(reward: Reward) -> None:
    log = logging.getLogger("rewardkit")
    log.info("serving %s %s, fingerprint %s", reward.name, reward.range, reward.fingerprint)
    if reward.needs_groups:
        log.info("it compares the completions of one prompt: only /v1/score can show it groups")
