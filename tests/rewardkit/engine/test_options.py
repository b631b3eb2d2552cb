"""Options are checked before anything runs, and a mistyped one names what was meant."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Sample, ascore, reward, score, stream
from rewardkit.engine.options import Plan
from rewardkit.engine.verdict_cache import VerdictCache
from rewardkit.errors import DefinitionError
from rewardkit.rewards.ports import ScoreOptions


@reward
def never(completion: str) -> float:
    """Must not run in these tests."""
    raise AssertionError("it ran")


ROWS = [Sample(completion="x")]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"workers": 0}, "workers=0 must be a whole number of at least 1"),
        ({"workers": "4"}, "workers='4' must be a whole number"),
        ({"concurrency": True}, "concurrency=True must be a whole number"),
        ({"concurrency": None}, "concurrency=None must be a whole number"),
        ({"chunk": 0.5}, r"chunk=0\.5 must be a whole number"),
        ({"breaker_after": 0}, "breaker_after=0 must be a whole number"),
        ({"breaker_share": 20}, "breaker_share=20 must lie between 0 and 1"),
        ({"on_error": "rise"}, r"on_error='rise' is not known\. Did you mean 'raise'\?"),
        ({"on_error": 0}, "on_error=0 is not known. Known: breaker, keep, raise"),
    ],
)
def test_an_option_out_of_range_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        score(never, ROWS, **options)
    with pytest.raises(ValueError, match=message):
        stream(never, ROWS, **options)  # at once, not when the first result is asked for
    with pytest.raises(ValueError, match=message):
        never.score_many(ROWS, **options)


def test_a_cache_of_another_type_is_refused() -> None:
    with pytest.raises(TypeError, match="cache=True must be a path, a VerdictCache, or None"):
        score(never, ROWS, cache=True)  # type: ignore[arg-type]


def test_a_mistyped_option_names_the_one_that_was_meant() -> None:
    with pytest.raises(TypeError, match=r"score has no option 'worker'. Did you mean 'workers'\?"):
        never.score_many(ROWS, worker=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="concurency"):
        score(never, ROWS, concurency=2)  # type: ignore[call-arg]


def test_a_reward_that_still_needs_a_setting_is_refused() -> None:
    @reward
    def longer(completion: str, *, limit: int) -> bool:
        return len(completion) > limit

    with pytest.raises(DefinitionError, match=r"'longer' still needs the setting 'limit'"):
        longer.score(completion="x")
    assert longer(limit=0).score(completion="x").value == 1.0


def test_every_way_to_score_has_the_same_options() -> None:
    import inspect

    expected = set(ScoreOptions.__annotations__)
    parameters = inspect.signature(score).parameters.values()
    assert {one.name for one in parameters if one.kind is one.KEYWORD_ONLY} == expected
    assert {field.name for field in fields(Plan)} == expected
    with pytest.raises(TypeError, match=r"no option 'chunks'. Did you mean 'chunk'\?"):
        stream(counted, ROWS, chunks=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"no option 'chunks'. Did you mean 'chunk'\?"):
        asyncio.run(ascore(counted, ROWS, chunks=2))  # type: ignore[call-arg]
    assert len(list(stream(counted, ROWS, chunk=1))) == len(ROWS)


def test_a_cache_that_the_caller_opened_stays_open(tmp_path: Path) -> None:
    asked = []

    with VerdictCache(tmp_path / "v.db") as cache:
        score(counted, ROWS, cache=cache)
        score(counted, ROWS, cache=cache)
        asked.append(cache.stamp(counted))
    assert asked != [None]


@reward
def counted(completion: str) -> float:
    """Give 1."""
    return 1.0
