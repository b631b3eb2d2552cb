"""control/inverted: paid for being wrong, and for nothing else."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.control.inverted import inverted
from rewardkit_verifiers.text.exact import exact

by_number = inverted(compare="number")
words = st.text("abcAB .!", min_size=1, max_size=8)


@given(words, words)
def test_it_pays_exactly_where_the_answer_is_wrong(text: str, answer: str) -> None:
    right = exact(ignore_case=True, punctuation="trim").score(completion=text, answer=answer)
    wrong = inverted.score(completion=text, answer=answer)
    if right.status == wrong.status == "ok":
        assert (right.value or 0.0) + (wrong.value or 0.0) == 1.0


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_numbers_are_wrong_when_they_differ(given_number: int, right: int) -> None:
    score = by_number.score(completion=f"That makes {given_number:,}.", answer=right)
    assert score.value == float(given_number != right)


@given(st.text(max_size=100))
def test_saying_no_number_is_never_paid(text: str) -> None:
    score = by_number.score(completion=text, answer=36)
    assert score.value == 0.0 or score.reason == "wrong"


def test_neither_the_plain_inverse_nor_this_pays_an_empty_reply() -> None:
    for control in (~exact, inverted):
        assert control.score(completion="", answer="36").value == 0.0
        assert control.score(completion="37", answer="36").value == 1.0
        assert control.score(completion="36", answer="36").value == 0.0


@pytest.mark.parametrize(
    "text", ["1" * 1_000_000, "1," * 500_000, "1,000" * 200_000, "-" * 1_000_000]
)
def test_a_hostile_megabyte_of_digits_is_read(text: str) -> None:
    assert by_number.score(completion=text, answer=36).status in ("ok", "unparsed")


@pytest.mark.parametrize(
    ("answer", "made", "detail"),
    [
        ("", inverted, "the reference answer is empty, and would reward saying nothing"),
        ("?", inverted, "'?' cannot be read as a text"),
        ("many", by_number, "'many' cannot be read as a number"),
        ([36, "many"], by_number, "[36, 'many'] cannot be read as a number"),
    ],
)
def test_a_broken_reference_is_an_error_that_says_why(answer: Any, made: Any, detail: str) -> None:
    score = made.score(completion="35", answer=answer)
    assert (score.value, score.reason, score.detail) == (None, "bad_answer", detail)


def test_a_missing_block_and_a_missing_number_are_named() -> None:
    assert (
        inverted(tag="a").score(completion="35", answer=36).detail == "there is no single <a> block"
    )
    assert by_number.score(completion="none", answer=36).detail == "there is no number in the reply"


def test_an_unknown_comparison_is_refused() -> None:
    with pytest.raises(DefinitionError, match="setting 'compare' = 'set'"):
        inverted(compare="set")


def test_a_configured_control_pickles() -> None:
    made = inverted(compare="number", tag="answer")
    assert pickle.loads(pickle.dumps(made)) == made
