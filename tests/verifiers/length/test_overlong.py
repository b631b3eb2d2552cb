"""length/overlong: DAPO's soft punishment."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.length.overlong import overlong


def equation_13(length: int, longest: int, cache: int) -> float:
    """The three cases of the paper, written out."""
    if length <= longest - cache:
        return 0.0
    if length <= longest:
        return ((longest - cache) - length) / cache
    return -1.0


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 1000))
def test_it_is_the_equation_of_the_paper(longest: int, cache: int, length: int) -> None:
    cache = min(cache, longest)
    score = overlong(max_length=longest, buffer=cache).score(completion="x", length=length)
    assert score.value == pytest.approx(equation_13(length, longest, cache))


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_longer_reply_is_never_charged_less(one: int, other: int) -> None:
    made = overlong(max_length=30, buffer=20, unit="characters")
    short, long = sorted((one, other))
    charges = [made.score(completion="x" * (n + 1)).value or 0.0 for n in (short, long)]
    assert charges[0] >= charges[1]


def test_the_defaults_are_those_of_the_paper() -> None:
    values = [overlong.score(completion="x", length=n).value for n in (16_384, 18_432, 20_480)]
    assert values == [0.0, -0.5, -1.0]


@pytest.mark.parametrize("unit", ["words", "characters"])
def test_a_hostile_megabyte_is_charged_in_full(unit: str) -> None:
    assert overlong(unit=unit).score(completion="x" * 1_000_000).value == -1.0


def test_the_detail_says_how_long_and_how_much_is_free() -> None:
    made = overlong(max_length=10, buffer=4, unit="characters")
    assert made.score(completion="x" * 8).detail == "8 characters, 6 are free"
    assert made.score(completion="x" * 12).detail == "12 characters, at most 10"


def test_without_a_column_it_says_which_one_and_what_else_would_do() -> None:
    score = overlong.score(completion="x")
    assert (score.value, score.status, score.reason) == (None, "error", "missing_column")
    assert score.detail == (
        "unit='tokens' needs a column 'completion_ids' or 'length'; "
        "or count unit='words' or 'characters'"
    )


def test_a_negative_length_is_an_error() -> None:
    assert overlong.score(completion="x", length=-1).detail == "length is -1"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"max_length": 0}, "max_length=0 must be at least 1"),
        ({"max_length": 5, "buffer": 6}, "buffer=6 must lie between 0 and max_length=5"),
        ({"buffer": -1}, "buffer=-1 must lie between 0 and max_length=20480"),
        ({"unit": "bytes"}, "setting 'unit' = 'bytes'"),
    ],
)
def test_limits_that_cannot_work_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError) as error:
        overlong(**settings)
    assert message in str(error.value)


def test_a_configured_limit_pickles() -> None:
    made = overlong(max_length=100, buffer=10, unit="words")
    assert pickle.loads(pickle.dumps(made)) == made
