"""Batches in input order, whatever single samples do, from wherever they are scored."""

from __future__ import annotations

import asyncio
import itertools
import re
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rewardkit import (
    Breakdown,
    Reward,
    Sample,
    Score,
    ascore,
    first,
    gate,
    reward,
    score,
    stream,
    weighted,
)
from rewardkit.errors import BindError, InputError, ScoringError


@reward(range=(-10, 10))
def plain(completion: str, answer: float) -> Any:
    """Be honest, late, unreadable or broken, as the completion says."""
    match completion:
        case "raise":
            raise ValueError("on purpose")
        case "exit":
            raise SystemExit(3)
        case "nan":
            return float("nan")
        case "far":
            return 1e9
        case "none":
            return None
        case "unparsed":
            return Score.unparsed("no_number")
        case "text":
            return Score("nonsense")  # type: ignore[arg-type]
        case "wait":
            time.sleep(0.002)
    return float(len(completion)) if answer else 0.0


@reward
async def awaited(completion: str) -> Any:
    """Wait a moment, longer for some than for others, then do as the completion says."""
    await asyncio.sleep(0.0001 * (len(completion) % 3))
    match completion:
        case "raise":
            raise ValueError("on purpose")
        case "exit":
            raise SystemExit(3)
        case "cancelled":
            raise asyncio.CancelledError
        case "none":
            return None
    return len(completion) % 2


@reward(range=(0, 100), batched=True)
def batch(completion: list[str]) -> list[float]:
    """Take lists; some words break the whole call."""
    if "raise" in completion or "exit" in completion:
        raise SystemExit(1)
    return [float(len(text)) for text in completion]


@reward(isolated=True)
def apart(completion: str) -> float:
    """Run in a worker."""
    if completion == "raise":
        raise ValueError("on purpose")
    return float(len(completion) % 2)


WORDS = ["raise", "exit", "nan", "far", "none", "unparsed", "text", "wait", "cancelled"]
completions = st.one_of(st.sampled_from(WORDS), st.text(max_size=4))
malformed: st.SearchStrategy[Any] = st.sampled_from(
    [
        [{"role": "assistant", "content": None}],
        [{"role": "assistant", "content": 7}],
        [{"role": "assistant", "content": [{"type": "image"}, "text", 3]}],
        [{"role": "user", "content": "nobody answered"}],
        [],
        [{}],
        "\x00\ud800",
    ]
)
answers: st.SearchStrategy[Any] = st.sampled_from(
    [1, "2.5", "x", None, float("nan"), True, 10**400]
)
samples = st.lists(
    st.builds(
        lambda text, answer: Sample(completion=text, answer=answer),
        st.one_of(completions, malformed),
        answers,
    ),
    min_size=1,
    max_size=30,
).map(lambda rows: [*rows, Sample(completion="fine", answer=1.0)])
TREE = weighted(p=plain.clip(-5, 5), a=(0.5, awaited), b=(0.1, batch), again=plain.clip(-5, 5))


@settings(max_examples=40, deadline=None)
@given(samples, st.sampled_from([plain, awaited, batch, first(plain, batch), TREE]))
def test_in_any_mix_each_sample_scores_as_it_does_alone(rows: list[Sample], one: Reward) -> None:
    assert score(one, rows) == [score(one, [row, FINE])[0] for row in rows]


FINE = Sample(completion="fine", answer=1.0)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(samples, st.integers(1, 70), st.integers(1, 9))
def test_the_results_are_equal_for_any_concurrency_and_chunk(
    rows: list[Sample], concurrency: int, chunk: int
) -> None:
    once = score(TREE, rows, concurrency=1)
    assert once == score(TREE, rows, concurrency=concurrency, chunk=chunk)
    assert once == asyncio.run(ascore(TREE, rows, concurrency=concurrency, chunk=chunk))


def test_the_results_are_equal_for_any_number_of_processes() -> None:
    rows = [Sample(completion=text) for text in ["a", "raise", "bb", "", *"xyz" * 20]]
    one = score(apart, rows, workers=1)
    assert one == score(apart, rows, workers=3)
    assert one == score(apart, rows, workers=2, chunk=5)


