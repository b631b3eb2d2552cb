"""The verdict does not depend on the thread, the event loop or what else is running."""

from __future__ import annotations

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Breakdown, Sample, get

PAIRS = Path(__file__).with_name("pairs.jsonl")
Verdict = tuple[float | None, str, str]


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    rows: list[dict[str, Any]] = [json.loads(line) for line in PAIRS.read_text().splitlines()]
    return [Sample(row["answer"], answer=row["gold"]) for row in rows[::4]]


@pytest.fixture(scope="module")
def alone(samples: list[Sample]) -> list[Verdict]:
    return verdicts(get("math/equivalence").score_many(samples))


def verdicts(found: list[Breakdown]) -> list[Verdict]:
    return [(one.value, one.status, one.reason) for one in found]


def test_64_threads_reach_the_verdicts_of_one(samples: list[Sample], alone: list[Verdict]) -> None:
    equivalence = get("math/equivalence")
    with ThreadPoolExecutor(64) as threads:
        found = list(threads.map(equivalence.score, samples))
    assert verdicts(found) == alone


def test_a_busy_process_reaches_the_verdicts_of_an_idle_one(
    samples: list[Sample], alone: list[Verdict]
) -> None:
    over = threading.Event()

    def burn() -> None:
        while not over.is_set():
            sum(range(1000))

    burners = [threading.Thread(target=burn) for _ in range(4)]
    for burner in burners:
        burner.start()
    try:
        assert verdicts(get("math/equivalence").score_many(samples)) == alone
    finally:
        over.set()
        for burner in burners:
            burner.join()


def test_a_running_event_loop_reaches_the_same_verdicts(
    samples: list[Sample], alone: list[Verdict]
) -> None:
    async def inside() -> list[Breakdown]:
        return get("math/equivalence").score_many(samples)

    assert verdicts(asyncio.run(inside())) == alone
