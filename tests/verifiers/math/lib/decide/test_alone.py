"""Bare numbers, percentages and fractions have the verdict that their values have."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.decide.alone import alone
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]
RATIOS = st.tuples(st.integers(-40, 40), st.integers(1, 12))
FORMS = ("{}/{}", r"\frac{{{}}}{{{}}}", r"$\dfrac{{{}}}{{{}}}$", r"\(\tfrac{{{}}}{{{}}}\)")


@given(RATIOS, RATIOS, st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_fractions_are_equal_where_their_values_are(
    left: tuple[int, int], right: tuple[int, int], form: str, other: str
) -> None:
    found = alone(form.format(*left), other.format(*right), DEFAULT)
    if "-" not in form.format(*left)[3:] + other.format(*right)[3:]:
        assert found is not None
    if found is not None:
        assert found.equal == (Fraction(*left) == Fraction(*right))


@given(st.decimals(0, 400, places=2), st.decimals(0, 400, places=2), st.sampled_from(["%", r"\%"]))
def test_a_percentage_is_the_number_or_a_hundredth_and_nothing_far_from_both(
    wanted: object, said: object, sign: str
) -> None:
    gold, value = Fraction(str(wanted)), Fraction(str(said))
    found = alone(str(wanted), f"{said}{sign}", DEFAULT)
    if gold in (value, value / 100):
        assert found is not None
        assert found.equal
    elif found is not None:
        assert not found.equal
        assert abs(gold - value) * 50 > max(gold, value)


@pytest.mark.parametrize(
    ("gold", "pred"),
    [("1/0", "0/1"), ("0.33", "1/3"), ("5%", "5"), ("10", "9.9"), ("33", "33.3%"), ("2:3", "2/3")],
)
def test_what_needs_a_rule_or_has_no_value_is_left_to_the_readers(gold: str, pred: str) -> None:
    assert alone(gold, pred, DEFAULT) is None


def test_a_strict_policy_still_refuses_a_fraction_that_is_not_in_lowest_terms() -> None:
    assert same("1/2", "2/4", DEFAULT)
    assert not same("1/2", "2/4", PRESETS["strict"])
    assert not same("12", r"12\%", PRESETS["strict"])
