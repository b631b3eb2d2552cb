"""Letters of a multiple choice, alone and before the value that they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.distance import distance
from rewardkit_verifiers.math.lib.choices import option
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS
from rewardkit_verifiers.math.number import number

WAYS = [
    *(r"\text{{({0})}}\ {1}", r"\textbf{{({0})}}~{1}", r"\textbf{{({0}) }}{1}", r"({0}) {1}"),
    *(r"\mathrm{{({0})}}\quad {1}", r"({0}): {1}", r"{0}. {1}", r"{0}) {1}", r"Option {0}: {1}"),
    *(r"\text{{({0}) {1}}}", r"\text{{{0}}}: {1}", r"${0}. {1}$"),
]
letters, values = st.sampled_from("ABCDE"), st.integers(-999, 999)


@pytest.mark.parametrize("way", WAYS)
@given(letter=letters, value=values, other=letters, another=values)
def test_a_letter_with_its_value_says_both(
    way: str, letter: str, value: int, other: str, another: int
) -> None:
    answer, default = way.format(letter, value), PRESETS["default"]
    assert option(answer) == (letter, str(value)) or "text{(" in answer
    assert same(letter, answer, default).equal
    assert same(str(value), answer, default).equal
    assert bool(same(other, answer, default)) == (other == letter)
    assert bool(same(str(another), answer, default)) == (another == value)
    # Where the reference has both, neither may be another one.
    agree = (letter, value) == (other, another)
    assert bool(same(answer, way.format(other, another), default)) == agree
    assert bool(same(answer, other, default)) == (other == letter)


@pytest.mark.parametrize("way", WAYS)
def test_a_number_is_read_behind_its_letter(way: str) -> None:
    boxed = rf"\boxed{{{way.format('C', 12)}}}"
    assert number.score(completion=boxed, answer=12).value == 1.0
    assert number.score(completion=boxed, answer=13).value == 0.0
    assert distance.score(completion=boxed, answer=12).value == 5.0


@pytest.mark.parametrize(
    "answer", ["(C) 12 or (D) 13", "(C) 12, (D) 13", "A. 10 B. 12", "C 12", "(CC) 12", "not (C) 12"]
)
def test_several_options_and_products_are_no_value(answer: str) -> None:
    assert not same("12", answer, PRESETS["default"]).equal


def test_a_product_of_a_letter_stays_one() -> None:
    assert same("12C", "(C) 12", PRESETS["default"]).equal
