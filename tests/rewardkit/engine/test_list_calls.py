"""Rewards that take lists: one bad row costs one row."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Sample, reward, score
from rewardkit.engine.list_calls import HOPELESS

calls: list[int] = []


@reward(range=(0, 100), batched=True)
def lengths(completion: list[str]) -> Sequence[Any]:
    """Measure, and break as the completions say."""
    calls.append(len(completion))
    if "raise" in completion:
        raise ValueError("on purpose")
    if "short" in completion:
        return [0.0]
    return [float(len(text)) for text in completion]


def rows(*completions: str) -> list[Sample]:
    return [Sample(completion=text) for text in completions]


@given(st.lists(st.sampled_from(["raise", "a", "bb"]), min_size=1, max_size=40))
def test_any_rows_that_break_a_batch_are_found(texts: list[str]) -> None:
    found = score(lengths, rows(*texts))
    assert [one.value for one in found] == [
        None if text == "raise" else float(len(text)) for text in texts
    ]


def test_one_culprit_among_a_thousand_costs_few_calls() -> None:
    calls.clear()
    found = score(lengths, rows(*["a"] * 700, "raise", *["bb"] * 300))
    assert sum(one.value is None for one in found) == 1
    assert len(calls) <= 21


def test_a_function_that_always_fails_is_called_about_once_for_each_row() -> None:
    calls.clear()
    found = score(lengths, rows(*["raise"] * 1000))
    assert {one.reason for one in found} == {"exception"}
    assert len(calls) <= 1000 + HOPELESS


def test_a_function_that_is_slow_to_fail_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rewardkit.engine.list_calls.PATIENCE", 0.0)
    calls.clear()
    found = score(lengths, rows(*["raise"] * 1000))
    assert {one.reason for one in found} == {"exception", "given_up"}
    assert len(calls) < HOPELESS + 12
    assert found[-1].detail == (
        f"not tried alone: {len(calls)} calls failed and not one row succeeded"
    )


@pytest.mark.parametrize("place", [0, 1, 299, 599, 700, 999])
def test_a_lone_good_row_is_found_wherever_it_stands(place: int) -> None:
    texts = ["raise"] * 1000
    texts[place] = "bb"
    calls.clear()
    found = score(lengths, rows(*texts))
    assert [one.value for one in found] == [None if x == "raise" else 2.0 for x in texts]
    assert {one.reason for one in found} == {"", "exception"}
    assert len(calls) <= 2 * 1000 + HOPELESS


def test_no_good_row_is_lost_behind_many_bad_ones() -> None:
    for texts in (["raise"] * 300 + ["a"] * 300, ["a"] + ["raise"] * 300):
        found = score(lengths, rows(*texts))
        assert [one.value for one in found] == [None if x == "raise" else 1.0 for x in texts]
        assert {one.reason for one in found} == {"", "exception"}


def test_a_list_of_the_wrong_length_is_an_error_of_these_rows() -> None:
    calls.clear()
    found = score(lengths, rows("a", "short", "b"))
    assert [one.reason for one in found] == ["bad_length"] * 3
    assert found[0].detail == "'lengths' returned 1 results for 3 samples"
    assert calls == [3]


def test_what_is_no_list_is_an_error() -> None:
    @reward(batched=True)
    def wrong(completion: list[str]) -> Any:
        return {"3": 1, "generator": (1.0 for _ in completion), "text": "11"}[completion[0]]

    for word in ("3", "generator", "text"):
        assert wrong.score(completion=word).reason == "bad_return"


def test_a_row_whose_fields_cannot_be_read_is_left_out_of_the_list() -> None:
    seen: list[Any] = []

    def number(answer: float) -> float:
        return answer

    @reward(batched=True, range=(0, 9))
    def read(sample: list[Sample], answer: list[Any]) -> list[float]:
        seen.append(answer)
        return [float(one) for one in answer]

    del number
    samples = [Sample("a", answer="1"), Sample("b"), Sample("c", answer="3")]
    found = score(read, samples)
    assert [one.value for one in found] == [1.0, None, 3.0]
    assert found[1].reason == "missing_answer"
    assert seen == [["1", "3"]]


def test_a_column_that_some_rows_lack_is_none_for_them() -> None:
    seen: list[Any] = []

    @reward(batched=True)
    def hinted(completion: list[str], hint: list[Any] | None = None) -> list[float]:
        seen.append(hint)
        return [1.0 for _ in completion]

    score(hinted, [Sample("a", columns={"hint": "h"}), Sample("b")])
    score(hinted, [Sample("a"), Sample("b")])
    assert seen == [["h", None], None]


def test_a_member_that_cannot_be_read_leaves_the_others_to_be_compared() -> None:
    @reward(grouped=True)
    def best(completion: list[str], answer: list[str]) -> list[bool]:
        return [len(text) == max(map(len, completion)) for text in completion]

    samples = [
        Sample("a", answer="x", group=1),
        Sample("cccc", group=1),
        Sample("bb", answer="x", group=1),
    ]
    found = score(best, samples)
    assert [one.value for one in found] == [0.0, None, 1.0]
    assert found[1].reason == "missing_answer"


def test_a_group_that_fails_costs_its_members_and_no_other_group() -> None:
    @reward(grouped=True)
    def fragile(completion: list[str]) -> list[float]:
        if "raise" in completion:
            raise ValueError("on purpose")
        return [1.0 for _ in completion]

    samples = [
        Sample(text, group=g) for g, text in enumerate(["a", "b", "raise", "c"]) for _ in "12"
    ]
    assert [one.value for one in score(fragile, samples)] == [1.0] * 4 + [None] * 2 + [1.0] * 2


def test_lists_can_be_awaited_and_groups_wait_side_by_side() -> None:
    now = most = 0

    @reward(grouped=True)
    async def slow(completion: list[str]) -> list[float]:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.002)
        now -= 1
        if "raise" in completion:
            raise ValueError("on purpose")
        return [1.0 for _ in completion]

    @reward(batched=True)
    async def together(completion: list[str]) -> list[float]:
        await asyncio.sleep(0)
        if "raise" in completion:
            raise ValueError("on purpose")
        return [1.0 for _ in completion]

    samples = [Sample(text, group=text) for text in ["a", "b", "raise", "c"]]
    assert [one.value for one in score(slow, samples)] == [1.0, 1.0, None, 1.0]
    assert most == 4
    assert [one.value for one in score(together, samples)] == [1.0, 1.0, None, 1.0]
