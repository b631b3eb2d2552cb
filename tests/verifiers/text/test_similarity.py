"""text/similarity: likeness of spelling."""

from __future__ import annotations

import pickle
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.text.similarity import similarity
from rewardkit_verifiers.text.similarity.verifier import Method

METHODS = get_args(Method)
words = st.text("abc de", min_size=1, max_size=30).filter(str.strip)


@pytest.mark.parametrize("method", METHODS)
@given(words)
def test_a_text_is_perfectly_like_itself(method: str, text: str) -> None:
    assert similarity(method=method).score(completion=text, answer=text).value == 1.0


@pytest.mark.parametrize("method", METHODS)
@given(words, words)
def test_likeness_stays_in_its_range(method: str, text: str, answer: str) -> None:
    score = similarity(method=method).score(completion=text, answer=answer)
    assert score.status == "ok"
    assert 0.0 <= (score.value or 0.0) <= 1.0


@pytest.mark.parametrize("method", METHODS)
def test_a_part_of_the_answer_is_never_perfect(method: str) -> None:
    answer = "the cat sat on the mat"
    for part in ("t", "the", "cat sat", "mat the cat"):
        score = similarity(method=method).score(completion=part, answer=answer)
        assert (score.value or 0.0) < 0.95


@pytest.mark.parametrize("method", METHODS)
def test_an_empty_reply_gets_nothing_by_any_method(method: str) -> None:
    score = similarity(method=method).score(completion=" ", answer="Paris")
    assert (score.value, score.status, score.reason) == (0.0, "unparsed", "empty")


@pytest.mark.parametrize("method", METHODS)
def test_a_hostile_megabyte_is_refused_before_it_is_compared(method: str) -> None:
    score = similarity(method=method).score(completion="ab" * 500_000, answer="ab" * 400)
    assert (score.value, score.reason) == (0.0, "too_long")
    assert score.detail == "1000000 characters; at most 20000 are read"


@pytest.mark.parametrize("method", METHODS)
def test_the_longest_texts_that_are_read_are_compared(method: str) -> None:
    answer = "ab" * (500 if method == "partial" else 10_000)
    score = similarity(method=method).score(completion="ba" * 10_000, answer=answer)
    assert score.status == "ok"


def test_a_text_that_grows_when_normalised_is_measured_after() -> None:
    grown = similarity(unicode="NFKC").score(completion="ﷺ" * 2_000, answer="Paris")
    assert grown.reason == "too_long"


@pytest.mark.parametrize(
    ("method", "length", "most"), [("ratio", 20_001, 20_000), ("partial", 1_001, 1_000)]
)
def test_a_reference_that_is_too_long_is_an_error(method: str, length: int, most: int) -> None:
    score = similarity(method=method).score(completion="x", answer="x" * length)
    assert score.reason == "bad_answer"
    assert score.detail == (
        f"a reference answer has more than {most} characters, the most for {method!r}"
    )


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(DefinitionError, match="setting 'method' = 'cosine'"):
        similarity(method="cosine")


def test_a_configured_measure_pickles() -> None:
    made = similarity(method="partial", tag="answer")
    assert pickle.loads(pickle.dumps(made)) == made
