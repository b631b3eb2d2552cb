"""One bridge stands between a reward and any trainer."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Sample, Score, reward, weighted
from rewardkit.data.store import Store
from rewardkit.errors import BindError, DefinitionError, InputError, ScoringError
from rewardkit.trainers.bridge import Bridge, Outcome
from rewardkit.trainers.contract import Contract
from rewardkit.watch.settings import Settings
from rewardkit.watch.watcher import Watch


@reward
def exact(completion: str, answer: str) -> bool:
    return completion == answer


@reward(range=(0, 10))
def size(completion: str) -> float:
    return float(min(len(completion), 10))


@reward
def judged(completion: str) -> Score | float:
    if completion == "boom":
        raise RuntimeError("broken")
    return Score.error("judge_outage", "no reply") if completion == "outage" else 1.0


@reward(grouped=True)
def longest(completion: list[str]) -> list[bool]:
    return [len(text) == max(map(len, completion)) for text in completion]


CALLS: list[int] = []


@reward(batched=True)
async def batch_size(completion: list[str]) -> list[float]:
    CALLS.append(len(completion))
    await asyncio.sleep(0.01)
    return [1.0] * len(completion)


mixed = weighted(right=(0.8, exact), size=(0.2, size)).named("mixed")
NO_GROUPS = Contract("a trainer", groups=False)
SWALLOWS = Contract("a trainer", swallows=True, default="low")


def rows(*texts: str, **fields: Any) -> list[dict[str, Any]]:
    return [{"completion": text, "answer": "2", **fields} for text in texts]


def test_a_batch_of_rows_becomes_outcomes_with_fixed_keys() -> None:
    bridge = Bridge(mixed)
    good, bad = bridge.outcomes(rows("2", "33"))
    assert isinstance(good, Outcome)
    assert good.value == pytest.approx(0.82)
    assert good.components == {"right": 1.0, "size": 1.0}
    assert bad.contributions == pytest.approx({"right": 0.0, "size": 0.04})
    assert bridge.keys == ("right", "size")
    assert bridge.ranges["size"].high == 10


def test_fields_are_read_from_nested_paths() -> None:
    bridge = Bridge(exact, columns={"answer": "reward_spec.ground_truth"})
    row = {"completion": "4", "reward_spec": {"ground_truth": "4"}}
    assert bridge.outcomes([row])[0].value == 1.0
    assert bridge.outcomes([Sample("4", answer="4")])[0].value == 1.0


def test_a_row_that_cannot_be_read_costs_that_row_only() -> None:
    found = Bridge(exact).outcomes([*rows("2"), {"completion": 7, "answer": "2"}])
    assert [one.value for one in found] == [1.0, None]
    assert found[1].reason == "bad_row"


def test_a_path_that_no_row_has_stops_before_anything_is_scored() -> None:
    with pytest.raises(InputError, match="nothing at 'spec.gold'"):
        Bridge(exact, columns={"answer": "spec.gold"}).outcomes(rows("2"))


def test_a_missing_field_stops_the_first_batch_and_costs_only_rows_later() -> None:
    with pytest.raises(BindError, match="'answer'"):
        Bridge(exact).outcomes([{"completion": "2"}])
    bridge = Bridge(exact)
    bridge.outcomes(rows("2"))
    assert bridge.outcomes([{"completion": "2"}])[0].reason == "missing_column"


def test_async_and_sync_give_the_same() -> None:
    bridge = Bridge(mixed)
    there = asyncio.run(bridge.aoutcomes(rows("2", "33", "")))
    assert [one.value for one in there] == [
        one.value for one in bridge.outcomes(rows("2", "33", ""))
    ]


def test_single_calls_that_wait_together_are_one_batch() -> None:
    bridge = Bridge(batch_size)
    CALLS.clear()

    async def many() -> list[Outcome]:
        return list(await asyncio.gather(*(bridge.aoutcome(row) for row in rows(*"abcdefgh"))))

    assert [one.value for one in asyncio.run(many())] == [1.0] * 8
    assert CALLS == [8]
    asyncio.run(many())  # another event loop
    assert CALLS == [8, 8]


def test_a_coalesced_call_that_is_cancelled_leaves_the_others() -> None:
    bridge = Bridge(batch_size)

    async def some() -> list[Any]:
        tasks = [asyncio.create_task(bridge.aoutcome(row)) for row in rows(*"abc")]
        await asyncio.sleep(0)
        tasks[1].cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    first, second, third = asyncio.run(some())
    assert (first.value, third.value) == (1.0, 1.0)
    assert isinstance(second, asyncio.CancelledError)


def test_an_error_of_a_batch_reaches_every_call_in_it() -> None:
    bridge = Bridge(exact)

    async def some() -> list[Any]:
        calls = [bridge.aoutcome({"completion": text}) for text in "ab"]
        return await asyncio.gather(*calls, return_exceptions=True)

    assert [type(one) for one in asyncio.run(some())] == [BindError, BindError]


# --- groups --------------------------------------------------------------------------------


def values(found: list[Outcome]) -> list[float | None]:
    return [one.value for one in found]


def test_group_size_cuts_a_batch_of_one_constant_prompt() -> None:
    texts = rows("x", "xx", "x", "xxx", prompt="same")
    assert values(Bridge(longest, group_size=2).outcomes(texts)) == [0, 1, 0, 1]


def test_a_batch_that_is_not_made_of_whole_groups_is_refused() -> None:
    with pytest.raises(InputError, match="batch of 3 rows.*groups of 2"):
        Bridge(longest, group_size=2).outcomes(rows("x", "xx", "x"))


def test_group_by_gathers_rows_that_are_not_neighbours() -> None:
    mixed_up = [
        {"completion": text, "info": {"uid": uid}}
        for text, uid in [("x", 1), ("xxx", 2), ("xx", 1), ("x", 2)]
    ]
    assert values(Bridge(longest, group_by="info.uid").outcomes(mixed_up)) == [0, 1, 1, 0]


def test_a_group_that_the_trainer_says_wins() -> None:
    found = Bridge(longest).outcomes(rows("x", "xx", "xxx"), groups=["a", "b", "b"])
    assert values(found) == [1, 0, 1]


def test_guessing_groups_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    bridge = Bridge(longest)
    for _ in range(2):
        bridge.outcomes(rows("x", "xx", "x", "xx", prompt="same"))
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 1
    assert "sizes here: 4" in told[0]
    assert "group_size=" in told[0]


@pytest.mark.parametrize("path", [3, "", None, ["gold"]])
def test_a_column_that_is_no_path_is_refused_before_a_row_is_scored(path: Any) -> None:
    with pytest.raises(DefinitionError, match="'answer' is read at a path"):
        Bridge(exact, columns={"answer": path})


@pytest.mark.parametrize("options", [{"group_size": 0}, {"group_size": True}, {"group_size": 2.0}])
def test_a_group_size_that_is_none_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(DefinitionError, match="group_size="):
        Bridge(longest, **options)


def test_comparing_needs_a_trainer_that_shows_groups() -> None:
    with pytest.raises(DefinitionError, match="one sample at a time"):
        Bridge(longest, NO_GROUPS)


# --- lowering -------------------------------------------------------------------------------


def test_each_policy_gives_its_number() -> None:
    batch = rows("a", "outage", "a", "outage")
    groups = [0, 0, 1, 1]
    for missing, wanted in [
        (None, [1.0, None, 1.0, None]),
        ("unknown", [1.0, None, 1.0, None]),
        ("low", [1.0, 0.0, 1.0, 0.0]),
        (0.25, [1.0, 0.25, 1.0, 0.25]),
        ("group_mean", [1.0, 1.0, 1.0, 1.0]),
    ]:
        bridge = Bridge(judged, missing=missing)
        assert bridge.lower(bridge.outcomes(batch), groups) == wanted


def test_the_mean_is_that_of_the_group_or_else_of_the_batch() -> None:
    bridge = Bridge(judged * size, missing="group_mean")
    found = bridge.outcomes(rows("xx", "outage", "xxxx", "outage", "outage", "outage"))
    assert bridge.lower(found, [0, 0, 1, 1, 2, 2]) == [2.0, 2.0, 4.0, 4.0, 3.0, 3.0]


def test_raise_names_the_cause() -> None:
    bridge = Bridge(judged, missing="raise")
    with pytest.raises(ScoringError, match=r"error \(judge_outage: no reply\)"):
        bridge.lower(bridge.outcomes(rows("a", "outage")))


@pytest.mark.parametrize(
    ("contract", "missing", "why"),
    [
        (NO_GROUPS, "unknown", "no value for an unknown"),
        (NO_GROUPS, "group_mean", "one sample at a time"),
        (SWALLOWS, "raise", "catches the exceptions"),
        (NO_GROUPS, "lowest", "Did you mean 'low'"),
        (NO_GROUPS, float("nan"), "finite"),
        (NO_GROUPS, True, "missing="),
    ],
)
def test_a_policy_that_cannot_work_is_refused(contract: Contract, missing: Any, why: str) -> None:
    with pytest.raises(DefinitionError, match=why):
        Bridge(judged, contract, missing=missing)


def test_an_option_that_does_not_exist_is_refused_with_the_closest() -> None:
    with pytest.raises(DefinitionError, match="'group_sise'.*Did you mean 'group_size'"):
        Bridge(judged, group_sise=2)  # type: ignore[call-arg]


# --- failures -------------------------------------------------------------------------------


def test_each_reason_is_warned_of_once_with_its_detail(caplog: pytest.LogCaptureFixture) -> None:
    bridge = Bridge(weighted(missing="low", j=judged, s=size))
    for _ in range(3):
        bridge.outcomes(rows("a", "outage", "boom"))
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2
    assert "judge_outage: no reply" in told[0]
    assert "exception: RuntimeError: broken" in told[1]


def test_a_first_batch_that_fails_wholly_by_a_fault_stops_with_the_cause() -> None:
    with pytest.raises(ScoringError, match="any of the first 3 samples.*RuntimeError: broken"):
        Bridge(judged).outcomes(rows("boom", "boom", "boom"))


def test_an_outage_in_the_first_batch_does_not_stop() -> None:
    assert values(Bridge(judged).outcomes(rows("outage", "outage"))) == [None, None]


def test_a_later_batch_that_fails_wholly_does_not_stop_at_once() -> None:
    bridge = Bridge(judged)
    bridge.outcomes(rows("a"))
    assert values(bridge.outcomes(rows("boom", "boom"))) == [None, None]


@reward
def near(completion: str, answer: float) -> float:
    return float(answer == 2)


def test_one_row_with_a_bad_answer_is_no_reason_to_stop_and_two_are() -> None:
    same = [{"completion": "x", "answer": "two"}] * 4
    assert values(Bridge(near).outcomes(same)) == [None] * 4
    with pytest.raises(ScoringError, match="bad_answer"):
        Bridge(near).outcomes([*same, {"completion": "x", "answer": "three"}])


def test_single_rows_stop_after_eight_faults() -> None:
    bridge = Bridge(judged)
    for _ in range(7):
        bridge.outcomes(rows("boom"))
    with pytest.raises(ScoringError, match="first 8 samples"):
        bridge.outcomes(rows("boom"))


def test_the_breaker_looks_at_the_latest_rows_over_several_batches() -> None:
    bridge = Bridge(judged, breaker_share=0.5, breaker_after=8)
    bridge.outcomes(rows(*"aaaaaaaa"))
    bridge.outcomes(rows(*["outage"] * 4))
    with pytest.raises(ScoringError, match="5 of the latest 8 samples failed.*judge_outage"):
        bridge.outcomes(rows("outage"))


def test_a_share_of_one_never_stops() -> None:
    bridge = Bridge(judged, breaker_share=1.0, breaker_after=1)
    bridge.outcomes(rows(*["outage"] * 9))
    assert bridge.failures.lowered == {"error": 9}


# --- processes, caches, state -----------------------------------------------------------------


def _elsewhere(stored: bytes) -> list[float | None]:
    bridge: Bridge = pickle.loads(stored)
    return values(bridge.outcomes(rows("2", "33")))


def test_a_bridge_travels_to_another_process() -> None:
    bridge = Bridge(mixed, columns={"answer": "answer"}, missing="low")
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(_elsewhere, pickle.dumps(bridge)).result() == values(
            bridge.outcomes(rows("2", "33"))
        )


def test_verdicts_are_cached_where_a_cache_is_named(tmp_path: Path) -> None:
    CALLS.clear()
    for _ in range(2):
        Bridge(batch_size, cache=tmp_path / "verdicts.db").outcomes(rows("a", "b"))
    assert CALLS == [2]


def test_evaluation_leaves_running_normalisers_as_they_are() -> None:
    bridge = Bridge(size.normalise("running"))
    bridge.outcomes(rows("a", "aaa"))
    before = bridge.state_dict()
    with bridge.evaluation():
        inside = values(bridge.outcomes(rows("aaaaaaaa")))
    assert bridge.state_dict() == before
    assert inside[0] is not None
    assert inside[0] > 0
    bridge.outcomes(rows("aaaaaaaa"))
    assert bridge.state_dict() != before


def test_a_warning_goes_to_the_log_of_trainers(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="rewardkit.trainers"):
        Bridge(judged).outcomes(rows("a", "outage"))
    assert {record.name for record in caplog.records} == {"rewardkit.trainers"}


def test_batches_are_kept_in_a_store(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    bridge = Bridge(exact, store=tmp_path)
    for answer in ("4", "5"):
        bridge.outcomes([{"completion": "4", "answer": answer}])
    # Each batch is a run of its own, and runs have no order.
    assert sorted(one.value or 0.0 for one in Store(tmp_path).rollouts()) == [0.0, 1.0]


def test_a_watch_sees_what_is_trained_on_and_not_what_is_evaluated() -> None:
    watch = Watch(exact)
    bridge = Bridge(exact, watch=watch)
    rows = [{"completion": "4", "answer": "4", "prompt": "2+2?"}] * 3
    bridge.outcomes(rows)
    with bridge.evaluation():
        bridge.outcomes(rows)
    asyncio.run(bridge.aoutcomes(rows))
    assert watch.step == 2
    assert bridge.observed is not None
    assert bridge.observed.numbers["reward/mean"] == 1.0


def test_rows_that_come_one_by_one_make_a_batch_of_groups() -> None:
    """verl's managers call a reward once a completion, in any order."""
    watch = Watch(exact, settings=Settings(batch=8))
    judge = exact.for_verl(watch=watch, group_by="index")
    for turn in range(20):
        judge("sums", str(turn % 4), "2", {"index": turn % 2, "prompt": "1+1?"})
    assert watch.step == 2
