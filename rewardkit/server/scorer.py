"""Scoring for the server: a bound on what waits, and a deadline for each request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Score
from rewardkit.engine.chunks import read_row
from rewardkit.engine.scoring import ascore
from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward
from rewardkit.server.settings import ServerSettings

Row = Sample | Mapping[str, Any]
Seen = Callable[[Sequence[Breakdown]], None]


class Busy(Exception):
    """The rows that are scored or wait are as many as the server takes."""


class TooManyRows(Exception):
    """A request holds more rows than the server takes at once."""


class Scorer:
    """One reward under the limits of a server.

    Args:
        reward: The reward.
        settings: The limits.
        seen: Called with the results of each request.
    """

    def __init__(self, reward: Reward, settings: ServerSettings, seen: Seen | None = None) -> None:
        self.reward = reward
        self.settings = settings
        self.rows = 0
        """The number of rows that are scored or wait now."""
        self._seen = seen or (lambda found: None)
        self._turns = asyncio.Semaphore(settings.at_once)
        self._cache: Any = None

    async def score(self, rows: Sequence[Row]) -> list[Breakdown]:
        """Return one breakdown for each row, in order.

        Rows that are not scored within `score_seconds` are timeouts (`server_deadline`).

        Raises:
            TooManyRows: There are more rows than `batch`.
            Busy: More rows wait than `waiting_rows`; trying again later helps.
            BindError: The reward asks for a field that no row has.
            InputError: No row can be read.
        """
        if not rows:
            return []
        if len(rows) > self.settings.batch:
            raise TooManyRows(
                f"the request has {len(rows)} rows; this server takes {self.settings.batch} at once"
            )
        if self.rows and self.rows + len(rows) > self.settings.waiting_rows:
            raise Busy(f"{self.rows} rows are waiting")
        self.rows += len(rows)
        try:
            async with self._turns:
                found = await self._within(rows)
        finally:
            self.rows -= len(rows)
        self._seen(found)
        return found

    async def one(self, row: Row) -> Breakdown:
        """Return the breakdown of one row; errors are those of `score`."""
        return (await self.score([row]))[0]

    def close(self) -> None:
        """Close the cache of verdicts."""
        if self._cache is not None:
            self._cache.close()

    async def _within(self, rows: Sequence[Row]) -> list[Breakdown]:
        seconds = self.settings.score_seconds
        try:
            async with asyncio.timeout(seconds):
                return await ascore(self.reward, rows, **self._options())
        except TimeoutError:
            detail = f"the server's limit of {seconds:g} s for a request has passed"
            late = Score.timeout("server_deadline", detail)
            return [replace(self.reward.skipped(), score=late) for _ in rows]

    def _options(self) -> Any:
        options = dict(self.settings.options)
        cache = options.get("cache")
        if isinstance(cache, (str, Path)):
            from rewardkit.engine.verdict_cache import VerdictCache

            # One for all requests: opening a file for each would cost more than most rewards.
            self._cache = self._cache or VerdictCache(cache)
            options["cache"] = self._cache
        return {"chunk": self.settings.batch, **options}


def readable(row: Row) -> Sample:
    """Return the sample of a row.

    Raises:
        InputError: It has no completion, or one that is neither text nor chat messages.
    """
    read = read_row(row, 0)
    if isinstance(read, InputError):
        raise read
    return read
