"""The contract of verl's `custom_reward_function`, called the way verl 0.9.1 calls it."""

from __future__ import annotations

import asyncio
import inspect
import math
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rewardkit import Score, gate, reward, weighted, where
from rewardkit.errors import BindError, DefinitionError, ScoringError


@reward
def exact(completion: str, answer: str) -> bool:
    return completion.strip() == answer


@reward(range=(-2, 4))
def judged(completion: str) -> Score | float:
    if completion == "outage":
        return Score.error("judge_outage", "no reply in 30 s")
    return 4.0


@reward
def asks(completion: str, prompt: str, num_turns: int) -> float:
    return 1.0 if prompt == "1+1?" and num_turns == 2 else 0.0


@reward(range=(-math.inf, 0))
def unbounded(completion: str) -> float | None:
    return None if completion == "outage" else -1.0


mixed = gate(exact, weighted(scale="none", judged=judged, right=exact)).named("mixed")
KEYS = {"score", "exact", "judged", "right"}


def keys(found: dict[str, float]) -> set[str]:
    return set(found)


def test_it_is_a_plain_synchronous_function_with_verls_keywords() -> None:
    compute_score = mixed.for_verl()
    assert inspect.ismethod(compute_score)  # a closure could not be pickled
    assert not inspect.iscoroutinefunction(compute_score)
    found = compute_score(
        data_source="gsm8k",
        solution_str="42",
        ground_truth="42",
        extra_info={"index": 3},
        reward_router_address="10.0.0.1:80",
    )
    assert found["score"] == 5.0


def test_every_sample_has_the_same_keys_and_only_floats() -> None:
    compute_score = mixed.for_verl(missing="low")
    found = [
        compute_score("s", text, answer)
        for text, answer in [("42", "42"), ("41", "42"), ("outage", "outage"), ("", "42")]
    ]
    wanted = [*KEYS, *(f"{key}_valid" for key in KEYS)]
    for one in found:
        assert sorted(one) == sorted(wanted)
        assert {type(value) for value in one.values()} == {float}
        assert all(math.isfinite(value) for value in one.values())


def test_a_part_that_was_not_asked_stands_at_its_low_end_and_is_marked() -> None:
    found = mixed.for_verl()("s", "41", "42")
    assert (found["judged"], found["judged_valid"]) == (-2.0, 0.0)
    assert (found["exact"], found["exact_valid"]) == (0.0, 1.0)
    assert (found["score"], found["score_valid"]) == (-2.0, 1.0)


def test_a_part_without_a_finite_low_end_stands_at_zero() -> None:
    both = gate(exact, unbounded, otherwise=-5.0)
    assert both.for_verl()("s", "41", "42")["unbounded"] == 0.0


def test_a_sample_without_a_number_stops_the_run_and_says_why() -> None:
    with pytest.raises(ScoringError, match=r"judged.*error.*judge_outage.*missing='low'"):
        judged.for_verl()("s", "outage", None)


@pytest.mark.parametrize(("missing", "wanted"), [("low", -2.0), (0.5, 0.5), (-7, -7.0)])
def test_a_sample_without_a_number_becomes_what_was_chosen(
    missing: str | float, wanted: float
) -> None:
    found = judged.for_verl(missing)("s", "outage", None)
    assert (found["score"], found["score_valid"]) == (wanted, 0.0)


@pytest.mark.parametrize("missing", ["zero", True, math.nan, math.inf, [0.0]])
def test_an_unknown_choice_is_refused_with_its_value(missing: Any) -> None:
    with pytest.raises(DefinitionError, match="missing="):
        judged.for_verl(missing)


def test_low_needs_a_finite_low_end() -> None:
    with pytest.raises(DefinitionError, match=r"'unbounded' has no finite low end.*\.clip"):
        unbounded.for_verl("low")


def test_extra_info_gives_the_columns_and_the_prompt() -> None:
    extra = {"prompt": "1+1?", "num_turns": 2}
    assert asks.for_verl()("s", "2", None, extra)["score"] == 1.0
    assert extra == {"prompt": "1+1?", "num_turns": 2}


def test_a_chat_prompt_in_extra_info_is_read() -> None:
    chat = [{"role": "user", "content": "1+1?"}]
    assert asks.for_verl()("s", "2", None, {"prompt": chat, "num_turns": 2})["score"] == 1.0


def test_the_data_source_is_a_column_that_can_route() -> None:
    routed = where("data_source", gsm8k=exact, other=judged)
    assert routed.for_verl()("other", "x", "y")["score"] == 4.0


def test_the_ground_truth_wins_over_an_answer_in_extra_info() -> None:
    compute_score = exact.for_verl()
    assert compute_score("s", "1", "1", {"answer": "2"})["score"] == 1.0
    assert compute_score("s", "2", None, {"answer": "2"})["score"] == 1.0


def test_a_dataset_without_the_column_stops_at_the_first_sample() -> None:
    with pytest.raises(BindError, match="'num_turns'"):
        asks.for_verl(missing="low")("s", "x", "y", {"num_turn": 2})


def test_a_later_row_with_a_gap_is_one_sample_without_a_number() -> None:
    compute_score = exact.for_verl(missing="low")
    assert compute_score("s", "1", "1")["score_valid"] == 1.0
    gap = compute_score("s", "1", None)
    assert gap == {"score": 0.0, "score_valid": 0.0, "exact": 0.0, "exact_valid": 0.0}


