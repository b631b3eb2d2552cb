"""Sums of money in words and in digits."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.judge.lib.money_words import money, same_money

PROMPT = "Three coffees cost 1.50 each. What is the total?"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("$4.50", "Four dollars and fifty cents"),
        ("$4.50", "It comes to four dollars fifty."),
        ("$4.50", "Four-fifty."),
        ("$4.50", "450 cents"),
        ("€2.20", "zwei Euro zwanzig"),
        ("€2.20", "2,20 €"),
        ("£3.05", "3 pounds 5p"),
        ("$1.50", "a dollar fifty"),
    ],
)
def test_a_sum_in_words_is_paid(answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=PROMPT).value == 1.0


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("$4.50", "Four dollars and fifteen cents"),
        ("$4.50", "Four dollars"),
        ("$4.50", "four euros fifty"),
        ("$12", "twelve cents"),
        ("$4.50", "Four dollars or fifty cents"),
        ("$4.50", "not four dollars and fifty cents"),
    ],
)
def test_another_sum_and_another_currency_are_not(answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=PROMPT).value == 0.0


def test_what_is_no_single_sum_is_left_to_others() -> None:
    assert money("1.250,00 €") is None
    assert money("$5 million") is None
    assert same_money("$5", "5 apples") is None
    assert same_money("four dollars", "4.50", "How much is it in $?") is None
