"""Factorials and binomials: whole ones exactly, and no series to thousands of digits."""

from __future__ import annotations

import math

import pytest
from mpmath import MPContext

from rewardkit import get
from rewardkit_verifiers.math.lib.decide.gamma import binomial_at, factorial_at
from rewardkit_verifiers.math.lib.grammar.values import Unreadable

FINE, EXTREME = MPContext(), MPContext()
FINE.prec, EXTREME.prec = 200, 8192


def test_whole_numbers_have_exact_factorials_whatever_the_precision() -> None:
    assert factorial_at(EXTREME, EXTREME.mpf(300)) == math.factorial(300)
    assert binomial_at(EXTREME, EXTREME.mpf(300), EXTREME.mpf(7)) == math.comb(300, 7)


def test_other_numbers_have_factorials_to_a_few_hundred_bits() -> None:
    assert abs(factorial_at(FINE, FINE.mpf("0.5")) - FINE.sqrt(FINE.pi) / 2) < 1e-50


def test_other_numbers_to_thousands_of_bits_are_refused() -> None:
    with pytest.raises(Unreadable, match="no whole number"):
        factorial_at(EXTREME, EXTREME.mpf("0.5"))
    with pytest.raises(Unreadable, match="no whole number"):
        binomial_at(EXTREME, EXTREME.mpf("0.5"), EXTREME.mpf(2))


@pytest.mark.parametrize(
    ("completion", "answer"),
    [
        ("n!1,234", "i1,234!"),
        ("1,234!sc!sc1,234", "42"),
        (r"####\mathbb{R}&&ii0.5!&i0.5", "42"),  # an end of an interval that is i times i
    ],
)
def test_texts_that_a_fuzzer_stumbled_over_are_decided(completion: str, answer: str) -> None:
    assert get("math/equivalence").score(completion=completion, answer=answer).status != "error"