def test_a_later_row_with_a_gap_still_stops_a_run_that_asked_for_it() -> None:
    compute_score = exact.for_verl()
    compute_score("s", "1", "1")
    with pytest.raises(ScoringError, match="missing_answer: the sample has no 'answer'"):
        compute_score("s", "1", None)


@pytest.mark.parametrize("truths", [(None, "1"), ("1", None)])
def test_a_row_without_a_ground_truth_is_lowered_whichever_row_comes_first(
    truths: tuple[str | None, ...],
) -> None:
    compute_score = exact.for_verl(missing="low")
    there = exact.with_columns(answer="spec.gold").for_verl(missing="low")
    mapped = exact.for_verl(missing="low", columns={"answer": "spec.gold"})
    for truth in truths:
        wanted = 0.0 if truth is None else 1.0
        assert compute_score("s", "1", truth)["score_valid"] == wanted
        for inside in ({"gold": truth}, {"gold": truth} if truth else None):
            assert there("s", "1", None, {"spec": inside})["score_valid"] == wanted
            assert mapped("s", "1", None, {"spec": inside})["score_valid"] == wanted


def test_a_column_that_is_absent_stays_an_error_behind_a_row_with_a_null() -> None:
    there = exact.with_columns(answer="spec.gold").for_verl(missing="low")
    assert there("s", "1", None, {"spec": {"gold": None}})["score_valid"] == 0.0
    with pytest.raises(BindError, match="'answer' at 'spec.gold'"):
        there("s", "1", None, {"spec": {"gild": "1"}})
    stopped = exact.with_columns(answer="spec.gold").for_verl()
    with pytest.raises(BindError, match="which is null in every row"):
        stopped("s", "1", None, {"spec": {"gold": None}})


def test_a_reward_that_compares_a_group_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"one sample at a time.*static"):
        exact.normalise("group").for_verl()


@pytest.mark.parametrize("name", ["score", "score_valid", "right_valid"])
def test_a_component_whose_name_is_taken_is_refused(name: str) -> None:
    both = weighted(right=exact, other=exact + judged.named(name))
    with pytest.raises(DefinitionError, match=f"component called '{name}'.*named"):
        both.for_verl()


@reward
async def slow(completion: str) -> float:
    ROWS.append(completion)
    await asyncio.sleep(0.001)
    return 1.0


ROWS: list[str] = []


def test_a_reward_that_waits_becomes_a_coroutine_function() -> None:
    assert inspect.iscoroutinefunction(slow.for_verl())
    assert not inspect.iscoroutinefunction(slow.for_verl(asynchronous=False))
    assert inspect.iscoroutinefunction(mixed.for_verl(asynchronous=True))
    assert not inspect.iscoroutinefunction(slow.for_verl(manager="remote"))
    found = asyncio.run(slow.for_verl()("s", "42", "42"))
    assert found == {"score": 1.0, "score_valid": 1.0, "slow": 1.0, "slow_valid": 1.0}


def test_what_verl_is_given_can_be_sent_to_another_process() -> None:
    for manager in ("naive", "batch", "prime", "rate_limited", "remote"):
        twin = pickle.loads(pickle.dumps(mixed.for_verl("low", manager=manager)))
        if manager == "batch":
            assert twin(["s"], ["42"], ["42"], [None])[0]["score"] == 5.0
        elif manager == "prime":
            assert twin("s", "42", "42", None) == 5.0
        else:
            assert twin("s", "42", "42")["score"] == 5.0


def test_a_batch_is_scored_by_plural_names_and_may_compare_groups() -> None:
    longest = judged.normalise("rank")
    compute = longest.for_verl(manager="batch", group_by="uid", missing="group_mean")
    found = compute(
        data_sources=["s"] * 4,
        solution_strs=["a", "outage", "b", "c"],
        ground_truths=[None] * 4,
        extra_infos=[{"uid": 1}, {"uid": 1}, {"uid": 2}, {"uid": 2}],
    )
    assert [one["score"] for one in found] == [0.5] * 4
    assert [one["score_valid"] for one in found] == [1.0, 0.0, 1.0, 1.0]


@pytest.mark.parametrize("manager", ["prime", "rate_limited"])
def test_raising_is_refused_where_the_manager_catches_it(manager: str) -> None:
    with pytest.raises(DefinitionError, match="catches the exceptions"):
        judged.for_verl("raise", manager=manager)
    # Stated in the documents: the low end, and never verl's own 0.0.
    one = judged.for_verl(manager=manager)("s", "outage", None)
    assert (one if isinstance(one, float) else one["score"]) == -2.0


def test_an_unknown_manager_is_refused_with_the_closest() -> None:
    with pytest.raises(DefinitionError, match="Did you mean 'naive'"):
        judged.for_verl(manager="naiv")


def test_nested_paths_of_extra_info_become_fields() -> None:
    compute = exact.for_verl(columns={"answer": "spec.gold"})
    assert compute("s", "1", None, {"spec": {"gold": "1"}})["score"] == 1.0


def test_it_runs_in_the_thread_of_an_executor_under_an_event_loop() -> None:
    compute_score = mixed.for_verl()

    async def one(text: str) -> float:
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(2) as pool:
            found = await loop.run_in_executor(pool, compute_score, "s", text, "42")
        return float(found["score"])

    async def both() -> list[float]:
        return list(await asyncio.gather(one("42"), one("41")))

    assert asyncio.run(both()) == [5.0, -2.0]


def test_it_runs_directly_inside_an_event_loop() -> None:
    async def inside() -> float:
        return float(mixed.for_verl()("s", "42", "42")["score"])

    assert asyncio.run(inside()) == 5.0
