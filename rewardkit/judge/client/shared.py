"""Shared clients: one for each endpoint and event loop."""

from __future__ import annotations

import asyncio
import atexit
import weakref

from rewardkit.judge.client.client import JudgeClient
from rewardkit.judge.endpoint import Endpoint

_Clients = dict[Endpoint, JudgeClient]
# Connections belong to the event loop that opened them, so each loop has its own clients.
_CLIENTS: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Clients] = (
    weakref.WeakKeyDictionary()
)


def client_for(endpoint: Endpoint) -> JudgeClient:
    """Return the client that all questions to an endpoint share in the running event loop."""
    clients = _CLIENTS.setdefault(asyncio.get_running_loop(), {})
    if endpoint not in clients:
        clients[endpoint] = JudgeClient(endpoint)
    return clients[endpoint]


async def close_clients() -> None:
    """Close the connections of the running event loop to all judges; a later use opens new ones.

    Those of the loop behind `Reward.score` are closed when Python ends.
    """
    for client in _CLIENTS.pop(asyncio.get_running_loop(), {}).values():
        await client.transport.close()


def _close_at_exit() -> None:
    for loop in list(_CLIENTS):
        if loop.is_running():
            try:
                asyncio.run_coroutine_threadsafe(close_clients(), loop).result(2)
            except (TimeoutError, RuntimeError):
                continue  # the connections end with the process


atexit.register(_close_at_exit)
