"""Fields become what a parameter's annotation says, or the row says why not; never text instead."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, NotRequired, TypedDict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import reward, score
from rewardkit.rewards.field_types import converter_of, item_hint


class Gold(TypedDict):
    name: str
    price: NotRequired[float]


@reward
def any_of(completion: str, answer: list[str]) -> bool:
    return completion.strip() in answer


def converted(hint: Any, value: Any) -> Any:
    convert = converter_of(hint)
    assert convert is not None
    return convert(value)


# --- lists, mappings, choices ----------------------------------------------------------------
def test_the_json_text_of_a_list_of_answers_is_a_list_of_answers() -> None:
    rows = [
        {"completion": text, "answer": '["Paris", "Lyon"]'} for text in ("Paris", "a", ",", "", "P")
    ]
    assert [one.value for one in score(any_of, rows)] == [1.0, 0.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    "gold", ["Paris", '{"a": 1}', "3", 3.5, '["a"', '["a", NaN]', "['a']", True, {"a": 1}, [None]]
)
def test_an_answer_that_is_no_list_is_a_bad_answer_and_not_passed_on(gold: Any) -> None:
    found = any_of.score(completion="a", answer=gold)
    assert (found.status, found.reason) == ("error", "bad_answer")


@pytest.mark.parametrize(
    ("hint", "value", "wanted"),
    [
        (list, "[1, [2]]", [1, [2]]),
        (list[int], '["1", 2, 3.0]', [1, 2, 3]),
        (list[str], (1, 2.5), ["1", "2.5"]),
        (list[float], np.array([1, 2]), [1.0, 2.0]),
        (Sequence[str], '["a"]', ["a"]),
        (tuple[int, str], '[1, "a"]', (1, "a")),
        (tuple[int, ...], [1, 2, 3], (1, 2, 3)),
        (tuple, "[1]", (1,)),
        (set[str], '["a", "a"]', {"a"}),
        (frozenset, [1], frozenset([1])),
        (dict, '{"a": [1]}', {"a": [1]}),
        (dict[str, float], '{"a": "1.5"}', {"a": 1.5}),
        (dict[int, str], '{"1": "x"}', {1: "x"}),
        (Mapping[str, Any], [("k", 1)], {"k": 1}),
        (dict[str, list[int]], {"a": "[1]"}, {"a": [1]}),
        (Gold, '{"name": "bread"}', {"name": "bread"}),
        (Gold, {"name": "bread", "price": None}, {"name": "bread"}),
        (Literal["a", "b"], "b", "b"),
        (Literal[1, 2], "2", 2),
        (Literal[True, "auto"], True, True),
        (list[str] | None, None, None),
        (list[str] | None, '["a"]', ["a"]),
        (str | list[str], '["a"]', '["a"]'),
        (str | list[str], ["a"], ["a"]),
        (int | float, 2.5, 2.5),
        (int | float, "2.5", 2.5),
        (float | int, 2, 2),
        (str, Decimal("1.50"), "1.50"),
        (str, np.float64(2.5), "2.5"),
        (int, np.int32(3), 3),
        (float, np.float32(0.5), 0.5),
    ],
)
def test_a_field_becomes_what_the_annotation_says(hint: Any, value: Any, wanted: Any) -> None:
    found = converted(hint, value)
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (list[int], "[1.5]"),
        (list[int], [True]),
        (list[str], {"a", "b"}),  # no order
        (tuple[int, str], "[1]"),
        (set, [[1]]),
        (dict, "[1]"),
        (dict, "{'a': 1}"),
        (dict, '{"a": 1, "a": 2}'),
        (dict[str, int], {"a": "x"}),
        (Gold, '{"price": 1}'),
        (Gold, {"name": None}),
        (Gold, {"name": "x", "price": "dear"}),
        (Literal["a", "b"], "zzz"),
        (Literal[1, 2], True),
        (Literal[1, 2], "1.0"),
        (list[str] | None, "null"),
        (int | None, math.nan),
        (int | float, "three"),
        (str, math.nan),
        (str, None),
        (str, np.float32("nan")),
        (str, Decimal("NaN")),
        (str, math.inf),
        (list[str], [math.nan]),
        (float, "nan"),
        (list, "[" * 100_000),
    ],
)
def test_a_field_that_is_something_else_is_refused(hint: Any, value: Any) -> None:
    with pytest.raises((TypeError, ValueError, OverflowError)):
        converted(hint, value)


@pytest.mark.parametrize("gold", [math.nan, np.float64("nan"), None, Decimal("NaN")])
@pytest.mark.parametrize("hint", [str, str | None, Any, list[str], object])
def test_a_missing_reference_is_never_text(gold: Any, hint: Any) -> None:
    def echo(completion: str, answer: Any) -> bool:
        return str(answer) == completion

    echo.__annotations__["answer"] = hint
    for said in ("nan", "None", "NaN", ""):
        rows = [{"completion": said, "answer": gold}, {"completion": said, "answer": "[]"}]
        found = score(reward(echo), rows)[0]
        assert found.status == "error"
        assert found.reason in ("bad_answer", "missing_answer")


def test_the_message_names_field_place_and_value() -> None:
    @reward
    def near(completion: str, answer: dict[str, list[float]]) -> bool:
        return False

    found = near.score(completion="1", answer='{"xs": [1, "many"]}')
    assert found.score.detail == (
        "answer '{\"xs\": [1, \"many\"]}' cannot be read: ['xs'] \"[1, 'many']\": "
        "[1] 'many': could not convert string to float: 'many'"
    )


def test_a_column_that_is_not_the_answer_is_a_bad_column() -> None:
    @reward
    def graded(completion: str, level: Literal["easy", "hard"]) -> bool:
        return level == "hard"

    assert graded.score(completion="", level="hard").value == 1.0
    assert graded.score(completion="", level="zzz").reason == "bad_column"


def test_a_list_reward_reads_its_annotation_as_that_of_an_item() -> None:
    @reward(batched=True)
    def short(completion: list[str], answer: list[int]) -> list[bool]:
        return [len(text) <= most for text, most in zip(completion, answer, strict=True)]

    @reward(grouped=True)
    def listed(completion: list[str], answer: list[list[str]]) -> list[bool]:
        return [text in known for text, known in zip(completion, answer, strict=True)]

    rows = [{"completion": "abc", "answer": "3"}, {"completion": "abc", "answer": "x"}]
    assert [one.reason for one in score(short, rows)] == ["", "bad_answer"]
    rows = [{"prompt": "p", "completion": text, "answer": '["abc"]'} for text in ("abc", "a")]
    assert [one.value for one in score(listed, rows)] == [1.0, 0.0]


def test_item_hint_leaves_an_annotation_that_is_no_list_alone() -> None:
    assert (item_hint(str), item_hint(list), item_hint(list[str] | None)) == (str, None, str)


# --- the data stay as they are ---------------------------------------------------------------
@pytest.mark.parametrize("hint", [list, list[str], Any])
def test_a_reward_that_changes_a_list_changes_its_own_copy(hint: Any) -> None:
    def first_time(completion: str, seen: Any) -> bool:
        fresh = completion not in seen
        seen.append(completion)
        return fresh

    first_time.__annotations__["seen"] = hint
    once = reward(first_time)
    rows: list[dict[str, Any]] = [{"completion": "a", "seen": []}]
    assert score(once, rows)[0].value == score(once, rows)[0].value == 1.0
    assert rows == [{"completion": "a", "seen": []}]


# --- properties ------------------------------------------------------------------------------
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(st.lists(st.text(max_size=8), max_size=4))
def test_a_list_and_its_json_text_are_read_alike(words: list[str]) -> None:
    assert converted(list[str], words) == converted(list[str], json.dumps(words)) == words


@given(plain, st.sampled_from([list, list[str], dict, set[str], tuple[int, ...], Gold]))
def test_whatever_comes_is_read_or_refused_and_text_never_passes(value: Any, hint: Any) -> None:
    for given_value in (value, str(value)):
        try:
            found = converted(hint, given_value)
        except (TypeError, ValueError, OverflowError):
            continue
        assert isinstance(found, (list, dict, set, tuple))


@given(plain)
def test_no_value_breaks_out_of_the_reading_of_a_row(value: Any) -> None:
    rows = [{"completion": "a", "answer": value}, {"completion": "a", "answer": []}]
    found = score(any_of, rows)[0]
    assert found.status == "ok" or found.reason in ("bad_answer", "missing_answer")
