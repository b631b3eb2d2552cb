"""Counters of the server in the text format of Prometheus."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from rewardkit.data.score import Breakdown

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
# A reason is a short code of a verifier; more kinds than this are a mistake, and would fill memory.
_REASONS_AT_MOST = 200


class Metrics:
    """Requests, rows and seconds, for `/metrics`.

    Args:
        waiting: Returns the number of rows that are scored or wait now.
    """

    def __init__(self, waiting: Callable[[], int]) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self.registry = CollectorRegistry()
        kept: dict[str, Any] = {"registry": self.registry}
        self._requests = Counter(
            "rewardkit_requests", "Answered requests.", ["route", "code"], **kept
        )
        self._seconds = Histogram(
            "rewardkit_request_seconds", "Seconds from the head to the answer.", ["route"], **kept
        )
        self._rows = Counter("rewardkit_rows", "Scored rows.", ["status", "reason"], **kept)
        self._values = Histogram(
            "rewardkit_row_seconds", "Seconds that the reward spent on a row.", **kept
        )
        self._waiting = Gauge(
            "rewardkit_waiting_rows",
            "Rows that are scored or wait now.",
            multiprocess_mode="livesum",
            **kept,
        )
        self._read_waiting = waiting
        self._reasons: set[str] = set()

    def request(self, route: str, code: int, seconds: float) -> None:
        """Count one answered request."""
        self._requests.labels(route, str(code)).inc()
        self._seconds.labels(route).observe(seconds)

    def scored(self, found: Sequence[Breakdown]) -> None:
        """Count the rows of one request."""
        for one in found:
            reason = one.reason if self._known(one.reason) else "other"
            self._rows.labels(one.status, reason).inc()
            self._values.observe(one.seconds)
        self._waiting.set(self._read_waiting())

    def text(self) -> bytes:
        """Return the counters of this process, or of all processes of the server."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        self._waiting.set(self._read_waiting())
        if not os.environ.get(MULTIPROCESS):
            return bytes(generate_latest(self.registry))
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return bytes(generate_latest(together))

    def _known(self, reason: str) -> bool:
        if len(self._reasons) < _REASONS_AT_MOST:
            self._reasons.add(reason)
        return reason in self._reasons
