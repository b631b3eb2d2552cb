"""A reference that was computed with 22/7 or 3.14 accepts the answer in pi; no other does."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS


def paid(gold: str, answer: str, preset: str = "default") -> bool:
    return bool(same(gold, answer, PRESETS[preset]))


@given(st.integers(1, 400), st.integers(1, 400))
def test_an_area_with_22_7_for_pi_is_that_multiple_of_pi(one: int, other: int) -> None:
    assert paid(str(22 * one), rf"{7 * other}\pi") == (one == other)


@given(st.integers(2, 400), st.integers(2, 400))
def test_an_area_with_3_14_for_pi_is_that_multiple_of_pi(one: int, other: int) -> None:
    gold = Fraction(314 * one, 100)
    shown = f"{gold.numerator // gold.denominator}.{int(gold * 100) % 100:02d}"
    near = abs(other * 3.14159265 - float(gold)) <= 0.01
    assert paid(shown, rf"{other}\pi") == (one == other or near)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [("22/7", r"\pi"), ("3", r"\pi"), ("0", r"\pi - 22/7"), ("44", r"7\pi"), ("22", r"7\pi r")],
)
def test_pi_itself_and_small_differences_are_no_such_answer(gold: str, answer: str) -> None:
    assert not paid(gold, answer)


def test_exact_policies_know_one_pi() -> None:
    assert not paid("154", r"49\pi", "strict")


@given(st.integers(2, 99).filter(lambda root: int(root**0.5) ** 2 != root), st.integers(3, 8))
def test_a_reference_may_be_cut_off_after_some_digits(root: int, places: int) -> None:
    digits = str(Fraction(math.isqrt(root * 10 ** (2 * places)), 1))
    whole, tail = digits[:-places], digits[-places:]
    assert paid(f"{whole}.{tail}", rf"\sqrt{{{root}}}")
    lower = str(int(digits) - 1)
    if places + len(whole) < 5:
        assert not paid(f"{lower[:-places]}.{lower[-places:]}", rf"\sqrt{{{root}}}")
