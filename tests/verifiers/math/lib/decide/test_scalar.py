"""Values are compared with as many digits as the expressions need, however ill-conditioned."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]
TURNS = r"\sin(\sqrt{2} \cdot 10^{%d})"
LOST = r"(\sqrt{2}\sqrt{3} - \sqrt{6} + 10^{-30}) \cdot 10^{%d}"


@pytest.mark.parametrize("digits", [14, 30, 60, 200])
def test_a_sine_of_many_turns_equals_itself_written_otherwise(digits: int) -> None:
    assert same(TURNS % digits, rf"\sin(10^{{{digits}}} \cdot 2^{{1/2}})", DEFAULT)


@pytest.mark.parametrize("digits", [14, 30, 60, 200])
def test_a_sine_of_many_turns_differs_from_one_a_little_further(digits: int) -> None:
    further = rf"\sin(10^{{{digits}}} \cdot 2^{{1/2}} + 10^{{-20}})"
    assert not same(TURNS % digits, further, DEFAULT)


def test_a_product_of_square_roots_inside_a_sine_is_one_root() -> None:
    written = r"\sin{\left(\sqrt{734296780563922} \sqrt{734296834759745} \right)}"
    assert same(written, r"\sin{\left(\sqrt{539191801742358966772484919890} \right)}", DEFAULT)


@pytest.mark.parametrize("power", [30, 60, 100])
def test_what_is_left_when_large_terms_cancel_is_compared_whatever_multiplies_it(
    power: int,
) -> None:
    assert same(LOST % power, f"10^{{{power - 30}}}", DEFAULT)
    assert not same(LOST % power, rf"\frac{{7}}{{8}} \cdot 10^{{{power - 30}}}", DEFAULT)


def test_the_rest_of_a_division_of_a_large_root_keeps_its_digits() -> None:
    left = r"\left\lfloor \sqrt{2} \cdot 10^{70} \right\rfloor"
    exact = "14142135623730950488016887242096980785696718753769480731766797379907324"
    assert same(left, exact, DEFAULT)
    assert not same(left, exact[:-1] + "5", DEFAULT)


def test_a_rounded_sine_of_many_turns_is_compared_with_the_true_one() -> None:
    assert same("-0.0566", r"\sin(10^{80})", DEFAULT)
    assert not same("-0.0567", r"\sin(10^{80})", DEFAULT)


def test_a_number_after_a_bracket_multiplies_it_unless_the_bracket_is_a_mere_number() -> None:
    assert same(r"\left(-1\right) 4", "-4", DEFAULT)
    assert same("(2 - 5) 4", "-12", DEFAULT)
    assert not same("(2) 4", "8", DEFAULT)


@pytest.mark.parametrize(
    "nothing",
    [
        r"\sin(1 \cdot \pi \cdot 1)",
        r"10^{50} \sin(1 \cdot \pi \cdot 1)",
        r"\ln(\sqrt{2}\sqrt{3} / \sqrt{6})",
        r"\arccos(\sqrt{2}\sqrt{3} / \sqrt{6})",
    ],
)
def test_what_is_nothing_by_a_law_is_zero(nothing: str) -> None:
    assert same(nothing, "0", DEFAULT)


@pytest.mark.parametrize(
    "little", [r"\sin(10^{-60})", r"\ln(1 + 10^{-60})", r"\sin(\pi + 10^{-50})"]
)
def test_what_is_next_to_nothing_is_not_zero(little: str) -> None:
    assert not same(little, "0", DEFAULT)
