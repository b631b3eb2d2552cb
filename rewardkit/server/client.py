"""A client of the reward server: retries with back-off, and the breakdowns of a local call.

It needs nothing beside the standard library, so that a trainer's environment stays as it is.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import random
import ssl
import time
import weakref
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Self
from urllib.parse import urlsplit

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Range, Score
from rewardkit.engine.chunks import Read, Row, batches, check_rows
from rewardkit.errors import BindError, InputError, ServerError
from rewardkit.server.wire import breakdown_of, sample_data

# Answers that another try may change; the rest say something about the request itself.
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_ANSWER_BYTES = 2**30
_RAISES: Mapping[str, type[Exception]] = {"missing_field": BindError, "bad_input": InputError}


class RewardClient:
    """A reward that a server scores.

    Safe for several threads; each request that runs has a connection of its own.

    Args:
        url: The address of the server, such as `http://127.0.0.1:8000`.
        token: The bearer token, where the server asks for one.
        timeout: Seconds to wait for one answer.
        tries: How often one request is sent at most.
        backoff: Seconds before the second try; doubled before each further one, up to 30.
        parallel: How many requests of one call run at the same time.

    Raises:
        InputError: The address is none.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        timeout: float = 330.0,
        tries: int = 6,
        backoff: float = 0.5,
        parallel: int = 4,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"{url!r} is no address of a server, such as http://127.0.0.1:8000")
        self.url = url.rstrip("/")
        self._parts = parts
        self._token = token
        self._timeout = timeout
        self._tries = max(1, tries)
        self._backoff = backoff
        self._parallel = max(1, parallel)
        # Connections that no request uses now; taking and adding are atomic.
        self._idle: deque[http.client.HTTPConnection] = deque()
        weakref.finalize(self, _close, self._idle)
        self._about: dict[str, Any] = {}

    # --- scoring ----------------------------------------------------------------------
    def score(self, sample: Sample | None = None, /, **fields: Any) -> Breakdown:
        """Score one completion, as `Reward.score` does.

        Raises:
            ServerError: The server gave no usable answer, however often it was asked.
            BindError: The reward asks for a field that is not there.
        """
        return self.score_many([Sample.from_row(fields) if sample is None else sample])[0]

    def score_many(self, samples: Iterable[Row]) -> list[Breakdown]:
        """Score many completions, in input order, as `Reward.score_many` does.

        Raises:
            ServerError: The server gave no usable answer, however often it was asked.
            BindError: The reward asks for a field that no row of a request has.
            InputError: No row of the first request can be read.
        """
        check_rows(samples)
        about = self.about()
        # A chunk ends with a group, which may take it beyond the size.
        size = about["batch"] if not about["needs_groups"] else max(1, about["batch"] // 2)
        chunks = list(batches(samples, size, about["needs_groups"]))
        if chunks and not any(isinstance(row, Sample) for row in chunks[0]):
            assert isinstance(chunks[0][0], InputError)
            raise chunks[0][0]
        if len(chunks) <= 1 or self._parallel == 1:
            return [one for chunk in chunks for one in self._chunk(chunk)]
        with ThreadPoolExecutor(self._parallel) as pool:
            return [one for found in pool.map(self._chunk, chunks) for one in found]

    async def ascore_many(self, samples: Iterable[Row]) -> list[Breakdown]:
        """Score many completions without blocking the running event loop."""
        return await asyncio.to_thread(self.score_many, samples)

    # --- facts ------------------------------------------------------------------------
    def about(self) -> dict[str, Any]:
        """Return name, tree and largest batch of the server's reward; asked for once."""
        if not self._about:
            self._about = self._ask("GET", "/v1/reward", None)
        return self._about

    @property
    def name(self) -> str:
        """The name of the reward."""
        return str(self.about()["name"])

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the reward."""
        return str(self.about()["tree"]["fingerprint"])

    @property
    def range(self) -> Range:
        """The range of the reward."""
        low, high = self.about()["tree"]["range"]
        return Range(float(low), float(high))

    def close(self) -> None:
        """Close all connections."""
        _close(self._idle)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- one request ------------------------------------------------------------------
    def _chunk(self, rows: Sequence[Read]) -> Iterator[Breakdown]:
        samples = [row for row in rows if isinstance(row, Sample)]
        found: Iterator[Breakdown] = iter(())
        if samples:
            body = {"samples": [sample_data(sample) for sample in samples], "tree": True}
            answer = self._ask("POST", "/v1/score", json.dumps(body).encode())
            tree, scores = answer.get("tree"), answer.get("results")
            if not isinstance(tree, dict) or not isinstance(scores, list):
                raise ServerError(f"{self.url}: the answer is not one of a reward server")
            if len(scores) != len(samples):
                raise ServerError(f"{self.url}: {len(scores)} results for {len(samples)} rows")
            found = iter([breakdown_of(tree, one) for one in scores])
        blank = breakdown_of(self.about()["tree"], _skipped(self.about()["tree"]))
        return iter(
            [
                next(found)
                if isinstance(row, Sample)
                else replace(blank, score=Score.error("bad_row", str(row)))
                for row in rows
            ]
        )

    def _ask(self, method: str, path: str, body: bytes | None) -> dict[str, Any]:
        """Send a request, again where that may help, and return the answer's data."""
        said = ""
        for turn in range(self._tries):
            if turn:
                time.sleep(self._pause(turn, said))
            said = ""
            try:
                code, said, data = self._send(method, path, body)
            except (OSError, http.client.HTTPException) as error:
                trouble = f"{type(error).__name__}: {error}"
                continue
            if code == 200:
                return _read(self.url, data)
            kind, message = _problem(data)
            if kind in _RAISES:
                raise _RAISES[kind](message)
            trouble = f"answered {code} {kind}: {message}"
            if code not in _AGAIN:
                raise ServerError(f"{self.url} {trouble}")
        raise ServerError(f"{self.url}: no answer after {self._tries} tries; the last: {trouble}")

    def _send(self, method: str, path: str, body: bytes | None) -> tuple[int, str, bytes]:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        connection = self._idle.pop() if self._idle else self._connection()
        keep = False
        try:
            connection.request(method, self._parts.path.rstrip("/") + path, body, headers)
            response = connection.getresponse()
            data = response.read(_ANSWER_BYTES)
            if response.length:
                # http.client returns what came before a server died as if it were the whole.
                raise http.client.IncompleteRead(data, response.length)
            keep = response.isclosed() and not response.will_close
            return response.status, response.headers.get("Retry-After", ""), data
        finally:
            if keep:
                self._idle.append(connection)
            else:
                connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=self._timeout, context=context)
        return http.client.HTTPConnection(host, port, timeout=self._timeout)

    def _pause(self, turn: int, said: str) -> float:
        wait = min(30.0, self._backoff * 2.0 ** (turn - 1))
        # Spread: clients that were refused together must not come back together.
        wait *= random.uniform(0.5, 1.5)
        return max(wait, min(60.0, float(said))) if said.isdigit() else wait


def _close(idle: deque[http.client.HTTPConnection]) -> None:
    while idle:
        idle.pop().close()


def _read(url: str, data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ServerError(f"{url}: the answer is not JSON: {str(error)[:80]}") from None
    if not isinstance(found, dict):
        raise ServerError(f"{url}: the answer is not one of a reward server")
    return found


def _problem(data: bytes) -> tuple[str, str]:
    try:
        error = json.loads(data)["error"]
        return str(error["code"]), str(error["message"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return "unreadable", data[:80].decode("utf-8", "replace")


def _skipped(tree: Mapping[str, Any]) -> dict[str, Any]:
    parts = [_skipped(part) for part in tree["parts"]]
    return {"value": None, "status": "abstain", "reason": "skipped", "parts": parts}
