"""text/exact: the answer, word for word."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError
from rewardkit.reading.reasoning import Unfinished, after_reasoning
from rewardkit_verifiers.text.exact import exact


def is_reply(text: str) -> bool:
    """Whether nothing of a text is reasoning, as the whole of `<THINK>` is."""
    try:
        return after_reasoning(text) == text
    except Unfinished:
        return False


answers = st.text(min_size=1).filter(
    lambda text: is_reply(text) and exact.score(completion="x", answer=text).value == 0
)


@given(answers)
def test_the_reference_answer_itself_is_always_right(answer: str) -> None:
    for settings in ({}, {"ignore_case": True}, {"unicode": "NFKC"}, {"spaces": "keep"}):
        assert exact(**settings).score(completion=answer, answer=answer).value == 1.0


@given(answers, st.text(" \n\r\t\u00a0", max_size=4))
def test_white_space_around_a_right_answer_changes_nothing(answer: str, blanks: str) -> None:
    assert exact.score(completion=f"{blanks}{answer}{blanks}", answer=answer).value == 1.0


@given(st.text(max_size=20), st.text(max_size=20))
def test_which_of_the_two_is_the_reference_makes_no_difference(one: str, other: str) -> None:
    there, back = (
        exact.score(completion=one, answer=other),
        exact.score(completion=other, answer=one),
    )
    if there.status == back.status == "ok":
        assert there.value == back.value


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        ("", "the reference answer is empty, and would reward saying nothing"),
        ("\u200b", "the reference answer is empty, and would reward saying nothing"),
        (["Paris", ""], "the reference answer is empty, and would reward saying nothing"),
        ([], "the list of reference answers is empty"),
        (True, "a reference answer must be text, not bool"),
        ({"city": "Paris"}, "a reference answer must be text, not dict"),
        ([["Paris"]], "a reference answer must be text, not list"),
    ],
)
def test_a_broken_reference_is_an_error_that_says_why(answer: Any, detail: str) -> None:
    score = exact.score(completion="", answer=answer)
    assert (score.value, score.reason, score.detail) == (None, "bad_answer", detail)


def test_a_reference_of_which_nothing_is_left_is_an_error() -> None:
    score = exact(punctuation="trim").score(completion="x", answer="?!")
    assert score.detail == "nothing is left of '?!' under these settings"


def test_a_missing_block_is_named() -> None:
    score = exact(tag="answer").score(completion="Paris", answer="Paris")
    assert (score.status, score.detail) == ("unparsed", "there is no single <answer> block")


def test_an_unknown_setting_names_the_closest_one() -> None:
    with pytest.raises(DefinitionError, match="Did you mean 'ignore_case'?"):
        exact(ignore_cases=True)


def test_a_megabyte_is_compared() -> None:
    assert exact(unicode="NFKC").score(completion="ﷺ" * 200_000, answer="Paris").value == 0.0


def test_a_configured_comparison_pickles() -> None:
    made = exact(ignore_case=True, tag="answer")
    assert pickle.loads(pickle.dumps(made)) == made
