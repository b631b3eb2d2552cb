"""Expressions with one square root are compared exactly, as sympy compares them."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.decide.surds import compared
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]
ROOT = sympy.sqrt(3)
LEAVES = st.one_of(
    st.integers(-9, 9).map(lambda number: (f"({number})", sympy.Integer(number))),
    st.sampled_from(
        [
            ("sqrt(3)", ROOT),
            ("sqrt(12)", 2 * ROOT),
            ("(sqrt(27)/2)", 3 * ROOT / 2),
            ("(1/3)", sympy.Rational(1, 3)),
            ("sqrt(4)", sympy.Integer(2)),
        ]
    ),
)
Formula = tuple[str, sympy.Expr]


def joined(parts: tuple[Formula, str, Formula]) -> Formula:
    (one, value), sign, (other, second) = parts
    values = {"+": value + second, "-": value - second, "*": value * second}
    return f"({one}{sign}{other})", values[sign] if sign in values else value / second


FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(joined),
        st.tuples(inner, st.integers(-3, 4)).map(
            lambda it: (f"({it[0][0]})^({it[1]})", it[0][1] ** it[1])
        ),
    ),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(FORMULAS, FORMULAS)
def test_what_is_decided_about_formulas_with_one_root_is_what_sympy_says(
    left: Formula, right: Formula
) -> None:
    said = compared(parse(left[0]), parse(right[0]))
    if said is not None:
        assert said == (sympy.radsimp(sympy.expand(left[1] - right[1])) == 0)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 60), st.integers(2, 12), st.integers(1, 5))
def test_powers_of_a_sum_with_a_root_equal_what_they_expand_to(
    exponent: int, root: int, whole: int
) -> None:
    expanded = sympy.expand((whole + sympy.sqrt(root)) ** exponent)
    written = parse(f"({whole}+sqrt({root}))^{exponent}")
    assert compared(written, parse(str(expanded).replace("**", "^"))) is True
    assert compared(written, parse(str(expanded + 1).replace("**", "^"))) is False


def test_a_power_with_thousands_of_digits_is_compared_exactly() -> None:
    left = r"\frac{(3-\sqrt3)(2-\sqrt3)^{2016}+(3+\sqrt3)(2+\sqrt3)^{2016}}{6}"
    right = r"\frac{(1+\sqrt3)^{4033}-(1-\sqrt3)^{4033}}{2^{2017}\sqrt3}"
    assert same(left, right, DEFAULT).method == "exact"
    assert same(left, right, DEFAULT)
    assert not same(left, right + "+10^{-900}", DEFAULT)


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("sqrt(6)/sqrt(2)", "sqrt(3)", True),
        ("sqrt(-3)*sqrt(-3)", "-3", True),
        ("sqrt(-2)*sqrt(-8)", "-4", True),
        ("(1+i)^8", "16", True),
        ("(1+i)/(1-i)", "i", True),
        ("1/(2-sqrt(3))", "2+sqrt(3)", True),
        ("sqrt(2)", "sqrt(3)", False),
        ("sqrt(3)", "-sqrt(3)", False),
        ("0*sqrt(2)", "0*sqrt(3)", True),
        ("x^2+1", "x^3+1", False),
        ("(x+1)/(x-1)", "(x-1)/(x+1)", False),
        ("(x+1)^2", "x^2+2*x+1", None),
        ("sqrt(2)+sqrt(3)", "3", None),
        ("sqrt(1+sqrt(2))", "1", None),
        ("sin(x)", "x", None),
        ("1/(x-x)", "1", None),
        ("2^(10^9)", "3", None),
        ("8^(1/3)", "2", None),
    ],
)
def test_values_beyond_one_root_are_left_to_others(
    left: str, right: str, equal: bool | None
) -> None:
    assert compared(parse(left), parse(right)) is equal