def test_slow_functions_that_wait_run_side_by_side_and_stay_in_order() -> None:
    threads: set[int] = set()

    @reward(range=(0, 1000))
    def waits(completion: str) -> float:
        threads.add(threading.get_ident())
        time.sleep(0.003)
        return float(completion)

    rows = [Sample(completion=str(turn)) for turn in range(100)]
    assert [one.value for one in score(waits, rows)] == [float(turn) for turn in range(100)]
    assert len(threads) > 2
    threads.clear()
    score(waits, rows[:5], concurrency=1)
    assert threads == {threading.get_ident()}


# --- asynchronous rewards -------------------------------------------------------------------
def test_no_more_calls_wait_at_once_than_allowed() -> None:
    now = most = 0

    @reward
    async def counted(completion: str) -> float:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.001)
        now -= 1
        return 1.0

    rows = [Sample(completion=str(turn)) for turn in range(40)]
    score(weighted(x=counted, y=counted.clip(0, 0.5)), rows, concurrency=7)
    assert most == 7


def test_an_async_reward_that_ignores_its_deadline_is_left_behind() -> None:
    @reward(timeout=0.05)
    async def stubborn(completion: str) -> float:
        end = time.monotonic() + (0.5 if completion == "late" else 0.0)
        while time.monotonic() < end:
            try:
                await asyncio.sleep(0.01)
            except asyncio.CancelledError:
                continue
        return 1.0

    late, fine = score(stubborn, [Sample(completion="late"), Sample(completion="fine")])
    assert (late.value, late.status, late.reason) == (None, "timeout", "deadline")
    assert late.detail == "stopped after 0.05 s"
    assert fine.value == 1.0


def test_a_cancelled_reward_is_an_error_and_a_cancelled_call_is_cancelled() -> None:
    assert awaited.score(completion="cancelled").reason == "cancelled"
    begun = threading.Event()

    @reward(timeout=60.0)
    async def endless(completion: str) -> float:
        begun.set()
        await asyncio.sleep(1000)
        return 1.0

    async def stop() -> None:
        job = asyncio.ensure_future(endless.ascore(completion="x"))
        while not begun.is_set():
            await asyncio.sleep(0.001)
        job.cancel()
        await job

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(stop())


def test_connections_made_in_one_call_are_usable_in_the_next() -> None:
    lock = asyncio.Lock()  # belongs to the first loop in which it was contended

    @reward
    async def shared(completion: str) -> float:
        async with lock:
            await asyncio.sleep(0)
        return 1.0

    rows = [Sample(completion=str(turn)) for turn in range(5)]
    for _ in range(3):
        assert {one.value for one in score(shared, rows)} == {1.0}


def test_an_async_reward_may_itself_score() -> None:
    @reward
    async def outer(completion: str) -> float:
        return awaited.score(completion=completion).value or 0.0

    assert outer.score(completion="abc").value == 1.0


def test_scoring_works_inside_a_running_loop_and_beside_one() -> None:
    rows = [Sample(completion="abc", answer=1), Sample(completion="raise", answer=1)]
    expected = score(TREE, rows)

    async def cell() -> list[Breakdown]:
        return score(TREE, rows)

    assert asyncio.run(cell()) == expected

    async def beside() -> list[Breakdown]:
        found: list[Breakdown] = []
        thread = threading.Thread(target=lambda: found.extend(score(TREE, rows)))
        thread.start()
        while thread.is_alive():
            await asyncio.sleep(0.001)
        return found

    assert asyncio.run(beside()) == expected


