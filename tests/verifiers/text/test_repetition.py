"""text/repetition: what a reply has said before."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.text.repetition import repetition


def by_definition(units: list[Any], n: int, penalty: float) -> float:
    """The formula of the paper, written out."""
    grams = [tuple(units[at : at + n]) for at in range(len(units) - n + 1)]
    return (1 - len(set(grams)) / len(grams)) * penalty if grams else 0.0


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=60),
    st.integers(1, 6),
    st.floats(-10, -0.01),
)
def test_it_is_the_formula_of_the_paper(ids: list[int], n: int, penalty: float) -> None:
    made = repetition(n=n, max_penalty=penalty, unit="tokens")
    score = made.score(completion="x", completion_ids=ids)
    assert score.value == pytest.approx(by_definition(ids, n, penalty))


@given(st.text(max_size=200), st.sampled_from(["words", "characters"]))
def test_any_text_at_all_stays_in_the_range(text: str, unit: str) -> None:
    value = repetition(unit=unit).score(completion=text).value
    assert value is not None
    assert -1.0 <= value <= 0.0


@given(st.lists(st.sampled_from(["one", "two", "three"]), min_size=3, max_size=20))
def test_saying_it_all_once_more_is_never_cheaper(words: list[str]) -> None:
    once, twice = " ".join(words), " ".join(words * 2)
    first, second = repetition.score(completion=once), repetition.score(completion=twice)
    assert (second.value or 0.0) <= (first.value or 0.0)


@pytest.mark.parametrize("text", ["x" * 1_000_000, "the cat " * 125_000, "想" * 1_000_000])
@pytest.mark.parametrize("n", [1, 3, 40])
def test_a_hostile_megabyte_pays_almost_the_whole_penalty(text: str, n: int) -> None:
    assert (repetition(n=n).score(completion=text).value or 0.0) < -0.99


def test_no_repetition_is_zero_and_not_minus_zero() -> None:
    assert str(repetition.score(completion="one two three four").value) == "0.0"


def test_tokens_without_their_column_are_an_error_that_names_it() -> None:
    score = repetition(unit="tokens").score(completion="x")
    assert (score.value, score.reason) == (None, "missing_column")
    assert score.detail == "unit='tokens' needs a column 'completion_ids' with token ids"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n": 0}, "n=0: the length of an n-gram must be 1 to 64"),
        ({"n": 65}, "n=65: the length of an n-gram must be 1 to 64"),
        ({"max_penalty": 0.0}, "max_penalty=0 must be below 0: it is what repetition costs"),
        ({"max_penalty": 1.0}, "max_penalty=1 must be below 0"),
        ({"max_penalty": float("-inf")}, "max_penalty=-inf must be below 0"),
        ({"max_penalty": float("nan")}, "max_penalty=nan must be below 0"),
        ({"unit": "bytes"}, "setting 'unit' = 'bytes'"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError) as error:
        repetition(**settings)
    assert message in str(error.value)


def test_the_range_follows_from_the_penalty_and_it_pickles() -> None:
    made = repetition(max_penalty=-3.0)
    assert tuple(made.range) == (-3.0, 0.0)
    assert pickle.loads(pickle.dumps(made)) == made
