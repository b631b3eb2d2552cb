"""The numbers of a batch: components, groups, texts."""

from __future__ import annotations

import pytest

from rewardkit import Reward, Sample, Score, gate, get, reward, weighted
from rewardkit.watch.batch import Batch
from rewardkit.watch.numbers import batch_numbers


@reward
def right(completion: str, answer: str) -> bool:
    return answer == completion.split()[-1]


@reward
def long(completion: str) -> float:
    return min(1.0, len(completion) / 10)


@reward
def broken(completion: str) -> Score | float:
    return Score.error("judge_outage") if "7" in completion else 1.0


def numbers(judge: Reward, texts: list[list[str]], **facts: object) -> dict[str, float]:
    samples = [
        Sample(text, f"{group}?", str(group), group=group, columns=facts)
        for group, some in enumerate(texts)
        for text in some
    ]
    return batch_numbers(judge, Batch(3, samples, judge.score_many(samples)))


def test_shares_of_the_variance_add_up_to_one_and_name_the_part_that_decides() -> None:
    both = weighted(right=(0.9, right), long=(0.1, long))
    found = numbers(both, [["0", "1", "so it is 0", "so it is 1"], ["1", "0", "2", "3"]])
    assert found["right/share"] + found["long/share"] == pytest.approx(1.0)
    assert found["right/share"] > 0.9
    padded = numbers(both, [["0", "so it is 0", "so 0", "it is 0"]])
    assert padded["long/share"] == pytest.approx(1.0)


def test_dead_groups_are_told_apart_by_what_they_are_paid() -> None:
    found = numbers(right, [["0", "0"], ["9", "8"], ["2", "0"], ["7", "7"]])
    assert (found["dead_right"], found["dead_wrong"], found["dead"]) == (0.25, 0.5, 0.75)


def test_a_failure_is_counted_and_never_a_number() -> None:
    found = numbers(broken, [["7", "1"], ["77", "7"]])
    assert (found["error"], found["broken/error"], found["reward/mean"]) == (0.75, 0.75, 1.0)


def test_a_part_behind_a_closed_gate_is_not_asked() -> None:
    found = numbers(gate(get("format/tags")(tags=["a"]).named("form"), right), [["<a>0</a>", "0"]])
    assert found["right/asked"] == 0.5
    assert found["form/asked"] == 1.0


def test_length_that_pays_correlates_with_the_reward_inside_groups() -> None:
    assert numbers(long, [["1", "122", "12345"], ["3", "1234567"]])["reward_length"] > 0.99
    assert "reward_length" not in numbers(long, [["1", "1"]])


def test_texts_are_counted_by_group() -> None:
    found = numbers(right, [["a 0", "b 0", "c 1", "c 1"]], truncated=True)
    assert found["distinct"] == 0.75
    assert found["distinct_answers"] == 0.5
    assert found["answer_entropy"] == pytest.approx(0.693, abs=1e-3)
    assert found["truncated"] == 1.0


def test_an_empty_batch_has_no_numbers() -> None:
    assert batch_numbers(right, Batch(1, [], [])) == {}