def test_scoring_works_from_many_threads() -> None:
    rows = [Sample(completion="abc", answer=1), Sample(completion="none", answer=1)]
    expected = score(TREE, rows)
    found: list[list[Breakdown]] = []
    threads = [threading.Thread(target=lambda: found.append(score(TREE, rows))) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [expected] * 64


def test_awaiting_a_slow_plain_reward_leaves_the_loop_free() -> None:
    @reward
    def slow(completion: str) -> float:
        time.sleep(0.2)
        return 1.0

    async def both() -> tuple[float | None, int]:
        ticks = 0
        job = asyncio.ensure_future(slow.ascore(completion="x"))
        while not job.done():
            await asyncio.sleep(0.001)
            ticks += 1
        return job.result().value, ticks

    value, ticks = asyncio.run(both())
    assert value == 1.0
    assert ticks > 3


# --- what is asked, and how often -------------------------------------------------------------
def test_a_leaf_that_occurs_twice_is_asked_once_for_each_sample() -> None:
    asked: list[str] = []

    @reward
    def counted(completion: str, *, factor: float = 1.0) -> float:
        asked.append(completion)
        return factor * (completion == "x")

    rows = [Sample(completion=text) for text in "xyz"]
    tree = weighted(one=counted, two=(2, counted), three=gate(counted, ~counted))
    found = score(tree, rows)
    assert [leaf.value for leaf in found[0].leaves().values()] == [1.0, 1.0, 1.0, 1.0]
    assert asked == ["x", "y", "z"]
    asked.clear()
    score(counted + counted(factor=0.5), rows)
    assert sorted(asked) == ["x", "x", "y", "y", "z", "z"]


def test_a_leaf_that_is_not_deterministic_is_asked_every_time() -> None:
    turns = itertools.count()

    @reward(range=(0, 100), deterministic=False)
    def different(completion: str) -> float:
        return float(next(turns))

    found = score(weighted(x=different, y=different), [Sample(completion="a")])[0]
    assert set(found.components.values()) == {0.0, 1.0}


def test_closures_of_one_factory_are_not_mixed_up() -> None:
    def longer_than(limit: int) -> Reward:
        @reward
        def longer(completion: str) -> bool:
            return len(completion) > limit

        return longer

    tree = weighted(two=longer_than(2), five=longer_than(5))
    assert tree.score(completion="abc").components == {"two": 1.0, "five": 0.0}


# --- streams ---------------------------------------------------------------------------------
def test_a_stream_is_read_no_further_than_its_results_are_taken() -> None:
    read = 0

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal read
        for turn in range(1_000_000):
            read += 1
            yield {"completion": str(turn), "answer": 1}

    found = stream(plain, rows(), chunk=100)
    assert read == 0
    assert [next(found).value for _ in range(250)] == [float(len(str(n))) for n in range(250)]
    assert read <= 301


def test_an_empty_batch_has_no_scores() -> None:
    assert score(TREE, []) == []
    assert list(stream(TREE, iter(()))) == []


def test_groups_are_scored_whole_whatever_the_chunk() -> None:
    @reward(range=(0, 100), grouped=True)
    def size(completion: list[str]) -> list[float]:
        return [float(len(completion)) for _ in completion]

    rows = [Sample(completion="x", prompt=p) for p in "aaabbbbbcdd"]
    expected = [3.0] * 3 + [5.0] * 5 + [1.0] + [2.0] * 2
    for chunk in (1, 2, 4, 1000):
        assert [one.value for one in score(size, rows, chunk=chunk)] == expected
        assert [one.value for one in stream(size, iter(rows), chunk=chunk)] == expected
    scattered = [Sample(completion="x", group=g) for g in "abcabcaab"]
    assert [one.value for one in score(size, scattered, chunk=2)] == [
        {"a": 4.0, "b": 3.0, "c": 2.0}[g] for g in "abcabcaab"
    ]
    with pytest.raises(InputError, match="row 3 belongs to group 'a', which had ended before"):
        list(stream(size, iter(scattered), chunk=1))


# --- rows that cannot be read ------------------------------------------------------------------
def test_a_row_that_cannot_be_read_costs_its_own_place() -> None:
    rows: list[Any] = [
        {"completion": "abc", "answer": 1},
        {"completion": 7, "answer": 1},
        "abc",
        {"answer": 1},
        {"completion": "a", "answer": 1},
    ]
    found = score(TREE, rows)
    assert [one.status for one in found] == ["ok", "error", "error", "error", "ok"]
    assert found[1].reason == "bad_row"
    assert "row 1: completion must be text or a list of chat messages, not int" in found[1].detail
    assert found[2].detail.startswith("row 2 is str, not a Sample or a dict")
    assert found[1].components.keys() == found[0].components.keys()


def test_rows_none_of_which_can_be_read_are_the_wrong_file() -> None:
    with pytest.raises(InputError, match=r"row 0: the row has no 'completion'.*'completions'"):
        score(plain, [{"completions": "a"}, {"completions": "b"}])


def test_binding_is_checked_before_anything_is_scored() -> None:
    ran = []

    @reward
    def first_one(completion: str) -> float:
        ran.append(completion)
        return 1.0

    @reward
    def needs(completion: str, gold: str) -> float:
        return 1.0

    rows = [{"completion": "x", "golden": "y"}]
    with pytest.raises(BindError, match="asks for 'gold'.*Did you mean 'golden'"):
        score(gate(first_one, needs), rows)
    with pytest.raises(BindError):
        asyncio.run(ascore(first_one + needs, rows))
    assert ran == []


def test_what_is_no_collection_of_samples_is_refused() -> None:
    for wrong in (Sample(completion="x"), {"completion": "x"}, "x", 3):
        with pytest.raises(TypeError, match=r"samples must be an iterable of Samples or dicts"):
            score(plain, wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="score takes a Reward, not function. Decorate"):
        score(plain.fn, [])  # type: ignore[arg-type]


# --- error policies -----------------------------------------------------------------------------
def many(good: int, bad: int) -> list[Sample]:
    rows = [Sample(completion="abc", answer=1, id=f"good{n}") for n in range(good)]
    return [*rows, *(Sample(completion="raise", answer=1, id=f"bad{n}") for n in range(bad))]


def test_errors_are_kept_as_values_unless_told_otherwise() -> None:
    found = score(plain, many(3, 2))
    assert [one.status for one in found] == ["ok"] * 3 + ["error"] * 2


def test_raise_names_sample_reward_reason_and_detail() -> None:
    message = (
        "sample 3 (id 'bad0'): reward 'plain' gave error exception: ValueError: on purpose "
        "(test_scoring.py:"
    )
    with pytest.raises(ScoringError, match=re.escape(message)):
        score(plain.clip(-5, 5) + awaited, many(3, 2), on_error="raise")
    assert len(score(plain, many(3, 0), on_error="raise")) == 3


def test_raise_does_not_mind_what_is_nobodys_fault() -> None:
    rows = [Sample(completion=text, answer=1) for text in ("none", "unparsed")]
    assert [one.status for one in score(plain, rows, on_error="raise")] == ["abstain", "unparsed"]


def test_the_breaker_trips_above_its_share_and_says_what_it_saw() -> None:
    assert len(score(plain, many(40, 10), on_error="breaker")) == 50
    message = r"11 of the first 51 samples failed, more than the 20% .* \(id 'bad10'\).*on purpose"
    with pytest.raises(ScoringError, match=message):
        score(plain, many(40, 11), on_error="breaker")


def test_the_breaker_waits_for_enough_samples_and_both_can_be_set() -> None:
    assert len(score(plain, many(0, 49), on_error="breaker")) == 49
    with pytest.raises(ScoringError, match="5 of the first 5"):
        score(plain, many(0, 49), on_error="breaker", breaker_after=5)
    assert len(score(plain, many(10, 40), on_error="breaker", breaker_share=0.8)) == 50


def test_what_a_stream_gave_before_the_breaker_is_kept() -> None:
    found = stream(plain, many(5, 1), on_error="raise")
    assert [next(found).value for _ in range(5)] == [3.0] * 5
    with pytest.raises(ScoringError):
        next(found)


@pytest.mark.parametrize("chunk", [1, 2, 1024])
def test_whether_a_column_is_missing_does_not_depend_on_the_chunk(chunk: int) -> None:
    rows = [Sample("4"), Sample("4", answer=4)]
    assert [one.reason for one in score(plain, rows, chunk=chunk)] == ["missing_answer", ""]
