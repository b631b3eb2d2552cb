"""Rows may hold the completion under the name of the function's parameter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from rewardkit.attack import attack
from rewardkit.attack.completion_column import with_completions
from rewardkit.attack.run import _sample

CITIES = ["Paris", "Lima", "Tokyo", "Nairobi", "Oslo", "Cairo", "Havana", "Accra"]
Judge = Callable[..., Any]


def by_output(query: str, output: str, target: str) -> float:
    return float(output.strip() == target)


def of_verl(
    data_source: str, solution_str: str, ground_truth: str, extra_info: Any = None
) -> float:
    return float(solution_str.strip() == ground_truth)


def odd(article: str, summary: str, gold: str, **kw: Any) -> float:
    return float(summary.strip() == gold)


def in_lists(prompts: list[str], responses: list[str], gold: list[str]) -> list[float]:
    return [float(one.strip() == two) for one, two in zip(responses, gold, strict=True)]


def of_row(row: dict[str, Any]) -> float:
    return float(row["response"].strip() == row["gold"])


def of_turns(messages: list[dict[str, str]], gold: str) -> float:
    return float(messages[-1]["content"].strip() == gold)


def loose(row: dict[str, Any]) -> float:
    return float(row["gold"] in row["response"])


CASES: list[tuple[Judge, dict[str, str], str]] = [
    (by_output, {"query": "Which?", "target": "CITY"}, "output"),
    (of_verl, {"data_source": "d", "ground_truth": "CITY"}, "solution_str"),
    (odd, {"article": "About CITY.", "gold": "CITY"}, "summary"),
    (in_lists, {"prompt": "Which?", "gold": "CITY"}, "response"),
    (of_row, {"question": "Which?", "gold": "CITY"}, "response"),
]


def rows(columns: dict[str, str], name: str) -> list[dict[str, Any]]:
    return [
        {**{key: one.replace("CITY", city) for key, one in columns.items()}, name: city + "\n"}
        for city in CITIES
    ]


@pytest.mark.parametrize(("judge", "columns", "name"), CASES)
def test_the_column_of_the_completion_is_replaced_by_hostile_replies(
    judge: Judge, columns: dict[str, str], name: str
) -> None:
    moved, found = with_completions(judge, [_sample(row, 0) for row in rows(columns, name)])
    assert found == name
    assert [one.text.strip() for one in moved] == CITIES
    assert name not in moved[0].columns
    result = attack(judge, rows(columns, name), seconds=30, rounds=1)
    assert (result.holes, result.conduct) == ((), ())


def test_a_hole_is_found_in_a_reward_of_whole_rows() -> None:
    found = attack(loose, rows({"question": "Which?", "gold": "CITY"}, "response"), seconds=30)
    assert any(hole.policy.startswith("spray") for hole in found.holes)


def test_the_last_turn_of_a_whole_chat_is_the_completion() -> None:
    chats = [
        {
            "gold": city,
            "messages": [
                {"role": "user", "content": "Which?"},
                {"role": "assistant", "content": city},
            ],
        }
        for city in CITIES
    ]
    moved, found = with_completions(of_turns, [_sample(row, 0) for row in chats])
    assert (found, moved[0].text, moved[0].prompt_text) == ("messages", "Paris", "Which?")
    assert attack(of_turns, chats, seconds=30, rounds=1).holes == ()


def test_a_file_that_has_completions_keeps_them_and_its_columns() -> None:
    row = {"completion": "Paris", "output": "x", "target": "Paris"}
    moved, found = with_completions(by_output, [_sample(row, 0)])
    assert (found, moved[0].text, moved[0].columns["output"]) == (None, "Paris", "x")


def test_decorated_partial_and_callable_rewards_are_read_through() -> None:
    def noisy(function: Judge) -> Judge:
        def call(*args: Any, **kwargs: Any) -> Any:
            return function(*args, **kwargs)

        return call

    class Exact:
        form = "Answer: "

        def __call__(self, completion: str, gold: str) -> float:
            return float(completion == self.form + gold)

    data = [{"prompt": "Which?", "gold": city} for city in CITIES]
    for judge in (noisy(Exact().__call__), Exact(), partial(Exact().__call__)):
        found = attack(judge, data, seconds=30, rounds=1)
        assert (found.holes, found.conduct, found.notes) == ((), (), ()), judge
