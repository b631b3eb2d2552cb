"""Scoring of one chunk of rows: binding before the first, broken rows as results among others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Score
from rewardkit.engine.chunks import Read, Row, read_row
from rewardkit.engine.evaluate import evaluate, with_groups
from rewardkit.engine.leaf_calls import LeafCalls
from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward

LOOK_AHEAD = 1024
"""The number of samples of a list that are checked for the fields of the data."""


def bind_first(reward: Reward, rows: Sequence[Read], every: Iterable[Row]) -> None:
    """Check, before the first chunk is scored, that the data have every field.

    Args:
        reward: The reward.
        rows: The first chunk.
        every: All rows.

    Raises:
        BindError: The reward asks for a field that the data lack.
        InputError: No row of the chunk can be read: the wrong file or column names.
    """
    samples = [row for row in rows if isinstance(row, Sample)]
    for row in rows[:1] if not samples else ():
        assert isinstance(row, InputError)
        raise row
    reward.bind(_ahead(every) or samples)


async def score_rows(reward: Reward, rows: Sequence[Read], calls: LeafCalls) -> list[Breakdown]:
    """Return one breakdown for each row of a chunk, in order; `calls.next_batch()` comes first."""
    samples: Sequence[Sample] = [row for row in rows if isinstance(row, Sample)]
    samples = list(with_groups(reward, samples))
    found = await evaluate(reward, samples, calls, calls.parallel)
    if len(samples) == len(rows):
        return found
    found_in_order = iter(found)
    return [
        next(found_in_order) if isinstance(row, Sample) else unread(reward, row) for row in rows
    ]


def unread(reward: Reward, row: InputError) -> Breakdown:
    """Return the result of a row that cannot be read."""
    return replace(reward.skipped(), score=Score.error("bad_row", str(row)))


def _ahead(samples: Iterable[Row]) -> list[Sample]:
    # A list can be checked beyond the first chunk, so that the chunk size does not decide whether a
    # column counts as missing. A stream is read no further than it is scored.
    rows = samples[:LOOK_AHEAD] if isinstance(samples, Sequence) else ()
    read = (read_row(row, index) for index, row in enumerate(rows))
    return [row for row in read if isinstance(row, Sample)]
