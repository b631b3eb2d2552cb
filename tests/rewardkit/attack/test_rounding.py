"""A reward that truncates or rounds is found out; a tolerance that is meant is not accused."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.attack.rounding import other_decimals
from rewardkit.attack.run import attack

WHOLE = [{"prompt": f"What is {n} + {n}?", "answer": str(2 * n)} for n in (3, 7, 13, 21, 34, 160)]
LOSSES = [{**row, "answer": f"-{row['answer']}"} for row in WHOLE]
PRICES = [{"prompt": f"Price {n}?", "answer": f"{n + 20}.{n}"} for n in (12, 31, 47, 58, 63, 88)]


def number_of(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def by(change: Callable[[float], float]) -> Callable[..., float]:
    def judge(completion: str, answer: str) -> float:
        value = number_of(completion)
        return float(math.isfinite(value) and change(value) == change(float(answer)))

    return judge


def within(tolerance: float) -> Callable[..., float]:
    def judge(completion: str, answer: str) -> float:
        return float(math.isclose(number_of(completion), float(answer), rel_tol=tolerance))

    return judge


@pytest.mark.parametrize("change", [int, round, math.floor, math.ceil])
@pytest.mark.parametrize("rows", [WHOLE, LOSSES, PRICES])
def test_a_reward_that_rounds_is_found_out(change: Any, rows: list[dict[str, str]]) -> None:
    found = attack(by(change), rows, policies=["empty"], rounds=0)
    assert "false_pass" in {one.kind for one in found.holes}


@pytest.mark.parametrize("judge", [within(1e-9), within(1e-4), within(0.01)])
@pytest.mark.parametrize("rows", [WHOLE, LOSSES, PRICES])
def test_a_narrow_tolerance_is_no_rounding(judge: Any, rows: list[dict[str, str]]) -> None:
    assert attack(judge, rows, policies=["empty"], rounds=0).holes == ()


def test_a_declared_tolerance_that_covers_the_change_excuses_it() -> None:
    rows = [{"prompt": f"About {n}?", "answer": str(n)} for n in range(40, 49)]
    assert attack(within(0.0125), rows, policies=["empty"], rounds=0).holes
    excused = attack(within(0.0125), rows, policies=["empty"], rounds=0, tolerance=0.0125)
    assert excused.holes == ()


@given(st.fractions(-(10**6), 10**6, max_denominator=1000))
def test_other_decimals_are_far_from_the_number_and_round_to_it(number: Fraction) -> None:
    for variant, value in other_decimals(number):
        assert abs(value - number) >= Fraction(3, 10)
        if variant in ("0.4 more", "0.4 less", "rounds to the same"):
            assert round(value) == round(number)
        else:
            assert math.trunc(value) == math.trunc(number)
