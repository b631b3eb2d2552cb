"""Facts about completions as texts: answers, repetition, length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.data.sample import Sample
from rewardkit.watch.texts import correlation, length_of, repetition, stated_answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (r"so \boxed{1} or \boxed{\text{no}} and \boxed{2}", "2"),
        ("<think>3</think><answer> 4 </answer>", "4"),
        ("first 3, then -4.5", "-4.5"),
        ("The answer is Paris.", "the answer is paris"),
        ("", ""),
    ],
)
def test_the_last_stated_value_is_the_answer(text: str, answer: str) -> None:
    assert stated_answer(text) == answer


@given(st.text(max_size=400))
def test_repetition_is_a_share_and_doubling_a_text_does_not_lower_it(text: str) -> None:
    assert 0.0 <= repetition(text) <= repetition(f"{text} {text} {text}") + 0.5


def test_a_loop_repeats_and_prose_does_not() -> None:
    assert repetition("</a>" * 50) > 0.9
    assert repetition("Each word of this sentence stands in it only one time.") == 0.0


@pytest.mark.parametrize(
    ("columns", "length"),
    [
        ({}, 5.0),
        ({"completion_tokens": 3}, 3.0),
        ({"completion_ids": [1, 2]}, 2.0),
        ({"completion_tokens": True}, 5.0),
    ],
)
def test_length_is_in_tokens_where_they_are_known(
    columns: dict[str, object], length: float
) -> None:
    assert length_of(Sample("four!", columns=columns)) == length


def test_a_column_that_does_not_vary_correlates_with_nothing() -> None:
    assert correlation([0.0, 0.0], [1.0, -1.0]) is None
    assert correlation([1.0, -1.0], [2.0, -2.0]) == pytest.approx(1.0)
