"""The way to a judge that an endpoint names."""

from __future__ import annotations

from rewardkit.judge.endpoint import Endpoint
from rewardkit.judge.transports.base import Transport
from rewardkit.judge.transports.cassette import Cassette
from rewardkit.judge.transports.fake import FakeJudge
from rewardkit.judge.transports.http import Http
from rewardkit.judge.transports.vllm import InProcess


def open_transport(endpoint: Endpoint) -> Transport:
    """Return the way to the judge that an endpoint names."""
    if endpoint.url:
        return Http(endpoint)
    if endpoint.path:
        return InProcess(endpoint)
    if endpoint.cassette:
        return Cassette(endpoint.cassette)
    assert endpoint.fake is not None
    return FakeJudge(endpoint.fake)
