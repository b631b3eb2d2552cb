"""The conformance suite through the server and through Ray, beside the trainers' adapters."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.engine.scoring import score
from rewardkit.rewards.base import Reward
from rewardkit.server.client import RewardClient
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.conformance.driver import Driver, Values
from rewardkit.trainers.conformance.rows import Family, Row
from rewardkit.trainers.outcome import outcome_of


def through_server(family: Family, missing: str | None) -> Values:
    """Score the rows by a server of this process and its client, over HTTP."""
    with _served(family.reward) as url, RewardClient(url, tries=20) as client:
        return _numbers(family, client.score_many(_samples(family)), missing)


def through_ray(family: Family, missing: str | None) -> Values:
    """Score the rows on a Ray cluster of this machine."""
    found = score(family.reward, _samples(family), executor="ray", workers=1)
    return _numbers(family, found, missing)


def _samples(family: Family) -> list[Sample]:
    return [_sample(row, "token_ids" in family.needs) for row in family.rows]


def _sample(row: Row, ids: bool) -> Sample:
    columns = {**row.columns, **({"completion_ids": row.ids} if ids else {})}
    return Sample(row.completion, row.prompt, row.answer, columns, group=row.group)


def _numbers(family: Family, found: Sequence[Breakdown], missing: str | None) -> Values:
    bridge = Bridge(family.reward, missing=missing)
    return bridge.lower([outcome_of(family.reward, one) for one in found])


@contextmanager
def _served(reward: Reward) -> Iterator[str]:
    import uvicorn

    from rewardkit.server.app import create_app

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        free.listen()
        port = free.getsockname()[1]
        config = uvicorn.Config(create_app(reward), log_config=None, lifespan="on", ws="none")
        server = uvicorn.Server(config)
        # The socket is open already, so that a client which comes early waits in its queue.
        given: dict[str, Any] = {"sockets": [free]}
        thread = threading.Thread(target=server.run, kwargs=given, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()


DRIVERS = {
    "server": Driver(
        "server",
        "fastapi",
        ("fastapi", "uvicorn", "prometheus_client"),
        through_server,
        None,
        cannot=frozenset({"list"}),
    ),
    "ray": Driver("ray", "ray", ("ray",), through_ray, None, cannot=frozenset({"list"})),
}
"""The carriers of rows that are no trainers; there is no convention to record."""
