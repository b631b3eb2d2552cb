"""The reference is found in the column that a plain function compares with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rewardkit.attack.layout import laid_out, names_read
from rewardkit.attack.run import attack
from rewardkit.data.sample import Sample

CITIES = ["Paris", "Lima", "Tokyo", "Nairobi", "Oslo", "Cairo", "Havana", "Accra"]
Judge = Callable[..., Any]


def rows(**columns: Callable[[str], Any]) -> list[dict[str, Any]]:
    return [
        {"prompt": f"City number {n}?", **{name: make(city) for name, make in columns.items()}}
        for n, city in enumerate(CITIES)
    ]


def by_gt(completion: str, gt: str) -> float:
    return float(gt in completion)


def by_gold_city(completion: str, gold_city: str) -> float:
    return float(gold_city in completion)


def by_town(completion: str, town: str) -> float:
    return float(town in completion)


def by_keyword(completions: list[str], **kwargs: Any) -> list[float]:
    return [
        float(gold in text)
        for text, gold in zip(completions, kwargs["expected_output"], strict=True)
    ]


def of_verl(
    data_source: str, solution_str: str, ground_truth: str, extra_info: Any = None
) -> float:
    return float(ground_truth in solution_str)


def of_item(sample: dict[str, Any], item: dict[str, Any]) -> float:
    return float(item["reference_answer"] in sample["output_text"])


def of_odd_name(words_said: str, target: str) -> float:
    return float(target in words_said)


def of_messages(messages: list[dict[str, str]], answer: str) -> float:
    return float(answer in messages[-1]["content"])


@pytest.mark.parametrize(
    ("judge", "data"),
    [
        (by_gt, rows(gt=str)),
        (by_gold_city, rows(gold_city=str)),
        (by_town, rows(town=str)),
        (by_keyword, rows(expected_output=str)),
        (of_verl, rows(reward_model=lambda city: {"ground_truth": city, "style": "rule"})),
        (of_item, rows(reference_answer=str)),
        (of_odd_name, rows(target=str)),
        (of_messages, rows(answer=str)),
    ],
)
def test_a_hole_is_found_whatever_the_reference_is_called(
    judge: Judge, data: list[dict[str, Any]]
) -> None:
    found = attack(judge, data, rounds=0)
    assert any(hole.policy.startswith("spray") for hole in found.holes)


def by_list(completion: str, items: list[str]) -> float:
    said = [one.strip() for one in completion.split(",")]
    pairs = list(zip(said, items, strict=False))
    return sum(one == other for one, other in pairs) / len(pairs)


def test_a_part_of_a_list_is_a_hole_where_completions_give_the_whole_list() -> None:
    lists = [CITIES[n : n + 3] for n in range(6)]
    data = [
        {"prompt": f"List {n}.", "items": items, "completion": ", ".join(items)}
        for n, items in enumerate(lists)
    ]
    found = attack(by_list, data, rounds=0)
    assert any(hole.policy.startswith("partial_list") for hole in found.holes)
    without = [{**row, "completion": ""} for row in data]
    holes = attack(by_list, without, rounds=0, policies=["partial_list"]).holes
    assert not [hole for hole in holes if hole.policy.startswith("partial_list")]


def test_short_completions_are_the_reference_where_no_column_is() -> None:
    def counts(completion: str, word: str) -> float:
        return float(str(len(word)) in completion)

    data = [
        {"prompt": f"Count the letters of {word}.", "word": word, "completion": str(len(word))}
        for word in ("ox", "cat", "goat", "horse", "monkey", "buffalo", "elephant")
    ]
    found = attack(counts, data, rounds=0)
    assert any(hole.policy.startswith("several") for hole in found.holes)


def test_a_column_that_no_reply_states_stays_a_demand() -> None:
    def enough(completion: str, words: int) -> float:
        return float(len(completion.split()) >= words)

    data = [{"prompt": f"Write {n} words.", "words": n} for n in (3, 5, 8, 13, 21, 34)]
    assert attack(enough, data, rounds=0).ok


def test_the_answer_itself_is_the_reference_where_the_function_reads_it() -> None:
    def judge(completion: str, answer: str, label: str) -> float:
        return float(completion == answer)

    samples = [Sample("", "q", city, columns={"label": "city"}) for city in CITIES]
    found, taken = laid_out(judge, samples)
    assert not taken
    assert [one.answer for one in found] == CITIES


def test_labels_of_right_and_facts_about_the_reference_are_no_references() -> None:
    def judge(completion: str, correct: bool, answer_format: str) -> float:
        return float(correct)

    samples = [
        Sample("", "q", columns={"correct": n % 2 == 0, "answer_format": "x"}) for n in range(6)
    ]
    assert laid_out(judge, samples) == (samples, False)


def test_the_names_of_a_function_and_of_its_inner_code_are_read() -> None:
    def judge(completion: str, **kwargs: Any) -> float:
        return max(float(one in completion) for one in [kwargs["gold"]])

    assert {"completion", "gold"} <= set(names_read(judge))
    assert "kwargs" not in names_read(judge)
